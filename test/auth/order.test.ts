import { describe, expect, it } from "vitest";
import { createOrder } from "../../src/auth/order.ts";
import { manualClock } from "../support/manual-clock.ts";
import { never, settled } from "./watched-session.ts";

/** Works that are ended by hand, by name; a name with a ! is to be alone. */
const setUp = () => {
  const clock = manualClock();
  const order = createOrder(clock);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const begin = (name: string, signal = never) =>
    order.begin(signal, name.includes("!"), async (isAlone) => {
      begun.push(isAlone ? `${name} alone` : name);
      await new Promise<void>((end) => ends.set(name, end));
    });
  const end = async (name: string) => {
    ends.get(name)?.();
    await settled();
  };
  return { clock, order, begun, begin, end };
};

describe("what goes out alone", () => {
  it("waits for what is under way, and what comes after waits for it", async () => {
    const { begun, begin, end } = setUp();
    const all = ["a", "b", "c!", "d", "e!"].map((name) => begin(name));
    await settled();
    expect(begun).toEqual(["a", "b"]);
    await end("a");
    expect(begun).toEqual(["a", "b"]);
    await end("b");
    expect(begun).toEqual(["a", "b", "c! alone"]);
    await end("c!");
    expect(begun.slice(3)).toEqual(["d"]);
    await end("d");
    expect(begun.slice(4)).toEqual(["e! alone"]);
    await end("e!");
    await Promise.all(all);
  });

  it("waits for 3 s at most, and is told then that it is not alone", async () => {
    const { begun, begin, clock, end } = setUp();
    const all = ["a", "b!"].map((name) => begin(name));
    await clock.advance(2_999);
    expect(begun).toEqual(["a"]);
    await clock.advance(1);
    await settled();
    expect(begun).toEqual(["a", "b!"]);
    await end("a");
    await end("b!");
    await Promise.all(all);
    expect(clock.pending()).toEqual([]);
  });

  it("holds nobody when it is called off while it waits", async () => {
    const { begun, begin, clock, end } = setUp();
    const leaving = new AbortController();
    const first = begin("a");
    const left = begin("b!", leaving.signal);
    const last = begin("c");
    await settled();
    expect(begun).toEqual(["a"]);
    leaving.abort(new Error("left"));
    await expect(left).rejects.toThrow("left");
    await settled();
    expect(begun).toEqual(["a", "c"]);
    await end("a");
    await end("c");
    await Promise.all([first, last]);
    expect(clock.pending()).toEqual([]);
  });

  it("is everything for a minute where nothing but the newest is taken", async () => {
    const { begun, begin, clock, order, end } = setUp();
    order.beStrict();
    const all = ["a", "b"].map((name) => begin(name));
    await settled();
    expect(begun).toEqual(["a alone"]);
    await clock.advance(29_999);
    expect(begun).toEqual(["a alone"]);
    await end("a");
    await end("b");
    await clock.advance(60_000);
    all.push(begin("c"), begin("d"));
    await settled();
    expect(begun).toEqual(["a alone", "b alone", "c", "d"]);
    await end("c");
    await end("d");
    await Promise.all(all);
  });
});
