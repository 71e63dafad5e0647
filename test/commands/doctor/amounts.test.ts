import { expect, test } from "vitest";
import { counted, spokenSeconds } from "../../../src/commands/doctor/amounts.ts";

test.each([
  [0, "0 days"],
  [1, "1 day"],
  [2, "2 days"],
])("%d of something", (count, text) => expect(counted(count, "day")).toBe(text));

test.each([
  [119, "119 s"],
  [600, "10 min"],
  [7200, "2 h"],
  [47 * 3600, "47 h"],
  [48 * 3600, "2 days"],
  [54_316 * 3600, "2263 days"],
])("%d seconds", (seconds, text) => expect(spokenSeconds(seconds)).toBe(text));
