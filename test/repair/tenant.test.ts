import { expect, test } from "vitest";
import { DEFAULT_TENANT, SECOND_TENANT } from "../../src/simulator/company/story.ts";
import { repairing, sample } from "./rig.ts";

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
