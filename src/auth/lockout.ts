import type { Clock } from "../clock.ts";
import { OperateError } from "../errors.ts";
import { elapsed, type Moment, moment } from "./lifetime.ts";

/** A failure that is remembered, so that what would fail again is answered at once and without a request. */
export interface Lockout {
  /** The remembered failure with the seconds left, while it counts. */
  active(): OperateError | undefined;
  /** Remembers a failure for `ms`, and returns it with the seconds named. */
  hold(error: OperateError, ms: number): OperateError;
  /** Remembers one of a row of failures: for 30 s the first time, twice as long with each further one, 5 min at most. */
  grow(error: OperateError): OperateError;
  /**
   * Remembers one of a row of failures that may pass: the first of them not at all, the second for 1 s, and each further one for twice
   * as long, 15 s at most.
   */
  pause(error: OperateError): OperateError;
  /** Ends the row. */
  clear(): void;
}

const FIRST_MS = 30_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;
/** Longest time for which a failure is remembered, whatever asks for more. */
export const LONGEST_MS = 300_000;

const withSeconds = (error: OperateError, ms: number): OperateError => {
  const seconds = Math.ceil(ms / 1000);
  return new OperateError(error.code, `${error.message}; the next try is possible in ${seconds} s`, {
    next: error.next,
    facts: { ...error.facts, retryAfterSeconds: seconds },
    cause: error.cause,
  });
};

/** A lockout that remembers nothing yet. */
export const lockout = (clock: Clock): Lockout => {
  let remembered: { readonly error: OperateError; readonly start: Moment; readonly ms: number } | undefined;
  let row = 0;
  let passing = 0;
  const hold = (error: OperateError, ms: number): OperateError => {
    remembered = { error, start: moment(clock), ms };
    return withSeconds(error, ms);
  };
  return {
    active() {
      if (remembered === undefined) return undefined;
      const left = remembered.ms - elapsed(clock, remembered.start);
      return left > 0 ? withSeconds(remembered.error, left) : undefined;
    },
    hold,
    grow: (error) => hold(error, Math.min(LONGEST_MS, FIRST_MS * 2 ** row++)),
    pause(error) {
      passing += 1;
      return passing === 1 ? error : hold(error, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (passing - 2)));
    },
    clear() {
      remembered = undefined;
      row = 0;
      passing = 0;
    },
  };
};
