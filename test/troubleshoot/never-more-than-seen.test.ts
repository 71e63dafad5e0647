import { describe, expect, test } from "vitest";
import { elementInstance } from "../../src/camunda/entities/element-instance.ts";
import { processInstance } from "../../src/camunda/entities/process-instance.ts";
import type { ClusterVersion } from "../../src/simulator/options.ts";
import type { Row, World } from "../../src/simulator/world.ts";
import { connect, settingsFor } from "../support/connect.ts";
import { manualClock } from "../support/manual-clock.ts";
import { NOW, rowsIn, world } from "./clusters.ts";

/* What the tools that compare and count say where they could not look, and where versions of the cluster know less. */

const open = (version: ClusterVersion, having: World = world) =>
  connect({
    cluster: { version, world: having },
    env: (cluster) => ({
      ...settingsFor(cluster),
      OPERATE_MCP_API: version === "8.9" || version === "8.10" ? "v2" : "v1",
    }),
    clock: manualClock(NOW),
  });

/** The sample company with other process instances. */
const withInstances = (change: (row: Row) => Row): World => {
  const rows = world.rows(processInstance).map(change);
  return {
    ...world,
    rows: (entity) => (entity === processInstance ? rows : world.rows(entity)),
    table: (path) => (path === "process-instances" ? rows : world.table(path)),
  };
};

const isOf = (row: Row, id: string, version: number): boolean =>
  row["processDefinitionId"] === id && row["processDefinitionVersion"] === version;

const good = world
  .table("process-instances")
  .find((row) => isOf(row, "order-fulfilment", 4) && row["state"] === "COMPLETED")?.["processInstanceKey"];
const bad = world.landmark("order4711");
const PAIR = { goodProcessInstanceKey: good, badProcessInstanceKey: bad };

describe.each(["8.6", "8.9"] as const)("on %s", (version) => {
  const ELEMENTS = /(?:element-instances|flownode-instances)\/search/;

  test("a comparison without the elements compares the rest and says so", async () => {
    const { call, cluster } = await open(version);
    cluster.faults.next(99, { path: ELEMENTS }, { kind: "forbidden" });
    const { structured, text, isError } = await call("compare_process_instances", PAIR);
    expect(isError, text).toBe(false);
    expect(structured["conclusion"]).toMatch(
      /went ways that could not be compared; \d+ variables (?:and \w+ decisions? )?differ/,
    );
    expect(rowsIn(structured, "variables").length).toBeGreaterThan(0);
  });

  test("a comparison without the variables does not say that none differ", async () => {
    const { call, cluster } = await open(version);
    cluster.faults.next(99, { path: /variables\/search/ }, { kind: "forbidden" });
    const { structured } = await call("compare_process_instances", PAIR);
    expect(structured["conclusion"]).toContain("whether variables differ could not be seen");
  });

  test("tokens side by side do not make two ways of one", async () => {
    const { call } = await open(version);
    for (const [one, other] of [
      ["4503599627370868", "11258999068426600"],
      ["2251799813685398", "4503599627374901"],
    ]) {
      const args = { goodProcessInstanceKey: one, badProcessInstanceKey: other };
      const { structured, text } = await call("compare_process_instances", args);
      expect(structured["conclusion"], text).toMatch(/^The instances passed the same elements/);
    }
  });

  test("a timeline without the elements says that it lacks them", async () => {
    const { call, cluster } = await open(version);
    cluster.faults.next(99, { path: ELEMENTS }, { kind: "forbidden" });
    const { structured } = await call("get_process_instance_timeline", { processInstanceKey: bad });
    expect(structured["conclusion"]).toContain("not all of its steps could be read");
    expect(structured["conclusion"]).not.toContain("longest");
  });

  test("a timeline knows no pause where there is none, and counts with the later of two clocks", async () => {
    const { call } = await open(version);
    const { structured: loop } = await call("get_process_instance_timeline", {
      processInstanceKey: world.landmark("endlessLoop"),
    });
    expect(loop["conclusion"]).not.toMatch(/less than 1 s nothing began/);
    const behind = await connect({
      cluster: { version, world },
      env: (cluster) => settingsFor(cluster),
      clock: manualClock(NOW - 10 * 86_400_000),
    });
    const { structured } = await behind.call("get_process_instance_timeline", {
      processInstanceKey: world.landmark("endlessLoop"),
    });
    expect(structured["conclusion"]).not.toContain("running for less than 1 s");
  });

  test("that nothing stands still is not said of what was not looked at", async () => {
    const { call } = await open(version);
    const unknown = await call("find_stalled_process_instances", { processDefinitionId: "order-fulfillment" });
    expect(unknown.structured["conclusion"]).toContain("or none fits what is asked");
    // As if none had been through: what then waits on purpose cannot be judged.
    const active = world.rows(elementInstance).filter((row) => row["state"] === "ACTIVE");
    const fresh = await open(version, {
      ...world,
      rows: (entity) => (entity === elementInstance ? active : world.rows(entity)),
      table: (path) => (path === "element-instances" ? active : world.table(path)),
    });
    const { structured, text } = await fresh.call("find_stalled_process_instances", { elementId: "account-review" });
    expect(structured["conclusion"], text).toMatch(
      /^Of the \d+ active elements .* 1 place could not be judged, see notices\.$/,
    );
  });

  test("without the instances the overview and the comparison of versions still tell what else there is", async () => {
    const { call, cluster } = await open(version);
    await call("whoami");
    cluster.faults.next(999, { path: /process-instances\/search/ }, { kind: "forbidden" });
    const overview = await call("summarize_processes", { processDefinitionId: "order-fulfilment" });
    expect(overview.isError, overview.text).toBe(false);
    expect(overview.structured["conclusion"]).toMatch(/^an unknown number of running instances/);
    expect(overview.structured).not.toHaveProperty("running");
    expect(Number(overview.structured["incidents"])).toBeGreaterThan(10);
    const versions = await call("compare_process_versions", { processDefinitionId: "order-fulfilment" });
    expect(versions.isError, versions.text).toBe(false);
    expect(rowsIn(versions.structured, "changes").length).toBeGreaterThan(0);
  });

  test("an unknown process is not a process without instances", async () => {
    const { call } = await open(version);
    const { structured } = await call("summarize_processes", { processDefinitionId: "nothing-such" });
    expect(structured["conclusion"]).toMatch(/^No process definition fits/);
  });

  test("one version is compared forwards, two as they are given", async () => {
    const { call } = await open(version);
    const compare = (args: Record<string, unknown>) =>
      call("compare_process_versions", { processDefinitionId: "order-fulfilment", ...args });
    expect((await compare({ otherVersion: 1 })).structured["conclusion"]).toMatch(/^From version 1 to version 4/);
    expect((await compare({ baseVersion: 4 })).structured["conclusion"]).toMatch(/^From version 3 to version 4/);
    const asked = await compare({ baseVersion: 3, otherVersion: 2 });
    expect(asked.structured["conclusion"]).toMatch(
      /^From version 3 to version 2.*; version 3 has \d+ open incidents?, version 2 has \d+ open incidents?\.$/,
    );
  });
});

test("before 8.6 incidents of called instances are not claimed to be counted", async () => {
  const { call } = await open("8.3");
  const { structured } = await call("summarize_processes");
  expect(structured["conclusion"]).toContain("stopped by an incident of their own;");
  const versions = await call("compare_process_versions", { processDefinitionId: "order-fulfilment" });
  expect(versions.text).toContain("before 8.6 the API does not tell of those in called ones");
  expect((await call("compare_process_instances", PAIR)).structured["conclusion"]).toContain("stops the bad one");
});

describe("on 8.0, whose elements have no ids", () => {
  test("no two ways are called the same, and no decisions are called equal", async () => {
    const { call } = await open("8.0");
    const { structured } = await call("compare_process_instances", PAIR);
    expect(structured["conclusion"]).toContain("ways that could not be compared");
    expect(structured["conclusion"]).toContain("whether decisions differ could not be seen");
  });

  test("elements that stand still are told apart by their type, and found by their age", async () => {
    const { call } = await open("8.0");
    const { structured, text } = await call("find_stalled_process_instances");
    expect(rowsIn(structured, "elements"), text).toContainEqual(expect.objectContaining({ type: "SERVICE_TASK" }));
    const { structured: old } = await call("find_stalled_process_instances", { olderThan: "1h" });
    expect(rowsIn(old, "elements").length).toBeGreaterThan(3);
    for (const row of rowsIn(old, "elements")) expect(row["elementId"]).not.toBe("");
  });

  test("steps of different elements are not folded into one", async () => {
    const { call } = await open("8.0");
    const { text } = await call("get_process_instance_timeline", { processInstanceKey: String(good) });
    expect(text).not.toContain("repeated passages");
  });
});

describe("what is suspended (8.10)", () => {
  test("does not stand still by mistake", async () => {
    const key = world.landmark("stalled");
    const halted = withInstances((row) => (row["processInstanceKey"] === key ? { ...row, state: "SUSPENDED" } : row));
    const { call } = await open("8.10", halted);
    const { structured, text } = await call("find_stalled_process_instances");
    expect(structured["stalled"], text).toBe(0);
  });

  test("counts with its incidents", async () => {
    const halted = withInstances((row) =>
      isOf(row, "invoice-checking", 2) && row["state"] === "ACTIVE" ? { ...row, state: "SUSPENDED" } : row,
    );
    const { call } = await open("8.10", halted);
    const { structured } = await call("summarize_processes", { processDefinitionId: "invoice-checking" });
    const [worst] = rowsIn(structured, "versions");
    expect(worst).toMatchObject({ version: 2, running: 0 });
    expect(Number(worst?.["incidents"])).toBeGreaterThan(5);
    expect(Number(worst?.["suspended"])).toBeGreaterThan(5);
    expect(structured["conclusion"]).toMatch(/suspended ones?, /);
  });
});
