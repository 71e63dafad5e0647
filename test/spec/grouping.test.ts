import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { normalised } from "../../src/analysis/normalise.ts";
import { member, textOf } from "../../src/narrow.ts";

/** Real messages, labelled by cause, widened by variants that differ in ids, numbers, hosts and times only. */
const folder = process.env["FIXTURES_DIR"] ?? "";
const parsed: unknown = JSON.parse(readFileSync(`${folder}/incident-messages.json`, "utf8"));
const messages = (Array.isArray(parsed) ? parsed : []).map((entry: unknown) => ({
  kind: textOf(member(entry, "kind")) ?? "",
  text: textOf(member(entry, "text")) ?? "",
}));

const digits = (text: string, shift: number): string =>
  // Long numbers are ids; short ones may be codes, which make another cause.
  text.replace(/\d{5,}/g, (number) =>
    [...number].map((digit, at) => (at === 0 ? digit : String((Number(digit) + shift) % 10))).join(""),
  );

const variants = (text: string): string[] =>
  [1, 2, 3, 4].map((shift) =>
    digits(text, shift)
      .replace(
        /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi,
        `0${shift}c0ffee-1234-4abc-8def-0123456789a${shift}`,
      )
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/g, `2026-0${shift}-1${shift}T0${shift}:1${shift}:2${shift}`)
      .replace(/\.java:\d+\)/g, `.java:${100 + shift})`)
      .replace(/localhost:\d+/g, `localhost:${9000 + shift}`),
  );

const hash = (text: string): number =>
  [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7);

const widened = messages.flatMap(({ kind, text }) =>
  [text, ...variants(text)].map((one) => ({ kind, group: normalised(one) })),
);

const quality = (rows: readonly { kind: string; group: string }[]) => {
  let [together, right, same] = [0, 0, 0];
  for (const [index, a] of rows.entries()) {
    for (const b of rows.slice(index + 1)) {
      const [isGrouped, isSame] = [a.group === b.group, a.kind === b.kind];
      together += Number(isGrouped);
      same += Number(isSame);
      right += Number(isGrouped && isSame);
    }
  }
  return { precision: right / together, recall: right / same };
};

describe("messages of the same cause are one group, those of different causes are not", () => {
  test.each([0, 1])("in half %i of the kinds", (half) => {
    const { precision, recall } = quality(widened.filter(({ kind }) => hash(kind) % 2 === half));
    expect(precision).toBeGreaterThanOrEqual(0.98);
    // What is split are messages of one label that name different things in quotes, and those are different causes here.
    expect(recall).toBeGreaterThanOrEqual(0.93);
  });
});
