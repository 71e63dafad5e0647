import { afterAll, expect, test } from "vitest";
import { parseJson } from "../../src/http/json.ts";
import { isObject, member } from "../../src/narrow.ts";
import { CASES } from "./cases.ts";
import { isV2, onEach, openClusters } from "./clusters.ts";
import { truthOf } from "./truth.ts";

const closers: (() => Promise<void>)[] = [];
const clusterOf = openClusters((close) => closers.push(close));

afterAll(async () => {
  for (const close of closers) await close();
});

const rowsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The calls that an answer leads to: tool, and arguments as JSON. */
const callsIn = (structured: unknown): readonly (readonly [tool: string, args: string])[] => [
  ...rowsOf(member(structured, "next")).map(
    (row) => [String(member(row, "tool")), String(member(row, "arguments"))] as const,
  ),
  ...rowsOf(member(structured, "hits")).map((row) => {
    const call = String(member(row, "call"));
    const space = call.indexOf(" ");
    return [call.slice(0, space), call.slice(space + 1)] as const;
  }),
];

const led = new Set<string>();

test.each(onEach(CASES))("the calls that an answer leads to can be made on $version: $one.name", async (at) => {
  const { one, version } = at;
  const connected = await clusterOf(version, one.world);
  const { structured } = await connected.call(one.tool, {
    ...one.args(truthOf(one.world ?? "company", isV2(version))),
  });
  for (const [tool, json] of callsIn(structured)) {
    const args = parseJson(json);
    const { isError, text } = await connected.call(tool, isObject(args) ? { ...args } : {});
    expect(isError, `${tool} ${json}: ${text}`).toBe(false);
    led.add(tool);
  }
});

test("they lead from one tool to another", () => {
  expect([...led]).toEqual(
    expect.arrayContaining(["diagnose_process_instance", "explain_incident", "summarize_incidents"]),
  );
});
