import { describe, expect, test } from "vitest";
import { member } from "../../../src/narrow.ts";
import { APIS, connected, rowsIn, world } from "./both-apis.ts";

const instances = world.table("process-instances");
const running = instances.filter(({ state }) => state === "ACTIVE" || state === "SUSPENDED");
const open = world.table("incidents").filter(({ state }) => state === "ACTIVE");
const SINCE = "2026-11-17T10:00:00.000Z";

describe.each(APIS)("the summary of processes over %s of %s", (api, version) => {
  test("counts what runs, what is stopped and what finished", async () => {
    const { call } = await connected(api, version);
    const { structured, isError, text } = await call("summarize_processes", { since: "-7d" });
    expect(isError, text).toBe(false);
    expect(structured).toMatchObject({
      running: running.length,
      withIncident: running.filter(({ hasIncident }) => hasIncident === true).length,
      incidents: open.length,
      finished: instances.filter(({ endDate }) => endDate !== undefined && String(endDate) >= SINCE).length,
      since: SINCE,
    });
    expect(structured["notices"]).toBeUndefined();
  });

  test("lists versions with most incidents first and nothing that neither runs nor ran", async () => {
    const { call } = await connected(api, version);
    const { structured } = await call("summarize_processes");
    const rows = rowsIn(structured, "versions");
    const counts = rows.map((row) => Number(member(row, "incidents")));
    expect(counts.length).toBeGreaterThan(2);
    expect(counts).toEqual([...counts].sort((one, other) => other - one));
    for (const row of rows) {
      const key = member(row, "processDefinitionKey");
      const own = running.filter(({ processDefinitionKey }) => processDefinitionKey === key);
      expect(member(row, "running")).toBe(own.length);
      expect(
        Number(member(row, "running")) + Number(member(row, "finished")) + Number(member(row, "incidents")),
      ).toBeGreaterThan(0);
    }
  });

  test("can be narrowed to one process", async () => {
    const { call } = await connected(api, version);
    const { structured } = await call("summarize_processes", { processDefinitionId: "order-fulfilment" });
    const rows = rowsIn(structured, "versions");
    expect(new Set(rows.map((row) => member(row, "processDefinitionId")))).toEqual(new Set(["order-fulfilment"]));
    expect(String(structured["conclusion"])).not.toContain("order-fulfilment");
    expect(String(structured["conclusion"])).toMatch(/finished since \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\.$/);
  });
});

test("before 8.6 instances with incidents are found by their incidents", async () => {
  const { call } = await connected("v1", "8.3");
  const { structured, isError, text } = await call("summarize_processes");
  expect(isError, text).toBe(false);
  expect(structured).toMatchObject({ running: running.length, incidents: open.length });
});
