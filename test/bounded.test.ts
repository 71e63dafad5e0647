import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { bounded } from "../src/bounded.ts";
import { failureOf } from "./support/requests.ts";

/** Work that is ended by hand, in any order. */
const held = () => {
  const begun: { name: string; end: () => void; fail: (reason: unknown) => void }[] = [];
  const work = (name: string) => () =>
    new Promise<void>((end, fail) => {
      begun.push({ name, end, fail });
    });
  return { work, begun, names: () => begun.map(({ name }) => name) };
};

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const never = (): AbortSignal => new AbortController().signal;

describe("works beyond the bounds", () => {
  it("wait for their turn in the order in which they came, whether the ones before succeed or fail", async () => {
    const { work, begun, names } = held();
    const { take } = bounded({ what: "requests", atOnce: 2, waiting: 3 });
    const all = ["1", "2", "3", "4", "5"].map((name) => take(never(), work(name)).catch(() => undefined));
    await settled();
    expect(names()).toEqual(["1", "2"]);
    begun[1]?.fail(new Error("broken"));
    await settled();
    expect(names()).toEqual(["1", "2", "3"]);
    begun[2]?.end();
    begun[0]?.end();
    await settled();
    expect(names()).toEqual(["1", "2", "3", "4", "5"]);
    for (const { end } of begun) end();
    await Promise.all(all);
    void take(never(), work("6"));
    await settled();
    expect(names()).toContain("6");
  });

  it("come before the others when they had a turn before, in the order in which they came back, and are never too many", async () => {
    const { work, begun, names } = held();
    const { take } = bounded({ what: "requests", atOnce: 1, waiting: 1 });
    const all = [take(never(), work("1")), take(never(), work("2"))];
    all.push(take(never(), work("again 1"), true), take(never(), work("again 2"), true));
    for (let turn = 0; turn < all.length; turn++) {
      await settled();
      begun[turn]?.end();
    }
    await Promise.all(all);
    expect(names()).toEqual(["1", "again 1", "again 2", "2"]);
  });

  it("are BUSY when as many are waiting as may", async () => {
    const { work, begun } = held();
    const { take } = bounded({ what: "requests", atOnce: 1, waiting: 1 });
    const all = [take(never(), work("1")), take(never(), work("2"))];
    expect(await failureOf(take(never(), work("3")))).toMatchObject({
      code: "BUSY",
      message: "2 requests are waiting already",
    });
    for (let index = 0; index < all.length; index++) {
      await settled();
      begun[index]?.end();
    }
    await Promise.all(all);
    expect(begun).toHaveLength(2);
  });

  it("leave the queue when they are called off, and nothing of them stays behind", async () => {
    const { work, begun, names } = held();
    const { take } = bounded({ what: "requests", atOnce: 1, waiting: 2 });
    const [gone, stays] = [new AbortController(), new AbortController()];
    const first = take(never(), work("1"));
    const second = take(gone.signal, work("2"));
    const third = take(stays.signal, work("3"));
    gone.abort(new Error("the user pressed escape"));
    await expect(second).rejects.toThrow("the user pressed escape");
    begun[0]?.end();
    await first;
    await settled();
    expect(names()).toEqual(["1", "3"]);
    begun[1]?.end();
    await third;
    expect(getEventListeners(stays.signal, "abort")).toEqual([]);
  });
});
