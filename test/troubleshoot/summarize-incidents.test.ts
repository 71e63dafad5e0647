import { expect, test } from "vitest";
import { connect, settingsFor } from "../support/connect.ts";
import { onEachCluster, rowsIn, world } from "./clusters.ts";

const open = world.table("incidents").filter(({ state }) => state === "ACTIVE");

const sum = (rows: readonly Record<string, unknown>[]): number =>
  rows.reduce((total, { count }) => total + Number(count), 0);

/** How many open incidents of each error are at each element of each version, the largest first. */
const countsByElement = (): number[] => {
  const counts = new Map<string, number>();
  for (const { processDefinitionKey, errorType, elementId } of open) {
    const id = `${processDefinitionKey} ${errorType} ${elementId}`;
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return [...counts.values()].sort((a, b) => b - a);
};

onEachCluster("summarize_incidents", (connected, where) => {
  const summarize = (args: Record<string, unknown> = {}) => connected().call("summarize_incidents", args);

  test.each(["error", "process", "version", "element"])("counts every open incident once, by %s", async (groupBy) => {
    const { structured, text, isError } = await summarize({ groupBy });
    expect(isError, text).toBe(false);
    expect(structured).toMatchObject({ coverage: { rows: open.length, exact: true } });
    const groups = rowsIn(structured, "groups");
    expect(sum(groups)).toBe(open.length);
    const counts = groups.map(({ count }) => Number(count));
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
  });

  test("puts the payment outage into one group, whatever host and time the messages name", async () => {
    const { structured, text } = await summarize({ errorMessage: "ProviderUnavailableException" });
    const matching = open.filter(({ errorMessage }) => String(errorMessage).includes("ProviderUnavailableException"));
    const versions = new Set(matching.map(({ processDefinitionKey }) => processDefinitionKey));
    const groups = rowsIn(structured, "groups");
    expect(groups.length, text).toBe(versions.size);
    expect(sum(groups)).toBe(matching.length);
    expect(groups[0]).toMatchObject({
      errorType: "JOB_NO_RETRIES",
      processDefinitionId: "order-fulfilment",
      elementId: "charge-payment",
      firstTime: expect.any(String),
    });
    expect(String(groups[0]?.["sampleIncidentKeys"]).split(" ").length).toBeLessThanOrEqual(3);
  });

  test("tears no element apart, however many instances it stops", async () => {
    const { structured, text } = await summarize({ groupBy: "element" });
    const groups = rowsIn(structured, "groups");
    for (const group of groups) expect(group, text).toHaveProperty("elementId");
    expect(groups[0]?.["count"]).toBe(countsByElement()[0]);
    expect(JSON.stringify(structured["notices"] ?? [])).not.toContain("left out");
  });

  test("is not exact by element where the elements may not be read", async () => {
    const { faults } = connected().cluster;
    faults.next(1000, { path: /(flownode|element)-instances\/search/ }, { kind: "forbidden" });
    const { structured, text, isError } = await summarize({ groupBy: "element" });
    faults.clear();
    expect(isError, text).toBe(false);
    const isTold = where.api === "v2";
    expect(structured["coverage"], text).toMatchObject({ exact: isTold });
    if (!isTold) expect(JSON.stringify(structured["notices"])).toContain(`The element of ${open.length} incidents`);
  });

  test("counts one group in the singular", async () => {
    const [one] = open;
    const { text } = await summarize({ incidentKey: one?.["incidentKey"] });
    expect(text).toMatch(/^conclusion: 1 incident in 1 group\.\n/);
  });

  test("says that there are none", async () => {
    const { structured, text } = await summarize({ errorMessage: "nothing says this" });
    expect(structured["groups"]).toEqual([]);
    expect(text).toMatch(/^conclusion: There are no incidents that match/);
  });
});

test("on 8.0, which does not tell elements, groups by element are not called exact", async () => {
  const { call } = await connect({
    cluster: { version: "8.0", world },
    env: (cluster) => ({ ...settingsFor(cluster), OPERATE_MCP_API: "v1" }),
  });
  const { structured, text, isError } = await call("summarize_incidents", { groupBy: "element" });
  expect(isError, text).toBe(false);
  expect(structured).toMatchObject({ coverage: { rows: open.length, exact: false } });
  expect(structured["notices"]).toContainEqual(expect.stringContaining(`The element of ${open.length} incidents`));
});
