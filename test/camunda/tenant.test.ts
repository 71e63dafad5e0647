import { expect, test } from "vitest";
import type { Change } from "../../src/camunda/change.ts";
import type { Engine, Row } from "../../src/camunda/engine.ts";
import { processDefinition } from "../../src/camunda/entities/process-definition.ts";
import { waitState } from "../../src/camunda/entities/wait-state.ts";
import { inTenant } from "../../src/camunda/tenant.ts";
import { fakeEngine, patientCall } from "../support/fake-engine.ts";

const call = patientCall();
const OWN: Row = { tenantId: "a", processInstanceKey: "1", processDefinitionKey: "1" };
const rows: readonly Row[] = [OWN, { tenantId: "b", processInstanceKey: "2", processDefinitionKey: "2" }];

/** An engine in which key 1 belongs to tenant a and key 2 to tenant b, restricted to a. */
const restricted = async (): Promise<Engine> => {
  const engine = fakeEngine([{ elementId: "wait" }], "8.9");
  return inTenant(
    {
      ...engine,
      generation: "v2",
      get: async (_, key) => ({ row: rows[Number(key) - 1] ?? {}, lists: {} }),
      xml: async () => "<bpmn/>",
      sequenceFlows: async () => ["flow"],
      sameError: async () => ({ rows, notices: [] }),
      instancesByVersion: async () => ({ rows, notices: [] }),
    },
    "a",
    call,
  );
};

test.each([
  ["a model", (engine: Engine, key: string) => engine.xml(processDefinition, { processDefinitionKey: key }, call)],
  ["counts of an instance", (engine: Engine, key: string) => engine.instanceStatistics(key, call)],
  ["counts of a definition", (engine: Engine, key: string) => engine.definitionStatistics(key, call)],
  ["flows taken", (engine: Engine, key: string) => engine.sequenceFlows(key, call)],
  [
    "wait states",
    (engine: Engine, key: string) =>
      engine.page(waitState, { filter: { processInstanceKey: key }, sort: [], size: 1 }, call),
  ],
] as const)("%s are given only where the owner is of the tenant", async (_, ask) => {
  const engine = await restricted();
  await expect(ask(engine, "2")).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(ask(engine, "1")).resolves.toBeDefined();
});

test("a model of a row that is known to be of the tenant takes no second look", async () => {
  const engine = await restricted();
  await expect(engine.xml(processDefinition, { ...OWN, processDefinitionKey: "2" }, call)).resolves.toBe("<bpmn/>");
});

test("counts across tenants are those of the tenant", async () => {
  const engine = await restricted();
  expect((await engine.sameError({}, call)).rows).toEqual([OWN]);
  expect((await engine.instancesByVersion({}, call)).rows).toEqual([OWN]);
});

/** An engine of tenant a that keeps which changes were asked for; its jobs are those of both tenants. */
const changeable = async () => {
  const made: Change[] = [];
  const engine = fakeEngine([], "8.9");
  const jobs: readonly Row[] = rows.map((row) => ({ ...row, jobKey: String(row["processInstanceKey"]) }));
  const scoped = await inTenant(
    {
      ...engine,
      generation: "v2",
      get: async (_, key) => ({ row: rows[Number(key) - 1] ?? {}, lists: {} }),
      page: async (_, { filter }) => {
        const found = jobs.filter(
          (row) => row["jobKey"] === filter["jobKey"] && row["tenantId"] === filter["tenantId"],
        );
        return { rows: found, total: found.length, totalIsExact: true };
      },
      change: async (change) => {
        made.push(change);
      },
    },
    "a",
    call,
  );
  return { made, change: (change: Change) => scoped.change(change, call) };
};

const CHANGES: readonly ((key: string) => Change)[] = [
  (incidentKey) => ({ act: "resolveIncident", incidentKey }),
  (processInstanceKey) => ({ act: "cancelInstance", processInstanceKey }),
  (processInstanceKey) => ({ act: "deleteInstance", processInstanceKey }),
  (scopeKey) => ({ act: "setVariables", scopeKey, variables: {}, local: true }),
  (jobKey) => ({ act: "updateRetries", jobKey, retries: 1 }),
  (processInstanceKey) => ({
    act: "migrateInstance",
    processInstanceKey,
    targetProcessDefinitionKey: "1",
    mappings: [],
  }),
  (targetProcessDefinitionKey) => ({
    act: "migrateInstance",
    processInstanceKey: "1",
    targetProcessDefinitionKey,
    mappings: [],
  }),
  (processInstanceKey) => ({ act: "modifyInstance", processInstanceKey, activate: [], move: [], terminate: [] }),
];

test.each(CHANGES.map((of) => [of("2").act, of] as const))(
  "%s is asked for only where the row that it is about is of the tenant",
  async (_, of) => {
    const { change, made } = await changeable();
    await expect(change(of("2"))).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(made).toEqual([]);
    await change(of("1"));
    expect(made).toEqual([of("1")]);
  },
);
