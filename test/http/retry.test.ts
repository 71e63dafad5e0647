import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { OperateError } from "../../src/errors.ts";
import { type HttpRequest, type HttpResponse, UnreadableBody } from "../../src/http/http.ts";
import { type RetryPolicy, retry, retryAfterMs } from "../../src/http/retry.ts";
import { type ManualClock, manualClock } from "../support/manual-clock.ts";
import { answer, failureOf, searchAt } from "../support/requests.ts";

const POLICY: RetryPolicy = { attempts: 3, baseMs: 250, capMs: 4000, jitter: "full", maxRetryAfterMs: 10_000 };
const ORIGIN = "http://127.0.0.1:1";

type Outcome = HttpResponse | Error;

const coded = (code: string): Error => Object.assign(new Error("low level"), { code });
const lost = (code: string): OperateError => new OperateError("UNREACHABLE", "lost", { cause: coded(code) });
const unreadable = new OperateError("BAD_RESPONSE", "cut", { cause: new UnreadableBody() });

/** Runs a request against scripted outcomes, the last of which repeats, and moves the clock until it is over. */
const run = async (
  outcomes: readonly Outcome[],
  options: { policy?: Partial<RetryPolicy>; request?: Partial<HttpRequest>; random?: number; clock?: ManualClock } = {},
) => {
  const { clock = manualClock() } = options;
  const times: number[] = [];
  const send = retry({ policy: { ...POLICY, ...options.policy }, clock, random: () => options.random ?? 1 })(
    async () => {
      times.push(clock.mono());
      const outcome = outcomes[Math.min(times.length, outcomes.length) - 1];
      if (outcome instanceof Error) throw outcome;
      return outcome ?? answer(500);
    },
  );
  const result = send(searchAt(ORIGIN, options.request)).then(
    (response): Outcome => response,
    (error: Error): Outcome => error,
  );
  await clock.advance(60_000);
  return { result: await result, times, tries: times.length };
};

describe("retry", () => {
  it.each([408, 425, 429, 502, 503, 504])("repeats after %i and returns the success", async (status) => {
    const { result, tries } = await run([answer(status), answer(status), answer(200)]);
    expect(result).toEqual(answer(200));
    expect(tries).toBe(3);
  });

  it("returns the last answer when it stays bad", async () => {
    const last = answer(503, "third");
    expect(await run([answer(503, "first"), answer(502, "second"), last])).toMatchObject({ result: last, tries: 3 });
  });

  it.each([200, 302, 400, 401, 403, 404, 409, 413, 500, 501])("does not repeat after %i", async (status) => {
    expect(await run([answer(status)])).toMatchObject({ tries: 1, result: answer(status) });
  });

  it("repeats a 500 once when its body tells back-pressure", async () => {
    const exhausted = answer(500, '{"detail":"RESOURCE_EXHAUSTED"}');
    expect(await run([exhausted])).toMatchObject({ tries: 2, result: exhausted });
  });

  it.each(["ECONNRESET", "UND_ERR_SOCKET", "EPIPE"])("repeats at once, then with a wait, after %s", async (code) => {
    const { times, result } = await run([lost(code)]);
    expect(times).toEqual([0, 0, 500]);
    expect(result).toMatchObject({ code: "UNREACHABLE" });
  });

  it.each(["ECONNREFUSED", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"])(
    "waits before each repeat after %s",
    async (code) => {
      expect((await run([lost(code)])).times).toEqual([0, 250, 750]);
    },
  );

  it.each([
    ["an unknown host name", lost("ENOTFOUND")],
    ["a timeout", new OperateError("TIMEOUT", "slow")],
    ["an unreadable body", unreadable],
    [
      "broken HTTP",
      new OperateError("BAD_RESPONSE", "garbage", {
        cause: Object.assign(new Error("low level"), { name: "HTTPParserError" }),
      }),
    ],
  ])("repeats once more after %s", async (_, error) => {
    expect(await run([error])).toMatchObject({ tries: 2, result: error });
  });

  it.each([
    ["a refused certificate", new OperateError("TLS", "no", { cause: coded("ECONNRESET") })],
    ["a web page", new OperateError("BAD_RESPONSE", "html")],
    ["a body that is too large", new OperateError("TOO_LARGE", "big")],
    ["rejected credentials", new OperateError("AUTH_REJECTED", "no")],
    ["a bug", new TypeError("bug")],
  ])("does not repeat after %s", async (_, error) => {
    expect(await run([error])).toMatchObject({ tries: 1, result: error });
  });

  it("never repeats what is not declared repeatable", async () => {
    expect(await run([answer(503)], { request: { repeatable: false } })).toMatchObject({ tries: 1 });
    expect(await run([lost("ECONNREFUSED")], { request: { repeatable: false } })).toMatchObject({ tries: 1 });
  });

  it("doubles the wait up to the cap, and makes all or half of it random", async () => {
    const policy = { attempts: 5, capMs: 1000 };
    expect((await run([answer(503)], { policy })).times).toEqual([0, 250, 750, 1750, 2750]);
    expect((await run([answer(503)], { policy, random: 0.5 })).times).toEqual([0, 125, 375, 875, 1375]);
    expect((await run([answer(503)], { policy: { ...policy, jitter: "equal" }, random: 0 })).times).toEqual([
      0, 125, 375, 875, 1375,
    ]);
  });

  it("waits as long as Retry-After says, neither shorter nor longer", async () => {
    const { times, result } = await run([answer(429, "", { "retry-after": "7" }), answer(200)]);
    expect(times).toEqual([0, 7000]);
    expect(result).toEqual(answer(200));
    expect((await run([answer(503, "", { "retry-after": "0" })])).times).toEqual([0, 0, 0]);
  });

  it("gives up at once when Retry-After is longer than the limit, and leaves the answer to the layer outside", async () => {
    const limited = answer(429, "", { "retry-after": "11" });
    expect(await run([limited])).toMatchObject({ tries: 1, result: limited });
  });

  it("ends its wait at once when the request is aborted, with the signal's reason", async () => {
    const clock = manualClock();
    const abort = new AbortController();
    const send = retry({ policy: POLICY, clock, random: () => 1 })(async () => answer(503));
    const result = send(searchAt(ORIGIN, { signal: abort.signal }));
    await clock.advance(0);
    expect(clock.pending()).toEqual([250]);
    abort.abort(new OperateError("BUSY", "cancelled"));
    expect((await failureOf(result)).code).toBe("BUSY");
    expect(clock.pending()).toEqual([]);
  });

  it("does not start another try for a request that was aborted meanwhile", async () => {
    const abort = new AbortController();
    let tries = 0;
    const send = retry({ policy: POLICY, clock: manualClock(), random: () => 0 })(async () => {
      tries++;
      abort.abort(new OperateError("BUSY", "cancelled"));
      throw lost("ECONNRESET");
    });
    expect((await failureOf(send(searchAt(ORIGIN, { signal: abort.signal })))).code).toBe("BUSY");
    expect(tries).toBe(1);
  });

  it("hangs nothing on a signal that many requests share, and ends all their waits with it", async () => {
    const clock = manualClock();
    const shared = new AbortController();
    const send = retry({ policy: POLICY, clock, random: () => 1 })(async (request) => {
      request.signal.addEventListener("abort", () => undefined);
      return answer(503);
    });
    const results = Array.from({ length: 1000 }, () => send(searchAt(ORIGIN, { signal: shared.signal })));
    await clock.advance(0);
    expect(clock.pending()).toHaveLength(1000);
    expect(getEventListeners(shared.signal, "abort")).toEqual([]);
    shared.abort(new Error("all"));
    const ends = await Promise.allSettled(results);
    expect(new Set(ends.map((end) => end.status === "rejected" && String(end.reason)))).toEqual(
      new Set(["Error: all"]),
    );
  });
});

describe("retryAfterMs", () => {
  const now = Date.UTC(2026, 10, 24, 10, 0, 0);

  it.each([
    ["0", 0],
    ["120", 120_000],
    ["999999999", 999_999_999_000],
    ["Tue, 24 Nov 2026 10:00:30 GMT", 30_000],
    ["Tue, 24 Nov 2026 09:00:00 GMT", 0],
  ])("reads %j", (value, ms) => {
    expect(retryAfterMs(value, now)).toBe(ms);
  });

  it.each([
    undefined,
    "",
    " 5",
    "-1",
    "1.5",
    "0x10",
    "1e3",
    "9999999999",
    "soon",
    "2026-11-24T10:00:30Z",
    "Tuesday, 24-Nov-26 10:00:30 GMT",
    "Mon, 24 Nov 2026 10:00:30 GMT",
    "Tue, 24 Nov 2026 10:00:30 +0100",
  ])("takes %j for not sent", (value) => {
    expect(retryAfterMs(value, now)).toBeUndefined();
  });
});
