import { describe, expect, test } from "vitest";
import { OperateError } from "../../src/errors.ts";
import { type Bound, openConfirmations } from "../../src/repair/confirmation.ts";

const KEY = new Uint8Array(32).fill(7);
const bound: Bound = {
  tool: "cancel_process_instances",
  args: { processInstanceKeys: ["1", "2"] },
  address: "http://localhost:8080",
  user: "demo",
  set: [
    ["1", "ACTIVE"],
    ["2", "ACTIVE"],
  ],
};
const KEYS = ["1", "2"];

const open = (key = KEY) => {
  const time = { now: 0 };
  return { time, desk: openConfirmations(key, () => time.now) };
};

const refusal = (work: () => void): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof OperateError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "accepted";
};

describe("a confirmation", () => {
  test("is good for what it was given for, once", () => {
    const { desk } = open();
    const given = desk.issue(bound);
    expect(refusal(() => desk.check(given, bound))).toBe("accepted");
    expect(refusal(() => desk.begin(given, bound, KEYS))).toBe("accepted");
    expect(refusal(() => desk.begin(given, bound, KEYS))).toMatch(/^CONFIRM_REQUIRED: .* used already/);
    expect(refusal(() => desk.check(given, bound))).toMatch(/^CONFIRM_REQUIRED: .* used already/);
  });

  test("does not care about the order of names", () => {
    const { desk } = open();
    const given = desk.issue({ ...bound, args: { a: 1, b: { c: 1, d: 2 } } });
    expect(refusal(() => desk.check(given, { ...bound, args: { b: { d: 2, c: 1 }, a: 1, e: undefined } }))).toBe(
      "accepted",
    );
  });

  test.each([
    ["another tool", { tool: "delete_process_instances" }],
    ["other arguments", { args: { processInstanceKeys: ["1"] } }],
    ["another cluster", { address: "http://localhost:9090" }],
    ["another user", { user: "somebody" }],
    ["another set", { set: [["1", "ACTIVE"]] }],
    [
      "another state of it",
      {
        set: [
          ["1", "ACTIVE"],
          ["2", "COMPLETED"],
        ],
      },
    ],
  ])("is worth nothing for %s, and is not spent by that", (_, change) => {
    const { desk } = open();
    const given = desk.issue(bound);
    expect(refusal(() => desk.begin(given, { ...bound, ...change }, KEYS))).toMatch(/^CONFIRM_REQUIRED/);
    expect(refusal(() => desk.begin(given, bound, KEYS))).toBe("accepted");
  });

  test("ends after two minutes", () => {
    const { desk, time } = open();
    const given = desk.issue(bound);
    time.now = 119_999;
    expect(refusal(() => desk.check(given, bound))).toBe("accepted");
    time.now = 120_000;
    expect(refusal(() => desk.begin(given, bound, KEYS))).toMatch(/^CONFIRM_REQUIRED: .* older than 120 s/);
  });

  test("is worth nothing to another process", () => {
    const given = open(new Uint8Array(32).fill(8)).desk.issue(bound);
    expect(refusal(() => open().desk.check(given, bound))).toMatch(/^CONFIRM_REQUIRED: .* before its last start/);
  });

  test("cannot be made up nor changed", () => {
    const { desk } = open();
    const given = desk.issue(bound);
    const later = given.replace(/^1\.120000\./, "1.999999.");
    expect(later).not.toBe(given);
    for (const forged of [
      "",
      "yes",
      "1.2.3.4",
      later,
      `${given}0`,
      given.slice(0, -1),
      given.toUpperCase(),
      `2${given}`,
    ]) {
      expect(
        refusal(() => desk.check(forged, bound)),
        forged,
      ).toMatch(/^CONFIRM_REQUIRED/);
    }
    expect(refusal(() => desk.begin(given, bound, KEYS))).toBe("accepted");
  });

  test("given before is void for a key that was acted on", () => {
    const { desk } = open();
    const one = desk.issue(bound);
    const other = desk.issue(bound);
    desk.begin(other, bound, KEYS);
    expect(refusal(() => desk.begin(one, bound, KEYS))).toMatch(/^CONFIRM_REQUIRED: something was done/);
    expect(refusal(() => desk.begin(desk.issue(bound), bound, KEYS))).toBe("accepted");
  });

  test("is not taken more than ten times a minute, and is not spent by that", () => {
    const { desk, time } = open();
    for (let act = 0; act < 10; act++) desk.begin(desk.issue(bound), bound, KEYS);
    const given = desk.issue(bound);
    expect(refusal(() => desk.begin(given, bound, KEYS))).toMatch(/^RATE_LIMITED/);
    time.now = 60_000;
    expect(refusal(() => desk.begin(given, bound, KEYS))).toBe("accepted");
  });
});
