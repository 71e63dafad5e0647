import { describe, expect, test } from "vitest";
import { member } from "../../../src/narrow.ts";
import { APIS, connected, rowsIn, world } from "./both-apis.ts";

const stalled = world.landmark("stalled");

describe.each(APIS)("stalled instances over %s of %s", (api, version) => {
  test("a job that no worker takes is found by its age", async () => {
    const { call } = await connected(api, version);
    const { structured, isError, text } = await call("find_stalled_process_instances", {
      processDefinitionId: "stock-replenishment",
      olderThan: "1d",
    });
    expect(isError, text).toBe(false);
    const row = rowsIn(structured, "elements").find((one) => member(one, "elementId") === "book-ramp-slot");
    expect(row).toMatchObject({ type: "SERVICE_TASK", waitsFor: ["JOB"], jobType: "ramp-slot-booking", count: 1 });
    expect(member(row, "sampleProcessInstanceKeys")).toEqual([stalled]);
    expect(String(member(row, "oldestFor"))).toMatch(/^\d+ d \d+ h$/);
  });

  test("without an age what is far above usual is found", async () => {
    const { call } = await connected(api, version);
    const { structured, isError, text } = await call("find_stalled_process_instances");
    expect(isError, text).toBe(false);
    expect(structured["stalled"]).toBe(1);
    expect(rowsIn(structured, "elements")).toMatchObject([{ elementId: "book-ramp-slot", sampleSize: 3 }]);
    expect(String(structured["conclusion"])).toContain("far longer than is usual");
    expect(String(structured["notices"])).toContain("sampleSize below 5");
  });

  test("what waits on purpose comes after what waits for work", async () => {
    const { call } = await connected(api, version);
    const { structured } = await call("find_stalled_process_instances", { olderThan: "1h" });
    const waits = rowsIn(structured, "elements").map((row) => String(member(row, "waitsFor")));
    const jobs = waits.filter((word) => word === "JOB").length;
    expect(jobs).toBeGreaterThan(0);
    expect(waits.length).toBeGreaterThan(jobs);
    expect(waits.slice(0, jobs)).toEqual(Array.from({ length: jobs }, () => "JOB"));
    for (const row of rowsIn(structured, "elements"))
      expect(String(member(row, "type"))).not.toMatch(/SUB_PROCESS|CALL/);
  });
});
