import { untilAborted } from "../abort.ts";
import type { Clock } from "../clock.ts";
import { type Code, type Facts, OperateError } from "../errors.ts";
import { type HttpRequest, type HttpResponse, header, type Layer, named, pipeline, type Send } from "../http/http.ts";
import { isOfProxy } from "../http/proxy-failure.ts";
import { retry, retryAfterMs } from "../http/retry.ts";
import { timeout } from "../http/timeout.ts";

/** What the requests of a login need: a bare transport (no redirects, no credentials), time and chance. */
export interface Wire {
  readonly send: Send;
  readonly clock: Clock;
  /** Chance for the back-off: at least 0 and below 1. */
  readonly random: () => number;
}

/** The server that is asked for a credential, as sentences name it. */
export interface Peer {
  /** e.g. `the identity server`. */
  readonly name: string;
  readonly url: URL;
  /** The setting that holds its address. */
  readonly variable: string;
  /** It is the cluster itself: when it cannot be reached, that is no matter of the login. */
  readonly isCluster: boolean;
}

const TRY_MS = 10_000;
const LOGIN_MS = 20_000;
const POLICY = { attempts: 3, capMs: 4_000, jitter: "equal", maxRetryAfterMs: 10_000 } as const;
const PASSING = new Set([408, 425]);

/** What became of it, by the code of the failed request. Other codes (`TLS`, `CONFIG`) speak for themselves, and so do proxies. */
const TROUBLE: Partial<Record<Code, string>> = {
  UNREACHABLE: "cannot be reached",
  TIMEOUT: "did not answer in time",
  BAD_RESPONSE: "gave an unusable answer",
  TOO_LARGE: "gave an unusable answer",
  UPSTREAM_ERROR: "is in trouble",
};

/** The failure to get a credential for a reason that may pass. */
export const unavailable = (peer: Peer, trouble: string, facts: Facts, cause?: unknown): OperateError =>
  new OperateError("AUTH_UNAVAILABLE", `${peer.name} at ${peer.url.origin} ${trouble}`, {
    next: `wait a little and call again, or check ${peer.variable}`,
    facts: { origin: peer.url.origin, ...facts },
    cause,
  });

/** The same failure, which is not to be repeated by who wanted to send something with the login. */
const exhausted = (error: unknown): unknown => {
  if (!(error instanceof OperateError)) return error;
  const { code, message, next, facts, cause } = error;
  return new OperateError(code, message, { next, facts: { ...facts, isExhausted: true }, cause });
};

const answered = (peer: Peer, request: HttpRequest, answer: HttpResponse, clock: Clock): HttpResponse => {
  const waitMs = retryAfterMs(header(answer, "retry-after"), clock.wall());
  const wait = waitMs === undefined ? {} : { retryAfterSeconds: Math.ceil(waitMs / 1000) };
  const facts: Facts = { request: named(request), origin: peer.url.origin, status: answer.status, ...wait };
  if (answer.status === 429) {
    const pause = wait.retryAfterSeconds === undefined ? "" : ` for a pause of ${wait.retryAfterSeconds} s`;
    throw new OperateError("RATE_LIMITED", `${peer.name} gets too many requests and asks${pause || " to wait"} (429)`, {
      next: "wait, then call again; every process that logs in from this address counts",
      facts,
    });
  }
  if (answer.status >= 500 || PASSING.has(answer.status))
    throw unavailable(peer, `is in trouble (${answer.status})`, facts);
  return answer;
};

/**
 * Sends the requests of a login: each at most three times, each try at most 10 s; nothing is followed anywhere.
 * What may pass is raised as `AUTH_UNAVAILABLE` or `RATE_LIMITED`; every other answer is for the caller to judge.
 * `layers` see the answer of each single try.
 */
export const loginSend = (wire: Wire, peer: Peer, baseMs: number, ...layers: readonly Layer[]): Send => {
  const { clock, random } = wire;
  const policy = { ...POLICY, baseMs };
  const send = pipeline(wire.send, retry({ policy, clock, random }), ...layers, timeout({ ms: TRY_MS, clock }));
  return async (request) => {
    const answer = await send(request).catch((error: unknown) => {
      const code = error instanceof OperateError ? error.code : "INTERNAL";
      const trouble = TROUBLE[code];
      if (trouble === undefined || isOfProxy(error) || (peer.isCluster && code === "UNREACHABLE"))
        throw exhausted(error);
      throw unavailable(peer, trouble, { request: named(request) }, error);
    });
    return answered(peer, request, answer, clock);
  };
};

/** Runs a login with all its requests and waits; after 20 s it is over. */
export const withinDeadline = async <T>(
  clock: Clock,
  peer: Peer,
  login: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const limit = new AbortController();
  const callOff = clock.after(LOGIN_MS, () =>
    limit.abort(unavailable(peer, `did not answer within ${LOGIN_MS / 1000} s`, {})),
  );
  try {
    return await untilAborted(login(limit.signal), limit.signal);
  } finally {
    callOff();
  }
};
