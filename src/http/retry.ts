import type { Clock } from "../clock.ts";
import { OperateError } from "../errors.ts";
import { type HttpResponse, header, type Layer, lowLevelCode } from "./http.ts";
import { isOverload } from "./overload.ts";
import { isRefusedForGood } from "./proxy-failure.ts";

/** How often and how patiently a request is repeated. */
export interface RetryPolicy {
  /** Tries in all, the first one included. */
  attempts: number;
  /** Longest wait before the first repeat; doubles with each further one, up to `capMs`. */
  baseMs: number;
  capMs: number;
  /** Part of that wait which is random: all of it, or its second half. */
  jitter: "full" | "equal";
  /** A `Retry-After` up to this is waited for; a longer one ends the repeating. */
  maxRetryAfterMs: number;
}

type Outcome = { readonly response: HttpResponse } | { readonly error: unknown };

/** What an outcome is worth: tries in all (1 = never again), and the wait when it is not the usual back-off. */
interface Verdict {
  readonly tries: number;
  readonly waitMs?: number | undefined;
}

const NEVER: Verdict = { tries: 1 };
const ONCE_MORE: Verdict = { tries: 2 };
const AGAIN: Verdict = { tries: Number.POSITIVE_INFINITY };

const PASSING = new Set([408, 425, 429, 502, 503, 504]);
/** A kept-alive connection the server closed as it was reused: the next one is new, so there is nothing to wait for. */
const LOST = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);
/** A body that was cut short, or a connection on which something was left over from before. */
const GARBLED = new Set(["UNREADABLE_BODY", "HTTPParserError"]);

/** Wait that a `Retry-After` asks for, in milliseconds; anything but plain digits or an IMF-fixdate counts as not sent. */
export const retryAfterMs = (value: string | undefined, wallNow: number): number | undefined => {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = new Date(value);
  return date.toUTCString() === value ? Math.max(0, date.getTime() - wallNow) : undefined;
};

const judgeResponse = (response: HttpResponse, wallNow: number): Verdict => {
  const waitMs = retryAfterMs(header(response, "retry-after"), wallNow);
  if (PASSING.has(response.status)) return { ...AGAIN, waitMs };
  // Every other 500 would only happen again.
  if (isOverload(response)) return { ...ONCE_MORE, waitMs };
  return NEVER;
};

const judgeError = (error: unknown, tried: number): Verdict => {
  if (!(error instanceof OperateError) || error.facts.isExhausted === true) return NEVER;
  const code = lowLevelCode(error) ?? "";
  if (error.code === "TIMEOUT") return ONCE_MORE;
  if (error.code === "BAD_RESPONSE") return GARBLED.has(code) ? ONCE_MORE : NEVER;
  if (error.code !== "UNREACHABLE" || isRefusedForGood(error)) return NEVER;
  if (code === "ENOTFOUND") return ONCE_MORE;
  return LOST.has(code) && tried === 1 ? { ...AGAIN, waitMs: 0 } : AGAIN;
};

const backOff = (policy: RetryPolicy, tried: number, random: () => number): number => {
  const longest = Math.min(policy.capMs, policy.baseMs * 2 ** (tried - 1));
  return policy.jitter === "full" ? random() * longest : (longest / 2) * (1 + random());
};

/**
 * Repeats requests that are declared repeatable after trouble that may pass. The waits end with the request's signal.
 * The last answer is returned and the last error thrown, so the layer outside sees what really happened.
 */
export const retry =
  ({ policy, clock, random }: { policy: RetryPolicy; clock: Clock; random: () => number }): Layer =>
  (next) =>
  async (shared) => {
    // What waits further in, and the back-off here, hang on a signal of their own: many requests may share the given one.
    const request = { ...shared, signal: AbortSignal.any([shared.signal]) };
    if (!request.repeatable) return next(request);
    for (let tried = 1; ; tried++) {
      const outcome: Outcome = await next(request).then(
        (response) => ({ response }),
        (error: unknown) => ({ error }),
      );
      const verdict =
        "error" in outcome ? judgeError(outcome.error, tried) : judgeResponse(outcome.response, clock.wall());
      const { waitMs = backOff(policy, tried, random) } = verdict;
      if (tried >= Math.min(policy.attempts, verdict.tries) || (verdict.waitMs ?? 0) > policy.maxRetryAfterMs) {
        if ("error" in outcome) throw outcome.error;
        return outcome.response;
      }
      request.signal.throwIfAborted();
      if (waitMs > 0) await clock.sleep(waitMs, request.signal);
    }
  };
