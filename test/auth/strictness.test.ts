import { describe, expect, it } from "vitest";
import { createStrictness } from "../../src/auth/strictness.ts";
import { eagerClock } from "./rig.ts";

const setUp = () => {
  const clock = eagerClock();
  return { clock, strictness: createStrictness(clock) };
};

describe("how strict an API is with what its answers renew", () => {
  it("is found out by two repeats", () => {
    const { strictness } = setUp();
    expect([1, 2, 3].map(strictness.isWorthRepeat)).toEqual([true, true, false]);
    expect(strictness.isStrict()).toBe(false);
  });

  it("shows in a repeat that is taken, for a minute", () => {
    const { strictness, clock } = setUp();
    strictness.accepted({ wasOutdated: false, refusals: 1 });
    expect(strictness.isStrict()).toBe(true);
    expect([1, 8, 9].map(strictness.isWorthRepeat)).toEqual([true, true, false]);
    clock.pass(60_000);
    expect(strictness.isStrict()).toBe(false);
    expect(strictness.isWorthRepeat(3)).toBe(false);
  });

  it("is none where an older part was taken, for ten minutes, whatever else is refused and then taken", () => {
    const { strictness, clock } = setUp();
    strictness.accepted({ wasOutdated: false, refusals: 1 });
    strictness.accepted({ wasOutdated: true, refusals: 0 });
    strictness.accepted({ wasOutdated: false, refusals: 1 });
    expect([strictness.isStrict(), strictness.isWorthRepeat(1)]).toEqual([false, false]);
    clock.pass(600_000);
    expect(strictness.isWorthRepeat(1)).toBe(true);
    strictness.accepted({ wasOutdated: false, refusals: 0 });
    expect(strictness.isStrict()).toBe(false);
  });
});
