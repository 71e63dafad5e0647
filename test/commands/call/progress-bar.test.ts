import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { progressBar } from "../../../src/commands/call/progress-bar.ts";

const drawn = (seen: number, total?: number): string => {
  const terminal = Object.assign(new PassThrough({ encoding: "utf8" }), { isTTY: true });
  progressBar(terminal).show(seen, total);
  return String(terminal.read()).replace("\r\u001b[2K", "");
};

test.each([
  [0, 2000, "[------------------------] 0 of 2,000 looked at"],
  [1000, 2000, "[############------------] 1,000 of 2,000 looked at"],
  [2000, 2000, "[########################] 2,000 of 2,000 looked at"],
])("%d of %d", (seen, total, bar) => {
  expect(drawn(seen, total)).toBe(bar);
});

test("rows alone are counted where the total is not known, or was counted to its end only", () => {
  expect(drawn(1500)).toBe("1,500 looked at");
  expect(drawn(12_000, 10_000)).toBe("12,000 looked at");
});
