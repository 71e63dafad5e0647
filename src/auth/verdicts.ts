import type { Clock } from "../clock.ts";
import type { OperateError } from "../errors.ts";
import { elapsed, type Moment, moment } from "./lifetime.ts";
import { lockout } from "./lockout.ts";
import type { Place } from "./witnesses.ts";

/** An answer that refuses the credential of its request. */
export interface Refusal {
  readonly kind: "unauthorized" | "forbidden" | "login page";
  /** When no new login mends it: how long no answer of this kind leads to another one. */
  readonly quietMs: number;
  /** What to tell then; absent where the answer speaks for itself. */
  readonly error?: OperateError;
}

/** What one API has said lately about the credentials that it was sent. */
export interface Verdicts {
  /** The error for every request that needs so much of the credential, while that counts as refused for good. */
  active(part: Place["needs"]): OperateError | undefined;
  /** Takes note that it took such a request with the credential of this generation. */
  accept(place: Place, generation: number): void;
  /** Whether it has taken so much of the credential of this generation. */
  hasAccepted(part: Place["needs"], generation: number): boolean;
  /** Whether it has taken any request within the last `ms`. */
  hasAcceptedWithin(ms: number): boolean;
  /** Whether a request of this route was denied with a good credential within the last minute, and whether all were since, like this. */
  denial(route: string, kind: Refusal["kind"]): "some" | "all" | undefined;
  /** Takes note of that. */
  deny(route: string, kind: Refusal["kind"]): void;
  /** Whether refusals of this kind of so much of the credential are known to be not worth a login. */
  isQuiet(kind: Refusal["kind"], part: Place["needs"]): boolean;
  /**
   * Takes note of that, for `ms`, and for twice as long, up to a minute, with each further time in a row. For how long; undefined when
   * it was known already.
   */
  quiet(kind: Refusal["kind"], part: Place["needs"], ms: number): number | undefined;
  /**
   * Takes note that so much of the credential is refused for good: for `ms`, or for longer each time. With a part of it the whole is,
   * too. The error to raise.
   */
  refuse(error: OperateError, part: Place["needs"], ms: number | "growing"): OperateError;
}

const DENIED_MS = 60_000;
const MOST_QUIET_MS = 60_000;

/** Nothing said yet. */
export const verdicts = (clock: Clock): Verdicts => {
  const refusals = { part: lockout(clock), whole: lockout(clock) };
  const accepted = new Map<Place["needs"], number>();
  const denied = new Map<string, { readonly since: Moment; readonly all: Refusal["kind"] | undefined }>();
  type Quiet = { readonly kind: string; readonly start: Moment; readonly ms: number; readonly row: number };
  const quiets = new Map<Place["needs"], Quiet>();
  let last: Moment | undefined;
  const denial: Verdicts["denial"] = (route, kind) => {
    const found = denied.get(route);
    if (found === undefined || elapsed(clock, found.since) >= DENIED_MS) return undefined;
    return found.all === kind ? "all" : "some";
  };
  const isQuiet: Verdicts["isQuiet"] = (kind, part) => {
    const found = quiets.get(part);
    return found?.kind === kind && elapsed(clock, found.start) < found.ms;
  };
  const active: Verdicts["active"] = (part) =>
    refusals.part.active() ?? (part === "whole" ? refusals.whole.active() : undefined);
  return {
    active,
    accept({ needs, route }, generation) {
      const parts: readonly Place["needs"][] = needs === "whole" ? ["whole", "part"] : [needs];
      for (const one of parts) {
        accepted.set(one, generation);
        quiets.delete(one);
        refusals[one].clear();
      }
      const found = denied.get(route);
      if (found !== undefined) denied.set(route, { ...found, all: undefined });
      last = moment(clock);
    },
    hasAccepted: (part, generation) => accepted.get(part) === generation,
    hasAcceptedWithin: (ms) => last !== undefined && elapsed(clock, last) < ms,
    denial,
    deny(route, kind) {
      if (denial(route, kind) === undefined) denied.set(route, { since: moment(clock), all: kind });
    },
    isQuiet,
    quiet(kind, part, ms) {
      if (isQuiet(kind, part)) return undefined;
      const row = (quiets.get(part)?.row ?? -1) + 1;
      const length = Math.max(ms, Math.min(MOST_QUIET_MS, ms * 2 ** row));
      quiets.set(part, { kind, start: moment(clock), ms: length, row });
      return length;
    },
    refuse: (error, part, ms) =>
      active(part) ?? (ms === "growing" ? refusals[part].grow(error) : refusals[part].hold(error, ms)),
  };
};
