import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import type { Send } from "../../src/http/http.ts";
import { timeout } from "../../src/http/timeout.ts";
import { manualClock } from "../support/manual-clock.ts";
import { answer, searchAt } from "../support/requests.ts";

const ORIGIN = "http://127.0.0.1:1";

/** Never answers, and rejects when it is aborted, the way a transport does. */
const hanging: Send = (request) =>
  new Promise((_, reject) => {
    request.signal.addEventListener("abort", () => reject(new Error("aborted")));
  });

describe("timeout", () => {
  it("ends a try with TIMEOUT, not earlier and not later", async () => {
    const clock = manualClock();
    let failed: unknown;
    const result = timeout({ ms: 30_000, clock })(hanging)(searchAt(ORIGIN));
    result.catch((error: unknown) => {
      failed = error;
    });
    await clock.advance(29_999);
    expect(failed).toBeUndefined();
    await clock.advance(1);
    expect(failed).toMatchObject({
      code: "TIMEOUT",
      facts: { request: "POST /v1/incidents/search", origin: ORIGIN },
    });
  });

  it("rejects with the caller's reason when the caller aborts", async () => {
    const abort = new AbortController();
    const result = timeout({ ms: 1000, clock: manualClock() })(hanging)(searchAt(ORIGIN, { signal: abort.signal }));
    abort.abort(new Error("the user pressed escape"));
    await expect(result).rejects.toThrow("the user pressed escape");
  });

  it("passes a failure on as it is", async () => {
    const send = timeout({ ms: 1000, clock: manualClock() })(async () => {
      throw new Error("of its own");
    });
    await expect(send(searchAt(ORIGIN))).rejects.toThrow("of its own");
  });

  it("leaves no timer behind, whether the try succeeds or fails", async () => {
    const clock = manualClock();
    await timeout({ ms: 1000, clock })(async () => answer(200))(searchAt(ORIGIN));
    const failing = timeout({ ms: 1000, clock })(async () => {
      throw new Error("of its own");
    });
    await expect(failing(searchAt(ORIGIN))).rejects.toThrow();
    expect(clock.pending()).toEqual([]);
  });

  it("hangs nothing on a signal that many requests share, and ends them all with it", async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error) => warnings.push(warning);
    process.on("warning", warn);
    const shared = new AbortController();
    const send = timeout({ ms: 1000, clock: manualClock() })(hanging);
    const results = Array.from({ length: 1000 }, () => send(searchAt(ORIGIN, { signal: shared.signal })));
    expect(getEventListeners(shared.signal, "abort")).toEqual([]);
    shared.abort(new Error("all"));
    const ends = await Promise.allSettled(results);
    expect(new Set(ends.map((end) => end.status === "rejected" && String(end.reason)))).toEqual(
      new Set(["Error: all"]),
    );
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", warn);
    expect(warnings).toEqual([]);
  });
});
