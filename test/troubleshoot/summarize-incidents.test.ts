import { expect, test } from "vitest";
import { onEachCluster, rowsIn, world } from "./clusters.ts";

const open = world.table("incidents").filter(({ state }) => state === "ACTIVE");

const sum = (rows: readonly Record<string, unknown>[]): number =>
  rows.reduce((total, { count }) => total + Number(count), 0);

onEachCluster("summarize_incidents", (connected) => {
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
