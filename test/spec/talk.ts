import { expect } from "vitest";
import type { Entity } from "../../src/camunda/entity.ts";
import { isObject, member } from "../../src/narrow.ts";
import type { Company } from "../../src/simulator/company/company.ts";
import type { Entry } from "../../src/simulator/journal.ts";
import type { Json } from "../../src/simulator/json.ts";
import { getTool } from "../../src/tools/get.ts";
import { searchTool } from "../../src/tools/search.ts";
import { type Connected, type ConnectOptions, connect } from "../support/connect.ts";
import { getCalls } from "./get-arguments.ts";
import type { Api } from "./outcome.ts";
import { searchCalls, type ToolCall } from "./tool-arguments.ts";

/** With plain numbers, exact or not. */
export const plain = (value: Json | undefined): unknown => {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, held]) => [name, plain(held)])) : value;
};

/** Makes a call and the one for the page behind it. */
const ask = async ({ call }: Connected, tool: string, { args, outcome }: ToolCall): Promise<void> => {
  const answer = await call(tool, { ...args });
  const came = answer.isError ? answer.text.split(":", 1).join() : "answered";
  expect.soft(came, `${JSON.stringify(args)}: ${answer.text.slice(0, 200)}`).toBe(outcome);
  const cursor = member(answer.structured["page"], "next");
  if (typeof cursor !== "string") return;
  const next = await call(tool, { cursor });
  expect.soft(next.isError, next.text).toBe(false);
};

/** Calls the tools of an entity in every way, and gives the requests that this took. */
export const talk = async (
  api: Api,
  entity: Entity,
  { world, ...options }: ConnectOptions & { readonly world: Company },
): Promise<readonly Entry[]> => {
  const connected = await connect(options);
  const search = searchTool(entity);
  for (const wanted of searchCalls(entity, search.input, world, api)) await ask(connected, search.name, wanted);
  const gets = entity.searchOnly ? [] : getCalls(entity, world.rows(entity), api);
  for (const wanted of gets) await ask(connected, getTool(entity).name, wanted);
  await connected.call("whoami");
  return connected.cluster.journal.entries;
};

/** The names that the searches on a path sent, in filters or sorts. */
export const sent = (entries: readonly Entry[], path: string, where: "filter" | "sort"): readonly string[] => {
  const bodies = entries.filter((entry) => entry.path === path).map(({ body }) => plain(body));
  const names = bodies.flatMap((body) => {
    const part = member(body, where);
    if (Array.isArray(part)) return part.map((entry) => String(member(entry, "field")));
    return isObject(part) ? Object.keys(part) : [];
  });
  return [...new Set(names)];
};
