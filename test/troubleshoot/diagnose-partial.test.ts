import { expect, test } from "vitest";
import { elementInstance } from "../../src/camunda/entities/element-instance.ts";
import { incident } from "../../src/camunda/entities/incident.ts";
import { job } from "../../src/camunda/entities/job.ts";
import { messageSubscription } from "../../src/camunda/entities/message-subscription.ts";
import { processInstance } from "../../src/camunda/entities/process-instance.ts";
import { variable } from "../../src/camunda/entities/variable.ts";
import type { Entity } from "../../src/camunda/entity.ts";
import type { Row, World } from "../../src/simulator/world.ts";
import { connect, settingsFor } from "../support/connect.ts";
import { manualClock } from "../support/manual-clock.ts";
import { CLUSTERS, NOW, rowsIn, world } from "./clusters.ts";

const [, V1, V2, V2_NEW] = CLUSTERS;

const open = ({ version, api }: (typeof CLUSTERS)[number], having: World = world) =>
  connect({
    cluster: { version, world: having },
    env: (cluster) => ({ ...settingsFor(cluster), OPERATE_MCP_API: api }),
    clock: manualClock(NOW),
  });

/** The sample company with other rows of one entity. */
const withRows = (entity: Entity, path: string, rows: readonly Row[]): World => ({
  ...world,
  rows: (one) => (one === entity ? rows : world.rows(one)),
  table: (one) => (one === path ? rows : world.table(one)),
});

const copies = (row: Row | undefined, key: string, count: number): readonly Row[] =>
  Array.from({ length: count }, (_, index) => ({
    ...row,
    [key]: String(BigInt(String(row?.[key])) + 1_000_000_000n + BigInt(index)),
  }));

test.each([V1, V2, V2_NEW])(
  "says on $version that an incident stops it though incidents may not be read",
  async (at) => {
    const { call, cluster } = await open(at);
    cluster.faults.next(99, { path: /incidents/ }, { kind: "forbidden" });
    const { structured } = await call("diagnose_process_instance", { processInstanceKey: world.landmark("order4711") });
    expect(structured).toMatchObject({ verdict: "incident", confidence: "medium" });
    expect(structured["conclusion"]).not.toContain("rootCause");
  },
);

test.each([V1, V2, V2_NEW])(
  "does not say on $version that nothing stops it when the model may not be read",
  async (at) => {
    const { call, cluster } = await open(at);
    cluster.faults.next(99, { path: /xml/ }, { kind: "forbidden" });
    const { structured } = await call("diagnose_process_instance", { processInstanceKey: world.landmark("farTimer") });
    expect(structured["conclusion"]).toContain("is not known");
  },
);

test("says that a called instance is suspended, and which", async () => {
  const parent = world.landmark("longVariable");
  const rows = world
    .rows(processInstance)
    .map((row) =>
      row["parentProcessInstanceKey"] === parent
        ? { ...row, state: "SUSPENDED", suspendedDate: "2026-11-23T10:00:00.000Z" }
        : row,
    );
  const { call } = await open(V2_NEW, withRows(processInstance, "process-instances", rows));
  const { structured, text } = await call("diagnose_process_instance", { processInstanceKey: parent });
  expect(structured, text).toMatchObject({ verdict: "suspended", since: "2026-11-23T10:00:00.000Z" });
  expect(rowsIn(structured, "odd")).toContainEqual(
    expect.objectContaining({ what: expect.stringContaining("is suspended"), processInstanceKey: expect.any(String) }),
  );
});

test.each([V1, V2])("takes the correlation key from the inner scope on $version", async (at) => {
  const key = world.landmark("wrongCorrelationKey");
  const token = world
    .rows(elementInstance)
    .find((row) => row["processInstanceKey"] === key && row["elementId"] === "await-transfer");
  const [outer] = world.rows(variable).filter((row) => row["processInstanceKey"] === key && row["name"] === "orderId");
  const inner = {
    ...outer,
    variableKey: "11258999099999999",
    scopeKey: token?.["elementInstanceKey"],
    value: '"INNER-1"',
  };
  const rows = [...world.rows(variable), inner];
  // On the newer API the subscription tells, so it is taken away.
  const without = withRows(variable, "variables", rows);
  const served: World = {
    ...without,
    rows: (one) => (one === messageSubscription ? [] : without.rows(one)),
    table: (one) => (one === "message-subscriptions" ? [] : (without.table?.(one) ?? [])),
  };
  const { call } = await open(at, served);
  const { structured, text } = await call("diagnose_process_instance", { processInstanceKey: key });
  expect(rowsIn(structured, "waits"), text).toContainEqual(
    expect.objectContaining({ waitsFor: "MESSAGE", correlationKey: "INNER-1" }),
  );
});

test.each([V1, V2])("takes many items of a multi-instance for no loop on $version", async (at) => {
  const done = world
    .rows(processInstance)
    .find((row) => row["processDefinitionId"] === "claims-handling" && row["state"] === "COMPLETED");
  const key = done?.["processInstanceKey"];
  const all = world.rows(elementInstance);
  const item = all.find((row) => row["processInstanceKey"] === key && row["elementId"] === "register-return");
  const rows = [...all, ...copies(item, "elementInstanceKey", 30)];
  const { call } = await open(at, withRows(elementInstance, "element-instances", rows));
  const { structured, text } = await call("diagnose_process_instance", { processInstanceKey: key });
  expect(structured, text).toMatchObject({ verdict: "completed" });
  expect(rowsIn(structured, "odd")).toEqual([]);
});

test.each([V1, V2])("says on $version that it has not looked at all of many incidents", async (at) => {
  const key = world.landmark("failingItem");
  const all = world.rows(incident);
  const one = all.find((row) => row["processInstanceKey"] === key && row["state"] === "ACTIVE");
  const rows = [...all, ...copies(one, "incidentKey", 150)];
  const { call } = await open(at, withRows(incident, "incidents", rows));
  const { structured } = await call("diagnose_process_instance", { processInstanceKey: key });
  expect(structured).toMatchObject({ verdict: "incident", confidence: "medium" });
  expect(structured["notices"]).toContainEqual(expect.stringMatching(/first 100 incidents .* there are more/));
});

test.each(["FAILED", "TIMED_OUT", "RETRIES_UPDATED"])(
  "tells the retries and the worker of a job that is %s",
  async (state) => {
    const key = world.landmark("stalled");
    const rows = world
      .rows(job)
      .map((row) =>
        row["processInstanceKey"] === key && row["state"] === "CREATED"
          ? { ...row, state, retries: 2, worker: "w-1" }
          : row,
      );
    const { call } = await open(V2, withRows(job, "jobs", rows));
    const { structured } = await call("diagnose_process_instance", { processInstanceKey: key });
    expect(rowsIn(structured, "waits")).toContainEqual(
      expect.objectContaining({ waitsFor: "JOB", jobState: state, worker: "w-1", retries: "2" }),
    );
  },
);
