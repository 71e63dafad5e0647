import { expect, test } from "vitest";
import { briefly } from "../../src/completions/briefly.ts";
import { manualClock } from "../support/manual-clock.ts";

const never = new AbortController().signal;

/** Loads that count themselves. */
const counting = () => {
  const clock = manualClock();
  const remembering = briefly<string>(clock, 1000);
  const loads: string[] = [];
  const get = (key: string) =>
    remembering(
      key,
      async () => {
        loads.push(key);
        return `${key} ${loads.length}`;
      },
      never,
    );
  return { clock, loads, get };
};

test("what is asked for at once is loaded once", async () => {
  const { get, loads } = counting();
  expect(await Promise.all([get("a"), get("a"), get("b")])).toEqual(["a 1", "a 1", "b 2"]);
  expect(loads).toEqual(["a", "b"]);
});

test("it is remembered for its time, and then loaded anew", async () => {
  const { get, clock } = counting();
  expect(await get("a")).toBe("a 1");
  await clock.advance(999);
  expect(await get("a")).toBe("a 1");
  await clock.advance(1);
  expect(await get("a")).toBe("a 2");
});

test("a hundred are remembered, and the oldest goes first", async () => {
  const { get, loads } = counting();
  for (let count = 0; count < 101; count += 1) await get(String(count));
  await get("100");
  await get("1");
  expect(loads).toHaveLength(101);
  await get("0");
  expect(loads).toHaveLength(102);
});

test("what nobody waits for any more is called off, and loaded anew by the next", async () => {
  const remembering = briefly<string>(manualClock(), 1000);
  const calledOff: AbortSignal[] = [];
  const load = (signal: AbortSignal) => {
    calledOff.push(signal);
    return new Promise<string>((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
      if (calledOff.length > 1) resolve("found");
    });
  };
  const [one, other] = [new AbortController(), new AbortController()];
  const both = [one, other].map(({ signal }) => remembering("a", load, signal));
  one.abort(new Error("left"));
  await expect(both[0]).rejects.toThrow("left");
  expect(calledOff.map(({ aborted }) => aborted)).toEqual([false]);
  other.abort(new Error("left, too"));
  await expect(both[1]).rejects.toThrow("left, too");
  expect(calledOff.map(({ aborted }) => aborted)).toEqual([true]);
  expect(await remembering("a", load, never)).toBe("found");
});
