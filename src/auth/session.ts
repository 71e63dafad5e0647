import { untilAborted } from "../abort.ts";
import type { Clock } from "../clock.ts";
import { OperateError } from "../errors.ts";
import { wasNeverSent } from "../http/network-failure.ts";
import type { Facts } from "../log.ts";
import { elapsed, freshness, LEAST_MS, type Moment, moment } from "./lifetime.ts";
import { LONGEST_MS, lockout } from "./lockout.ts";
import type { Refusal } from "./verdicts.ts";

/** What a login brought: the credential, and its life in milliseconds; without one it is kept until it is refused. */
export interface Fetched<T> {
  readonly value: T;
  readonly lifeMs?: number;
}

/** A credential in use. Each different one has its own generation. */
export interface Held<T> {
  readonly value: T;
  readonly generation: number;
}

/** What happens to a login, for the log: who tells of it decides what is worth a warning. */
export type AuthEvent =
  | "credential"
  | "login_failed"
  | "renewal_failed"
  | "credential_refused"
  | "credential_rejected"
  | "token_not_kept";

/** Told of each event; the facts never hold a secret. */
export type ObserveAuth = (event: AuthEvent, facts: Facts) => void;

/** The one cache of a credential. All that ask at the same time share one login and its outcome. */
export interface Session<T> {
  /** The credential of this generation, if it is the current one. */
  held(generation: number): T | undefined;
  /** The current credential, whatever its age. */
  current(): T | undefined;
  /** The current credential unless it has ended; asks for no other. */
  newest(): Held<T> | undefined;
  /** A credential to use. The signal ends the waiting of this caller only, never the login. */
  get(signal: AbortSignal): Promise<Held<T>>;
  /** The one that follows a refused generation: a newer one, or the same when that is what the login brings again. */
  renew(generation: number, kind: Refusal["kind"], signal: AbortSignal): Promise<Held<T>>;
  /** Which refusal the credential of this generation answers, if its login was just now. */
  answers(generation: number): Refusal["kind"] | undefined;
  /** Whether the login brought the credential of this generation again after it had been refused. */
  isOfferedAgain(generation: number): boolean;
}

/** Shortest time from one renewal to the next when the first gained nothing or failed. */
export const PAUSE_MS = 10_000;
const WARN_EVERY_MS = 60_000;
const PERMANENT = new Set(["AUTH_REJECTED", "CONFIG"]);
/** So many logins may follow each other at once, and after these one each tenth of a second: somebody else may be ending the sessions. */
const MOST_AT_ONCE = 20;
const ONE_EACH_MS = 100;

interface Entry<T> extends Held<T> {
  /** When it was asked for: its life may have begun then. */
  readonly start: Moment;
  readonly arrival: Moment;
  readonly lifeMs: number;
  /** The login brought it again after it had been refused. */
  readonly offeredAgain: boolean;
  /** Why the one before it was refused; undefined when it was not. */
  readonly follows: Refusal["kind"] | undefined;
}

/** A session without a credential; `login` gets one, `same` tells whether two are equal. */
export const createSession = <T>(options: {
  login: () => Promise<Fetched<T>>;
  same: (one: T, other: T) => boolean;
  clock: Clock;
  observe: ObserveAuth;
}): Session<T> => {
  const { login, same, clock, observe } = options;
  const failures = lockout(clock);
  let entry: Entry<T> | undefined;
  let flight: Promise<Entry<T>> | undefined;
  let refused: Refusal["kind"] | undefined;
  let gainedNothing: Moment | undefined;
  let renewalFailed: Moment | undefined;
  let warned: Moment | undefined;
  /** Each login costs some time of the monotonic clock, and may be paid for later. */
  let paidUntil = 0;

  const within = (start: Moment | undefined, ms: number): boolean => start !== undefined && elapsed(clock, start) < ms;

  const state = (held: Entry<T>) => {
    if (refused !== undefined) return "ended";
    // What the identity server insists on is used: when it is over, the API says so. And what has just come is used in any case.
    if (within(gainedNothing, PAUSE_MS) || within(held.arrival, LEAST_MS)) return "fresh";
    return freshness(elapsed(clock, held.start), held.lifeMs);
  };

  const keep = ({ value, lifeMs = Number.POSITIVE_INFINITY }: Fetched<T>, start: Moment): Entry<T> => {
    const previous = entry;
    const leftMs = previous === undefined ? 0 : previous.start.mono + previous.lifeMs - start.mono;
    failures.clear();
    gainedNothing = refused === undefined && leftMs > 0 && lifeMs <= leftMs + 1_000 ? start : undefined;
    if (previous !== undefined && same(previous.value, value)) {
      gainedNothing = start;
      entry = {
        ...previous,
        start,
        arrival: moment(clock),
        lifeMs: Math.max(0, Math.min(lifeMs, leftMs)),
        offeredAgain: refused !== undefined,
      };
    } else {
      const generation = (previous?.generation ?? 0) + 1;
      entry = { value, generation, start, arrival: moment(clock), lifeMs, offeredAgain: false, follows: refused };
    }
    refused = undefined;
    observe("credential", {
      generation: entry.generation,
      ...(Number.isFinite(lifeMs) ? { lifeSeconds: Math.round(lifeMs / 1000) } : {}),
    });
    return entry;
  };

  const failed = (error: OperateError): OperateError => {
    const asked = error.facts.retryAfterSeconds;
    const serving = entry !== undefined && state(entry) !== "ended";
    if (serving) renewalFailed = moment(clock);
    if (!serving || !within(warned, WARN_EVERY_MS)) {
      if (serving) warned = moment(clock);
      observe(serving ? "renewal_failed" : "login_failed", {
        code: error.code,
        status: error.facts.status,
        origin: error.facts.origin,
        detail: error.facts.detail,
        next: error.next,
      });
    }
    // Where it was there before, what is missing now may be starting.
    const isPassing = error.code === "CONFIG" && entry !== undefined;
    if (PERMANENT.has(error.code) && !isPassing) return failures.grow(error);
    if (asked !== undefined && asked > 0) return failures.hold(error, Math.min(LONGEST_MS, asked * 1000));
    return wasNeverSent(error) ? error : failures.pause(error);
  };

  /** Waits where there were too many logins lately. */
  const pace = async (): Promise<void> => {
    const now = clock.mono();
    const waitMs = paidUntil - now - (MOST_AT_ONCE - 1) * ONE_EACH_MS;
    paidUntil = Math.max(paidUntil, now) + ONE_EACH_MS;
    if (waitMs > 0) await clock.sleep(waitMs);
  };

  const obtain = async (): Promise<Entry<T>> => {
    await pace();
    const start = moment(clock);
    try {
      return keep(await login(), start);
    } catch (error) {
      throw error instanceof OperateError ? failed(error) : error;
    }
  };

  /** The login that is under way, or a new one unless the last failure still counts. */
  const shared = (): Promise<Entry<T>> => {
    if (flight !== undefined) return flight;
    const failure = failures.active();
    if (failure !== undefined) return Promise.reject(failure);
    flight = obtain().finally(() => {
      flight = undefined;
    });
    return flight;
  };

  const get = async (signal: AbortSignal): Promise<Entry<T>> => {
    const now = entry === undefined ? "ended" : state(entry);
    if (entry === undefined || now === "ended") return untilAborted(shared(), signal);
    // Nobody waits for this one; its failure has been noted where it happened.
    if (now === "aging" && !within(renewalFailed, PAUSE_MS)) shared().catch(() => undefined);
    return entry;
  };

  return {
    held: (generation) => (entry?.generation === generation ? entry.value : undefined),
    current: () => entry?.value,
    newest: () => (entry === undefined || state(entry) === "ended" ? undefined : entry),
    get,
    async renew(generation, kind, signal) {
      if (entry?.generation === generation) {
        if (refused === undefined) observe("credential_refused", { kind, generation });
        refused ??= kind;
      }
      return get(signal);
    },
    answers(generation) {
      if (entry?.generation !== generation || !within(entry.start, PAUSE_MS)) return undefined;
      return entry.follows;
    },
    isOfferedAgain: (generation) => entry?.generation === generation && entry.offeredAgain,
  };
};
