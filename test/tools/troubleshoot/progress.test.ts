import { describe, expect, test } from "vitest";
import { APIS, connected, world } from "./both-apis.ts";

const order = world.landmark("order4711");
const incidentKey = String(
  world.table("incidents").find(({ processInstanceKey }) => processInstanceKey === order)?.["incidentKey"],
);

const CALLS: readonly (readonly [string, Record<string, unknown>])[] = [
  ["summarize_processes", {}],
  ["summarize_incidents", {}],
  ["find_stalled_process_instances", {}],
  ["diagnose_process_instance", { processInstanceKey: order }],
  ["diagnose_process_instance", { reference: "order 4711" }],
  ["explain_incident", { incidentKey }],
  ["get_process_instance_timeline", { processInstanceKey: world.landmark("deepestRoot") }],
  [
    "compare_process_instances",
    { goodProcessInstanceKey: world.landmark("unremarkable"), badProcessInstanceKey: order },
  ],
  ["compare_process_versions", { processDefinitionId: "order-fulfilment" }],
  ["lookup", { reference: "4711" }],
  ["get_process_instance", { processInstanceKey: order, include: ["incidents", "elements", "callHierarchy"] }],
];

describe.each(APIS)("over %s", (api, version) => {
  test.each(CALLS)("%s %j tells a client how far it is, and never less than before", async (tool, args) => {
    const { call } = await connected(api, version);
    const told: number[] = [];
    const { text, isError } = await call(tool, args, { onprogress: ({ progress }) => void told.push(progress) });
    expect(isError, text).toBe(false);
    expect(told.length).toBeGreaterThan(1);
    expect(told).toEqual([...new Set(told)].sort((one, other) => one - other));
  });
});
