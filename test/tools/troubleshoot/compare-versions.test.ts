import { describe, expect, test } from "vitest";
import { member } from "../../../src/narrow.ts";
import { APIS, connected, rowsIn, world } from "./both-apis.ts";

const orders = { processDefinitionId: "order-fulfilment" };

describe.each(APIS)("versions of a process over %s of %s", (api, version) => {
  test("the two latest are compared: the mapping that became strict, and the incidents that came with it", async () => {
    const { call } = await connected(api, version);
    const { structured, isError, text } = await call("compare_process_versions", orders);
    expect(isError, text).toBe(false);
    expect(rowsIn(structured, "changes")).toEqual([
      expect.objectContaining({ change: "changed", elementId: "charge-payment", what: "input mapping" }),
    ]);
    const rows = rowsIn(structured, "versions");
    expect(rows.map((row) => member(row, "version"))).toEqual([3, 4]);
    for (const row of rows) {
      const key = member(row, "processDefinitionKey");
      const own = world.table("process-instances").filter((one) => one["processDefinitionKey"] === key);
      const running = own.filter(({ state }) => state === "ACTIVE");
      expect(row).toMatchObject({
        running: running.length,
        withIncident: running.filter(({ hasIncident }) => hasIncident === true).length,
        sampleSize: Math.min(100, own.filter(({ state }) => state === "COMPLETED").length),
      });
    }
    expect(String(structured["conclusion"])).not.toContain("charge-payment");
  });

  test("any two can be named: a job type that changed, a gateway that came", async () => {
    const { call } = await connected(api, version);
    const { structured } = await call("compare_process_versions", { ...orders, baseVersion: 1, otherVersion: 3 });
    const changes = rowsIn(structured, "changes");
    expect(changes).toContainEqual({
      change: "changed",
      elementId: "reserve-stock",
      what: "job type",
      before: "reserve-stock",
      after: "stock-reservation",
    });
    expect(changes).toContainEqual({
      change: "added",
      elementId: "split-dispatch",
      what: "element",
      after: "PARALLEL_GATEWAY",
    });
  });

  test("a version that is not there is an error that names those that are", async () => {
    const { call } = await connected(api, version);
    const { isError, text } = await call("compare_process_versions", { ...orders, otherVersion: 9 });
    expect(isError).toBe(true);
    expect(text).toMatch(/NOT_FOUND.*no version 9; there are: 4, 3, 2, 1/);
  });

  test("a process that is not there is an error", async () => {
    const { call } = await connected(api, version);
    const { isError, text } = await call("compare_process_versions", { processDefinitionId: "nowhere" });
    expect(isError).toBe(true);
    expect(text).toContain("NOT_FOUND");
  });
});
