import { expect, test } from "vitest";
import { z } from "zod";
import type { Change } from "../../src/camunda/change.ts";
import { DEFAULT_TENANT, SECOND_TENANT } from "../../src/simulator/company/story.ts";
import { READ, type Tool } from "../../src/tools/tool.ts";
import { connect, settingsFor } from "../support/connect.ts";
import { manualClock } from "../support/manual-clock.ts";
import { NOW, repairing, sample } from "./rig.ts";

const env = { CAMUNDA_TENANT_ID: SECOND_TENANT };

const foreign = (path: string, isWanted: (row: Readonly<Record<string, unknown>>) => boolean, key: string): string =>
  String(sample.table(path).find((row) => row["tenantId"] === DEFAULT_TENANT && isWanted(row))?.[key]);

const isOpen = (row: Readonly<Record<string, unknown>>) => row["state"] === "ACTIVE";

const instance = foreign("process-instances", isOpen, "processInstanceKey");

const TRIED: readonly (readonly [string, Record<string, unknown>])[] = [
  ["resolve_incidents", { incidentKeys: [foreign("incidents", isOpen, "incidentKey")] }],
  ["resolve_incidents", { processInstanceKeys: [instance] }],
  ["cancel_process_instances", { processInstanceKeys: [instance] }],
  ["cancel_process_instances", { filter: { processInstanceKey: instance } }],
  [
    "delete_process_instances",
    {
      processInstanceKeys: [foreign("process-instances", (row) => row["state"] === "COMPLETED", "processInstanceKey")],
    },
  ],
  ["set_variables", { scopeKey: instance, variables: { a: 1 } }],
  ["set_variables", { scopeKey: foreign("element-instances", isOpen, "elementInstanceKey"), variables: { a: 1 } }],
  ["update_job_retries", { jobKeys: [foreign("jobs", (row) => row["state"] === "CREATED", "jobKey")], retries: 2 }],
  ["modify_process_instance", { processInstanceKey: instance, terminate: [{ elementId: "charge-payment" }] }],
];

test.each(TRIED)("restricted to one tenant, %s %j of another finds nothing and sends nothing", async (tool, args) => {
  const client = await repairing({ env });
  expect((await client.call(tool, args)).text).toMatch(/^NOT_FOUND: /);
  expect(client.writes()).toEqual([]);
});

test("a filter takes no tenant there", async () => {
  const { call } = await repairing({ env });
  const { text } = await call("cancel_process_instances", { filter: { tenantId: DEFAULT_TENANT } });
  expect(text).toMatch(/^INVALID_ARGUMENT: unknown argument: "tenantId"/);
});

test("its own can be changed", async () => {
  const client = await repairing({ env });
  const key = sample.landmark("calledProcessMissing");
  const { done } = await client.both("cancel_process_instances", { processInstanceKeys: [key] });
  expect(done.structured).toMatchObject({ done: 1 });
});

const foreignKey = foreign("incidents", isOpen, "incidentKey");
const job = foreign("jobs", (row) => row["state"] === "CREATED", "jobKey");
const version = foreign("process-definitions", () => true, "processDefinitionKey");
const own = sample.landmark("calledProcessMissing");

const CHANGES: readonly Change[] = [
  { act: "resolveIncident", incidentKey: foreignKey },
  { act: "cancelInstance", processInstanceKey: instance },
  { act: "deleteInstance", processInstanceKey: instance },
  { act: "setVariables", scopeKey: instance, variables: { a: 1 }, local: true },
  { act: "updateRetries", jobKey: job, retries: 1 },
  { act: "migrateInstance", processInstanceKey: instance, targetProcessDefinitionKey: version, mappings: [] },
  { act: "migrateInstance", processInstanceKey: own, targetProcessDefinitionKey: version, mappings: [] },
  { act: "modifyInstance", processInstanceKey: instance, activate: [], move: [], terminate: [] },
];

test.each(CHANGES)("no code gets a change of another tenant past the connection: %j", async (change) => {
  const reckless: Tool = {
    name: "whoami",
    title: "Reckless",
    description: "Changes without asking.",
    toolset: "data",
    annotations: READ,
    input: z.strictObject({}),
    output: z.looseObject({}),
    async handler(context) {
      await (await context.connect()).engine.change(change, context);
      return { kind: "record", fields: {}, parts: {}, notices: [] };
    },
  };
  const { call, cluster } = await connect({
    cluster: { version: "8.9", world: sample },
    env: (running) => ({
      ...settingsFor(running),
      ...env,
      OPERATE_MCP_API: "v2",
      OPERATE_MCP_ALLOW_WRITES: "true",
    }),
    clock: manualClock(NOW),
    tools: [reckless],
  });
  expect((await call("whoami")).text).toMatch(/^NOT_FOUND: /);
  expect(cluster.journal.entries.filter(({ method, path }) => method !== "GET" && !/search|login/.test(path))).toEqual(
    [],
  );
});
