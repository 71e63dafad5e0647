import { describe, expect, test } from "vitest";
import type { Row } from "../../../src/camunda/engine.ts";
import { processDefinition } from "../../../src/camunda/entities/process-definition.ts";
import { checkExclusion, scan, scanEach, scannedNotice } from "../../../src/camunda/search/scan.ts";
import { type FakeEngine, fakeEngine, limited, patientCall } from "../../support/fake-engine.ts";

const rows = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({ processDefinitionKey: String(index + 1) }));

const scanned = async (count: number, maxScanRows: number) => {
  const seen: Row[] = [];
  const call = patientCall({ maxScanRows });
  const result = await scan(fakeEngine(rows(count)), processDefinition, { filter: {} }, call, (row) => {
    seen.push(row);
  });
  expect(seen).toHaveLength(result.looked);
  return result;
};

describe("a scan", () => {
  test.each([
    [2500, 1500, { looked: 1500, isComplete: false }],
    [2500, 10, { looked: 10, isComplete: false }],
    [1500, 1500, { looked: 1500, isComplete: true }],
    [1499, 1500, { looked: 1499, isComplete: true }],
    [0, 1500, { looked: 0, isComplete: true }],
  ])("of %i rows that may look at %i is %j", async (count, most, result) => {
    expect(await scanned(count, most)).toEqual(result);
  });
});

describe("a scan of a cluster whose pages and counts differ", () => {
  /** Counts 50 and gives 20. */
  const short = (): FakeEngine => {
    const engine = fakeEngine(rows(20));
    return { ...engine, page: async (...args) => ({ ...(await engine.page(...args)), total: 50 }) };
  };
  const look = (engine: FakeEngine) => scan(engine, processDefinition, { filter: {} }, patientCall(), () => undefined);

  test("reads on behind pages that a gateway limits", async () => {
    expect(await look(limited(fakeEngine(rows(50)), 20))).toEqual({ looked: 50, isComplete: true });
  });

  test("is not complete where it ends before the count, and says so", async () => {
    const result = await look(short());
    expect(result).toEqual({ looked: 20, isComplete: false, isShort: true });
    expect(scannedNotice("names", result)).toBe(
      "names: looked at 20 rows; the cluster counts more and gives no more, so some may be missing.",
    );
  });

  test("of several filters ends with the first that is not complete", async () => {
    const engine = short();
    const result = await scanEach(engine, processDefinition, [{}, {}], patientCall(), () => undefined);
    expect(result).toEqual({ looked: 20, isComplete: false, isShort: true });
  });

  test("is no ground to leave rows out", async () => {
    const result = await look(short());
    expect(() => checkExclusion("names", result, "")).toThrow(expect.objectContaining({ code: "BAD_RESPONSE" }));
  });

  test("that stops at its limit is complete only where as many rows have come as were counted at first", async () => {
    let pages = 0;
    const engine = fakeEngine(rows(2000));
    const shrinking: FakeEngine = {
      ...engine,
      page: async (...args) => {
        pages += 1;
        return { ...(await engine.page(...args)), total: pages === 1 ? 2000 : 1500 };
      },
    };
    const call = patientCall({ maxScanRows: 1500 });
    expect(await scan(shrinking, processDefinition, { filter: {} }, call, () => undefined)).toEqual({
      looked: 1500,
      isComplete: false,
    });
  });
});
