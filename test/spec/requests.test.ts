import { describe, expect, it } from "vitest";
import type { Entity } from "../../src/camunda/entity.ts";
import { member } from "../../src/narrow.ts";
import { company } from "../../src/simulator/company/company.ts";
import type { Entry } from "../../src/simulator/journal.ts";
import { settingsFor } from "../support/connect.ts";
import { documentFor, rowProperties, schemaOf } from "./document/documents.ts";
import { operateEntities } from "./entities.ts";
import { ARGUMENTS_LEFT_OUT, FILTERS_NOT_SENT, SORTS_LEFT_OUT } from "./left-out.ts";
import { operationsIn } from "./operations.ts";
import { plain, sent, talk } from "./talk.ts";

const VERSIONS = ["8.0", "8.3", "8.6", "8.8"] as const;
type Tested = (typeof VERSIONS)[number];

const world = company({ now: Date.parse("2026-11-24T10:15:00.123Z") });

const talks = new Map<string, Promise<readonly Entry[]>>();

/** The requests of one talk, which serve all tests about it. */
const requests = (version: Tested, entity: Entity): Promise<readonly Entry[]> => {
  const name = `${version} ${entity.name}`;
  const had =
    talks.get(name) ??
    talk({ generation: "v1", version }, entity, {
      world,
      cluster: { version, world },
      env: (started) => ({ ...settingsFor(started), OPERATE_MCP_API: "v1" }),
    });
  talks.set(name, had);
  return had;
};

const cases = VERSIONS.flatMap((version) =>
  operateEntities.map((entity) => ({ version, entity, plural: entity.plural })),
);

describe.each(cases)("the requests about $plural to $version", ({ version, entity }) => {
  it("are as the OpenAPI document says", async () => {
    const document = documentFor(version);
    const entries = (await requests(version, entity)).filter(({ path }) => path.startsWith("/v1/"));
    const made = new Set<unknown>();
    for (const { method, path, query, headers, body } of entries) {
      const operation = document.operation(method, path);
      made.add(operation);
      const asked = { method, path, contentType: headers["content-type"], body: plain(body) };
      expect.soft(operation?.request(asked), `${method} ${path} ${JSON.stringify(asked.body)}`).toEqual([]);
      expect.soft(query).toBe("");
    }
    const own = operationsIn(document, entity, version).map((operation) => `${operation.method} ${operation.path}`);
    const done = [...document.operations].filter((operation) => made.has(operation));
    expect(done.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining(own.filter((operation) => !operation.startsWith("DELETE"))),
    );
    expect(done.map(({ method }) => method)).not.toContain("DELETE");
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
    ["filter", ARGUMENTS_LEFT_OUT, FILTERS_NOT_SENT],
    ["sort", SORTS_LEFT_OUT, {}],
  ] as const)(
    "can be asked for with a %s by every member of the document, but for those left out",
    async (where, ...leftOut) => {
      const document = documentFor(version);
      const schema = schemaOf(document.published, entity);
      const possible = Object.keys(rowProperties(document, entity));
      const names = sent(await requests(version, entity), `/v1/${entity.path.v1}/search`, where);
      const reasons = leftOut.flatMap((list) => Object.keys(member(list, schema) ?? {}));
      expect(possible.filter((name) => !names.includes(name)).sort()).toEqual(
        reasons.filter((name) => possible.includes(name)).sort(),
      );
    },
  );
});
