import { describe, expect, it } from "vitest";
import { type Entity, int, text } from "../../src/camunda/entity.ts";
import { isObject, member } from "../../src/narrow.ts";
import { company } from "../../src/simulator/company/company.ts";
import { emptyWorld } from "../../src/simulator/store.ts";
import { synthesise } from "../../src/simulator/synthetic.ts";
import type { Row, World } from "../../src/simulator/world.ts";
import { ask } from "../simulator/ask.ts";
import { type Connected, connect, settingsFor } from "../support/connect.ts";
import { documentFor } from "./document/documents.ts";
import type { Node } from "./document/mend.ts";
import { propertiesOf } from "./document/mends.ts";
import { operateEntities } from "./entities.ts";
import { variety } from "./get-arguments.ts";
import { FIELDS_LEFT_OUT } from "./left-out.ts";
import { referred, shapesOf } from "./shapes.ts";
import { rowSights, type Sight, statisticsSights } from "./sights.ts";

/* Everything that the API answers is asked for twice: from the API itself, and from the tools. */

const VERSIONS = ["8.3", "8.6"] as const;
type Tested = (typeof VERSIONS)[number];

const world = company({ now: Date.parse("2026-11-24T10:15:00.123Z") });
const INSTANCE = world.landmark("order4711");

/** No entity declares the counts of a process instance: they have no key and are found in no search. */
const COUNTS = [
  text("The element.", { v1: "activityId" })("elementId"),
  ...["active", "canceled", "incidents", "completed"].map((name) => int("How many.")(name)),
];

const open = (version: Tested, shown: World = world): Promise<Connected> =>
  connect({
    cluster: { version, login: "none", world: shown },
    env: (cluster) => ({ ...settingsFor(cluster, "none"), OPERATE_MCP_MAX_RESULT_BYTES: "1000000" }),
  });

/** Every entity, in rows of all kinds. */
const look = async (
  version: Tested,
  connected: Connected,
  rowsOf: (entity: Entity) => readonly Row[],
): Promise<readonly Sight[]> => {
  const { published } = documentFor(version);
  const all: Sight[] = [];
  for (const entity of operateEntities) {
    const [own, ...inner] = shapesOf(published, entity);
    if (own === undefined) continue;
    for (const row of variety(entity, rowsOf(entity))) {
      all.push(...(await rowSights(connected, entity, row, own, inner)));
    }
  }
  return all;
};

/** `Schema.member` of everything that an operation of a document answers when nothing goes wrong. */
const answered = (root: Node): ReadonlySet<string> => {
  const found = new Set<string>();
  const walked = new Set<string>();
  const walk = (node: unknown): void => {
    const schema = referred(node);
    if (schema === undefined) {
      if (member(node, "items") !== undefined) walk(member(node, "items"));
      return;
    }
    if (walked.has(schema)) return;
    walked.add(schema);
    // What is around a list is no field of anything: the total is `page.total`, the sort values go into `page.next`.
    const isFrame = schema.startsWith("Results");
    for (const [name, property] of Object.entries(propertiesOf(root, schema))) {
      if (!isFrame) found.add(`${schema}.${name}`);
      walk(property);
    }
  };
  for (const methods of Object.values(isObject(root["paths"]) ? root["paths"] : {})) {
    for (const operation of Object.values(isObject(methods) ? methods : {})) {
      const content = member(member(member(operation, "responses"), "200"), "content");
      for (const type of Object.values(isObject(content) ? content : {})) walk(member(type, "schema"));
    }
  }
  return found;
};

const lookAtCompany = async (version: Tested): Promise<readonly Sight[]> => {
  const connected = await open(version);
  const counts = await statisticsSights(connected, INSTANCE, COUNTS);
  return [...counts, ...(await look(version, connected, world.rows))];
};

describe.each(VERSIONS)("what the API of %s answers", (version) => {
  let sights: Promise<readonly Sight[]> | undefined;

  it("about the sample company is shown by the tools, member for member and digit for digit", async () => {
    sights = lookAtCompany(version);
    for (const { schema, expected, shown } of await sights) expect.soft(shown, schema).toMatchObject(expected);
  });

  // Here several rules fire in one decision, each with several outputs.
  it("about synthesised rows is shown just so", async () => {
    const all = await look(version, await open(version, emptyWorld), synthesise);
    for (const { schema, expected, shown } of all) expect.soft(shown, schema).toMatchObject(expected);
    expect(all.filter(({ schema }) => schema === "DecisionInstanceOutput").length).toBeGreaterThan(4);
  });

  it("has every field of the OpenAPI document, but for those left out", async () => {
    const seen = new Set((await sights)?.flatMap(({ schema, members }) => members.map((name) => `${schema}.${name}`)));
    const leftOut = Object.entries(FIELDS_LEFT_OUT).flatMap(([schema, reasons]) =>
      Object.keys(reasons).map((name) => `${schema}.${name}`),
    );
    const wanted = answered(documentFor(version).published);
    expect([...seen, ...leftOut].sort()).toEqual([...wanted].sort());
  });

  it("is shown to the last sequence flow", async () => {
    const { cluster, call } = await open(version);
    const { body } = await ask(`${cluster.url}/v1/process-instances/${INSTANCE}/sequence-flows`);
    const args = { processInstanceKey: INSTANCE, include: ["sequenceFlows"] };
    const { structured } = await call("get_process_instance", args);
    const ids = Array.isArray(body) ? body : [];
    expect(ids.length).toBeGreaterThan(3);
    expect(structured["sequenceFlows"]).toEqual(ids.map((sequenceFlowId) => ({ sequenceFlowId })));
  });
});
