import { describe, expect, test } from "vitest";
import type { Row } from "../../../src/camunda/engine.ts";
import { processDefinition } from "../../../src/camunda/entities/process-definition.ts";
import { scan } from "../../../src/camunda/search/scan.ts";
import { fakeEngine, patientCall } from "../../support/fake-engine.ts";

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
