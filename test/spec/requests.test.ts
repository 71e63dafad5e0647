import { describe, expect, it } from "vitest";
import { entities } from "../../src/camunda/entities/index.ts";
import type { Entity } from "../../src/camunda/entity.ts";
import { isObject, member } from "../../src/narrow.ts";
import { company } from "../../src/simulator/company/company.ts";
import type { Entry } from "../../src/simulator/journal.ts";
import type { Json } from "../../src/simulator/json.ts";
import { getTool } from "../../src/tools/get.ts";
import { searchTool } from "../../src/tools/search.ts";
import { connect } from "../support/connect.ts";
import { documentFor, rowProperties } from "./document/documents.ts";
import { FILTERS_LEFT_OUT, SORTS_LEFT_OUT } from "./left-out.ts";
import { isPossible, searchCalls } from "./tool-arguments.ts";

const VERSIONS = ["8.0", "8.3", "8.6", "8.8"] as const;
type Tested = (typeof VERSIONS)[number];

const world = company({ now: Date.parse("2026-11-24T10:15:00.123Z") });
const PAGES = 3;

/** With plain numbers, exact or not. */
const plain = (value: Json | undefined): unknown => {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, held]) => [name, plain(held)])) : value;
};

/** Calls the tools of an entity in every way, follows the lists for some pages, and gives the requests that this took. */
const talk = async (version: Tested, entity: Entity): Promise<readonly Entry[]> => {
  const { cluster, call } = await connect({ cluster: { version, world } });
  const search = searchTool(entity);
  for (const wanted of searchCalls(entity, search.input, world.rows(entity))) {
    let answer = await call(search.name, wanted.args);
    const outcome = answer.isError ? answer.text.split(":", 1).join() : "answered";
    expect.soft(outcome, JSON.stringify(wanted.args)).toBe(isPossible(wanted, version) ? "answered" : "UNSUPPORTED");
    for (let page = 1; page < PAGES; page += 1) {
      const cursor = member(answer.structured["page"], "next");
      if (typeof cursor !== "string") break;
      answer = await call(search.name, { cursor });
      expect.soft(answer.isError, answer.text).toBe(false);
    }
  }
  const get = getTool(entity);
  for (const row of world.rows(entity).slice(0, 5)) {
    const include = entity.xml ? { include: ["xml"] } : {};
    const answer = await call(get.name, { [entity.key]: row[entity.key], ...include });
    expect.soft(answer.isError, answer.text).toBe(false);
  }
  await call("whoami");
  return cluster.journal.entries;
};

const talks = new Map<string, Promise<readonly Entry[]>>();

/** The requests of one talk, which serve all tests about it. */
const requests = (version: Tested, entity: Entity): Promise<readonly Entry[]> => {
  const name = `${version} ${entity.name}`;
  const had = talks.get(name) ?? talk(version, entity);
  talks.set(name, had);
  return had;
};

const cases = VERSIONS.flatMap((version) => entities.map((entity) => ({ version, entity, plural: entity.plural })));

/** The names that the searches sent, in filters or sorts. */
const sent = (entries: readonly Entry[], entity: Entity, where: "filter" | "sort"): readonly string[] => {
  const bodies = entries.filter(({ path }) => path === `/v1/${entity.path.v1}/search`).map(({ body }) => plain(body));
  const names = bodies.flatMap((body) => {
    const part = member(body, where);
    if (Array.isArray(part)) return part.map((entry) => String(member(entry, "field")));
    return isObject(part) ? Object.keys(part) : [];
  });
  return [...new Set(names)];
};

describe.each(cases)("the requests about $plural to $version", ({ version, entity }) => {
  it("are as the OpenAPI document says", async () => {
    const document = documentFor(version);
    const entries = (await requests(version, entity)).filter(({ path }) => path.startsWith("/v1/"));
    const operations = new Set<string>();
    for (const { method, path, query, headers, body } of entries) {
      const operation = document.operation(method, path);
      operations.add(`${method} ${operation?.path}`);
      const asked = { method, path, contentType: headers["content-type"], body: plain(body) };
      expect.soft(operation?.request(asked), `${method} ${path} ${JSON.stringify(asked.body)}`).toEqual([]);
      expect.soft(query).toBe("");
    }
    const own = [...operations].filter((operation) => operation.includes(`/v1/${entity.path.v1}/`));
    expect(own).toHaveLength(entity.xml ? 3 : 2);
  });

  it("go nowhere else, but to ask who it is, what it is, and to log in", async () => {
    const entries = (await requests(version, entity)).filter(({ path }) => !path.startsWith("/v1/"));
    const login = version === "8.8" ? ["POST /login"] : ["POST /api/login"];
    const user = version === "8.8" ? "GET /v2/authentication/me" : "GET /api/authentications/user";
    const places = new Set(entries.map(({ method, path }) => `${method} ${path}`));
    expect([...places].sort()).toEqual(["GET /v2/topology", user, ...login].sort());
  });
});

describe.each(cases.filter(({ version }) => version !== "8.0"))("all $plural of $version", ({ version, entity }) => {
  it.each([
    ["filter", FILTERS_LEFT_OUT],
    ["sort", SORTS_LEFT_OUT],
  ] as const)(
    "can be asked for with a %s by every member of the document, but for those left out",
    async (where, leftOut) => {
      const possible = Object.keys(rowProperties(documentFor(version), entity));
      const names = sent(await requests(version, entity), entity, where);
      const reasons = leftOut[entity.path.v1] ?? {};
      expect(possible.filter((name) => !names.includes(name)).sort()).toEqual(
        Object.keys(reasons)
          .filter((name) => possible.includes(name))
          .sort(),
      );
    },
  );
});
