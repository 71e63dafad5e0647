import { expect, test } from "vitest";
import { durationsOf, usualOf } from "../../src/analysis/usual-duration.ts";

test("median and p95 are durations that occurred, with the size of the sample", () => {
  const durations = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(usualOf(durations)).toEqual({ sampleSize: 100, median: 50, p95: 95 });
  expect(usualOf([7])).toEqual({ sampleSize: 1, median: 7, p95: 7 });
});

test("without a sample nothing is usual", () => {
  expect(usualOf([])).toEqual({ sampleSize: 0 });
});

test("only what has both ends has a duration", () => {
  const startDate = "2026-11-24T10:00:00.000Z";
  expect(durationsOf([{ startDate, endDate: "2026-11-24T10:00:01.500Z" }, { startDate }])).toEqual([1500]);
});
