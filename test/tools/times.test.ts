import { describe, expect, test } from "vitest";
import { isTime, toEnd, toInstant } from "../../src/tools/times.ts";

const NOW = Date.UTC(2026, 10, 24, 12);

describe("toInstant", () => {
  test.each([
    ["2026-11-24T10:15:00Z", "2026-11-24T10:15:00.000Z"],
    ["2026-11-24t10:15:00.5z", "2026-11-24T10:15:00.500Z"],
    ["2026-11-24T10:15:00+02:00", "2026-11-24T08:15:00.000Z"],
    ["2026-11-24T10:15:00.123+0000", "2026-11-24T10:15:00.123Z"],
    ["2026-11-24 10:15", "2026-11-24T10:15:00.000Z"],
    ["2026-11-24T10:15:00", "2026-11-24T10:15:00.000Z"],
    ["2026-11-24", "2026-11-24T00:00:00.000Z"],
    ["-2h", "2026-11-24T10:00:00.000Z"],
    ["30m", "2026-11-24T11:30:00.000Z"],
    ["-7D", "2026-11-17T12:00:00.000Z"],
    ["-1w", "2026-11-17T12:00:00.000Z"],
    [" 90 s ", "2026-11-24T11:58:30.000Z"],
  ])("reads %s as %s", (text, instant) => {
    expect(toInstant(text, NOW)).toBe(instant);
  });

  test.each([
    "",
    "yesterday",
    "2026-13-01",
    "2026-02-30",
    "2026-02-30T10:00:00Z",
    "2026-02-30T99:00:00Z",
    "2h ago",
    "1e3",
    "-2y",
    "0x10",
    "2026-11-24T10:15:00Z; x",
  ])("does not read %j as a time", (text) => {
    expect(toInstant(text, NOW)).toBeUndefined();
    expect(isTime(text)).toBe(false);
  });
});

describe("the end of a window", () => {
  test.each([
    ["2026-11-24T10:15:00Z", "2026-11-24T10:15:00.999Z"],
    ["2026-11-24T12:15:00+02:00", "2026-11-24T10:15:00.999Z"],
    ["2026-11-24T10:15:00.250Z", "2026-11-24T10:15:00.250Z"],
    ["2026-11-24T10:15Z", "2026-11-24T10:15:00.000Z"],
    ["-2h", "2026-11-24T10:00:00.000Z"],
  ])("%s is %s: a second that is named belongs to it", (text, instant) => {
    expect(toEnd(text, NOW)).toBe(instant);
  });
});
