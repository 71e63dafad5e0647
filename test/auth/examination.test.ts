import { describe, expect, it } from "vitest";
import { createExaminer } from "../../src/auth/examination.ts";
import { createGate } from "../../src/auth/gate.ts";
import { manualClock } from "../support/manual-clock.ts";
import { call } from "./rig.ts";
import { never, settled } from "./watched-session.ts";

const witness = call(new URL("http://127.0.0.1"), "/v1/x");

/** An examiner whose questions are answered by hand. */
const setUp = () => {
  const clock = manualClock();
  const gate = createGate();
  const asked: ((isGood: boolean | undefined) => void)[] = [];
  const examiner = createExaminer({
    gate,
    clock,
    random: () => 0.5,
    ask: () => new Promise((resolve) => asked.push(resolve)),
  });
  const examine = () => examiner.examine(1, witness, () => Promise.reject(new Error("nothing is sent here")));
  return { clock, gate, asked, examiner, examine };
};

describe("the question whether a credential is good", () => {
  it("is asked once, and once more for all that were refused meanwhile; a yes opens the gate and counts for a second", async () => {
    const { clock, gate, asked, examiner, examine } = setUp();
    const all = [examine(), examine(), examine()].map(({ isGood }) => isGood(never));
    expect(gate.isClosed()).toBe(true);
    asked[0]?.(true);
    expect(await all[0]).toBe(true);
    while (asked.length < 2) await settled();
    expect(gate.isClosed()).toBe(true);
    // The credential may have ended between the two.
    asked[1]?.(true);
    expect(await Promise.all(all)).toEqual([true, true, true]);
    expect(asked).toHaveLength(2);
    expect(gate.isClosed()).toBe(false);
    await clock.advance(999);
    expect([1, 2].map(examiner.wasGood)).toEqual([true, false]);
    await clock.advance(1);
    expect(examiner.wasGood(1)).toBe(false);
  });

  it.each([false, undefined])(
    "is not asked again for those who were refused meanwhile when the answer is %s",
    async (outcome) => {
      const { asked, examine } = setUp();
      const all = [examine(), examine(), examine()];
      const answers = all.map(({ isGood }) => isGood(never));
      asked[0]?.(outcome);
      expect(await Promise.all(answers)).toEqual([outcome, outcome, outcome]);
      expect(asked).toHaveLength(1);
      for (const { release } of all) release();
    },
  );

  it.each([false, undefined])("keeps the gate closed after %s until it is clear what follows", async (outcome) => {
    const { gate, asked, examiner, examine } = setUp();
    const { isGood, release } = examine();
    const answer = isGood(never);
    asked[0]?.(outcome);
    expect(await answer).toBe(outcome);
    expect(gate.isClosed()).toBe(true);
    expect(examiner.wasGood(1)).toBe(false);
    release();
    expect(gate.isClosed()).toBe(false);
  });

  it("keeps the gate closed for 3 s at most, and goes on", async () => {
    const { clock, gate, asked, examine } = setUp();
    const answer = examine().isGood(never);
    await clock.advance(2_999);
    expect(gate.isClosed()).toBe(true);
    await clock.advance(1);
    expect(gate.isClosed()).toBe(false);
    asked[0]?.(true);
    expect(await answer).toBe(true);
    expect(clock.pending()).toEqual([]);
  });

  it("is given up, and the gate opened, when all have left who wanted to know", async () => {
    const { gate, asked, examine } = setUp();
    const leaving = [new AbortController(), new AbortController()];
    const all = leaving.map(({ signal }) => examine().isGood(signal));
    leaving[0]?.abort(new Error("gone"));
    await expect(all[0]).rejects.toThrow("gone");
    expect(gate.isClosed()).toBe(true);
    leaving[1]?.abort(new Error("gone"));
    await expect(all[1]).rejects.toThrow("gone");
    await new Promise((resolve) => setImmediate(resolve));
    expect(gate.isClosed()).toBe(false);
    examine();
    expect(asked).toHaveLength(2);
  });
});
