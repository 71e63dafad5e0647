import { expect, test } from "vitest";
import { sideLooks } from "../../src/analysis/side.ts";
import { overall } from "../../src/analysis/version-counts.ts";
import type { Engine } from "../../src/camunda/engine.ts";
import { fakeEngine, patientCall } from "../support/fake-engine.ts";

/** An engine that gives one row of each list and counts so many. */
const counting = (total: number): Engine => ({
  ...fakeEngine([], "8.10"),
  generation: "v2",
  page: async () => ({ rows: [{ processDefinitionKey: "1" }], total, totalIsExact: true }),
});

test.each([
  [1, true],
  [50, false],
])("one incident and one suspended instance of %i that are counted are all: %s", async (total, isAll) => {
  const call = patientCall();
  const { lingering, isEachLingering, isWhole } = await overall(counting(total), sideLooks(call), call);
  expect([lingering.get("1"), isEachLingering, isWhole]).toEqual([2, isAll, isAll]);
});
