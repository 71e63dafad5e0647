import type { Clock } from "../clock.ts";
import { elapsed, type Moment, moment } from "./lifetime.ts";

/** What is known of how strict an API is with the parts of a credential that its answers renew, e.g. a CSRF token. */
export interface Strictness {
  /**
   * Takes note of an accepted request: whether a newer part had come meanwhile, which shows that older ones are taken, too; and how
   * often it had been refused with an older part, which shows that they are not.
   */
  accepted(request: { readonly wasOutdated: boolean; readonly refusals: number }): void;
  /** Whether a request is worth a repeat that was refused with an older part, for the `refusals`-th time. */
  isWorthRepeat(refusals: number): boolean;
  /** Whether nothing but the newest is taken: then each request has to wait for the answer to the one before. */
  isStrict(): boolean;
}

/** So long nothing but the newest counts as taken; then it is tried anew. */
const STRICT_MS = 60_000;
/** So long older parts count as taken. */
const LENIENT_MS = 600_000;
/** As many repeats as tell whether it is a matter of the newest. */
const MOST_BEFORE = 2;
/** As many as there may be requests under way, each of which renews it once more. */
const MOST_WHEN_STRICT = 8;

/** Nothing is known yet. */
export const createStrictness = (clock: Clock): Strictness => {
  let strictAt: Moment | undefined;
  let lenientAt: Moment | undefined;
  const within = (since: Moment | undefined, ms: number): boolean => since !== undefined && elapsed(clock, since) < ms;
  const isLenient = (): boolean => within(lenientAt, LENIENT_MS);
  const isStrict = (): boolean => within(strictAt, STRICT_MS) && !isLenient();
  return {
    accepted({ wasOutdated, refusals }) {
      if (wasOutdated) lenientAt = moment(clock);
      else if (refusals > 0 && !isLenient()) strictAt = moment(clock);
    },
    isWorthRepeat: (refusals) => !isLenient() && refusals <= (isStrict() ? MOST_WHEN_STRICT : MOST_BEFORE),
    isStrict,
  };
};
