import type { Row, World } from "../../src/simulator/world.ts";

/** 2^53 + 1: the first integer that a double cannot hold. */
export const FIRST_LOST = "9007199254740993";
/** 2^63 - 1: the largest key there is. */
export const LARGEST = "9223372036854775807";

const instance = (key: string, more: Row = {}): Row => ({
  processInstanceKey: key,
  processDefinitionKey: "2251799813685250",
  processDefinitionId: "order-process",
  processDefinitionVersion: 1,
  state: "ACTIVE",
  hasIncident: false,
  startDate: "2026-11-20T08:00:00.000Z",
  tenantId: "<default>",
  ...more,
});

/** Six instances: ties in start date, missing end dates, keys of four partitions, stored in no order. */
export const instances: readonly Row[] = [
  instance("4503599627370501", {
    state: "COMPLETED",
    startDate: "2026-11-20T23:59:59.999Z",
    endDate: "2026-11-21T07:00:00.000Z",
  }),
  instance(FIRST_LOST, { hasIncident: true, processDefinitionVersionTag: "stable", processDefinitionVersion: 2 }),
  instance("2251799813685300", { parentProcessInstanceKey: FIRST_LOST, parentElementInstanceKey: "9007199254740995" }),
  instance(LARGEST, {
    state: "TERMINATED",
    startDate: "2026-11-21T00:00:00.000Z",
    endDate: "2026-11-21T06:00:00.000Z",
    processDefinitionId: "Order-Process",
  }),
  instance("11258999068426301", { state: "SUSPENDED", startDate: "2026-11-22T12:30:00.500Z", tenantId: "tenant-b" }),
  instance("2251799813685299", { startDate: "2026-11-20T08:00:00.000Z" }),
];

const definition = (key: string, version: number, more: Row = {}): Row => ({
  processDefinitionKey: key,
  processDefinitionId: "order-process",
  name: "Order process",
  version,
  tenantId: "<default>",
  ...more,
});

/** Four definitions, one with a tag, one without a name. */
export const definitions: readonly Row[] = [
  definition("2251799813685250", 1),
  definition(FIRST_LOST, 2, { versionTag: "stable" }),
  definition("11258999068426241", 3),
  definition("4503599627370497", 1, { processDefinitionId: "billing", name: undefined }),
];

/** The two above as a world. */
export const sample: World = {
  rows: (entity) => ({ "process instance": instances, "process definition": definitions })[entity.name] ?? [],
  xml: (_, key) => (key === FIRST_LOST ? "<definitions/>" : undefined),
};
