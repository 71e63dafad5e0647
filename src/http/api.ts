import type { Clock } from "../clock.ts";
import { OperateError } from "../errors.ts";
import { content } from "./content.ts";
import { failure } from "./failure.ts";
import { type Layer, named, pipeline, type Send } from "./http.ts";
import { type RetryPolicy, retry } from "./retry.ts";
import { timeout } from "./timeout.ts";

/** How patiently requests to the API are repeated. */
export const API_RETRIES: RetryPolicy = {
  attempts: 3,
  baseMs: 250,
  capMs: 4000,
  jitter: "full",
  maxRetryAfterMs: 10_000,
};

/** Lets requests to `origin` pass and no others, so that no credential ever leaves for another host (`INTERNAL`). */
export const onlyTo =
  (origin: string): Layer =>
  (next) =>
  async (request) => {
    if (request.url.origin === origin) return next(request);
    throw new OperateError("INTERNAL", `a request to another host than ${origin} was stopped`, {
      facts: { request: named(request) },
    });
  };

/** Lets nothing pass that may change something (`WRITE_DISABLED`): who must not be sent twice is no question. */
export const onlyQuestions = (): Layer => (next) => async (request) => {
  if (request.repeatable) return next(request);
  throw new OperateError("WRITE_DISABLED", "changes are switched off, so nothing was sent", {
    facts: { request: named(request) },
  });
};

/** Puts together how a request to the API of one base travels. */
export const apiSend = (options: {
  /** Sends one try, e.g. of `createTransport`. */
  send: Send;
  /** Origin of the base the API lies under. */
  origin: string;
  /** The setting that the base comes from. */
  variable: string;
  /** The layer that puts the credential on, and lets each request have its turn. */
  auth: Layer;
  clock: Clock;
  /** 0 to below 1. */
  random: () => number;
  /** Longest time for one try in milliseconds, its body included (30 s). */
  tryTimeoutMs?: number;
  /** Whether requests may pass that change something; only if so asked. */
  writes?: boolean;
  policy?: RetryPolicy;
}): Send => {
  const { clock, random, policy = API_RETRIES } = options;
  const layers = [
    failure({ clock, variable: options.variable }),
    retry({ policy, clock, random }),
    content(),
    onlyTo(options.origin),
    ...(options.writes === true ? [] : [onlyQuestions()]),
    options.auth,
    timeout({ ms: options.tryTimeoutMs ?? 30_000, clock }),
  ];
  return pipeline(options.send, ...layers);
};
