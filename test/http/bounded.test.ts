import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { bounded } from "../../src/http/bounded.ts";
import type { HttpResponse, Send } from "../../src/http/http.ts";
import { answer, failureOf, searchAt } from "../support/requests.ts";

const ORIGIN = "http://127.0.0.1:1";

/** A `Send` whose answers are given by hand, in any order. */
const held = () => {
  const given: { url: string; end: (response: HttpResponse) => void; fail: (reason: unknown) => void }[] = [];
  const send: Send = ({ url }) =>
    new Promise((end, fail) => {
      given.push({ url: url.pathname, end, fail });
    });
  return { send, given, paths: () => given.map(({ url }) => url) };
};

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const at = (path: string, signal = new AbortController().signal) =>
  searchAt(ORIGIN, { url: new URL(path, ORIGIN), signal });

describe("requests beyond the bounds", () => {
  it("wait for their turn in the order in which they came, whether the ones before succeed or fail", async () => {
    const { send, given, paths } = held();
    const layer = bounded({ atOnce: 2, waiting: 3 })(send);
    const sent = ["/1", "/2", "/3", "/4", "/5"].map((path) => layer(at(path)).catch(() => undefined));
    await settled();
    expect(paths()).toEqual(["/1", "/2"]);
    given[1]?.fail(new Error("broken"));
    await settled();
    expect(paths()).toEqual(["/1", "/2", "/3"]);
    given[2]?.end(answer(200));
    given[0]?.end(answer(200));
    await settled();
    expect(paths()).toEqual(["/1", "/2", "/3", "/4", "/5"]);
    for (const { end } of given) end(answer(200));
    await Promise.all(sent);
    void layer(at("/6"));
    await settled();
    expect(paths()).toContain("/6");
  });

  it("are BUSY when as many are waiting as may", async () => {
    const { send, given } = held();
    const layer = bounded({ atOnce: 1, waiting: 1 })(send);
    const sent = [layer(at("/1")), layer(at("/2"))];
    expect(await failureOf(layer(at("/3")))).toMatchObject({
      code: "BUSY",
      message: "2 requests to the cluster are waiting already",
    });
    for (let index = 0; index < sent.length; index++) {
      await settled();
      given[index]?.end(answer(200));
    }
    await Promise.all(sent);
    expect(given).toHaveLength(2);
  });

  it("leave the queue when their call ends, and nothing of them stays behind", async () => {
    const { send, given, paths } = held();
    const layer = bounded({ atOnce: 1, waiting: 2 })(send);
    const [gone, stays] = [new AbortController(), new AbortController()];
    const first = layer(at("/1"));
    const second = layer(at("/2", gone.signal));
    const third = layer(at("/3", stays.signal));
    gone.abort(new Error("the user pressed escape"));
    await expect(second).rejects.toThrow("the user pressed escape");
    given[0]?.end(answer(200));
    await first;
    await settled();
    expect(paths()).toEqual(["/1", "/3"]);
    given[1]?.end(answer(200));
    await third;
    expect(getEventListeners(stays.signal, "abort")).toEqual([]);
  });
});
