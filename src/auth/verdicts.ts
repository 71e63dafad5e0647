import type { Clock } from "../clock.ts";
import type { OperateError } from "../errors.ts";
import { elapsed, type Moment, moment } from "./lifetime.ts";
import { lockout } from "./lockout.ts";

/** An answer that refuses the credential of its request. */
export interface Refusal {
  readonly kind: "unauthorized" | "forbidden" | "login page";
  /** When a new login does not mend it, no answer of this kind leads to another login for this long. */
  readonly quietMs: number;
  /** What to tell then; absent where the answer speaks for itself. */
  readonly error?: OperateError;
}

/** What the API has said lately about a credential that no new login can mend. */
export interface Verdicts {
  /** The error for every call, while the credential counts as refused for good. */
  active(): OperateError | undefined;
  /** Whether refusals of this kind are not worth a login now. */
  isQuiet(kind: Refusal["kind"]): boolean;
  /** Takes note that the API took the credential. */
  accept(): void;
  /** Takes note of a final refusal; `again` says that the login has nothing else to offer. The error to raise, if any. */
  refuse(refusal: Refusal, again: boolean): OperateError | undefined;
}

/** So long after an accepted request a refusal is taken as one of that request, not of the credential. */
const TRUSTED_MS = 60_000;
/** After so many in a row no longer, where the login has nothing else to offer: a password that was changed may be locked. */
const TRUSTED_IN_A_ROW = 1;

/** Nothing said yet. */
export const verdicts = (clock: Clock): Verdicts => {
  const refusals = lockout(clock);
  let quiet: { readonly kind: Refusal["kind"]; readonly start: Moment; readonly ms: number } | undefined;
  let accepted: Moment | undefined;
  let inARow = 0;
  const isQuiet = (kind: Refusal["kind"]): boolean => quiet?.kind === kind && elapsed(clock, quiet.start) < quiet.ms;
  return {
    active: refusals.active,
    isQuiet,
    accept() {
      accepted = moment(clock);
      inARow = 0;
      refusals.clear();
    },
    refuse({ kind, quietMs, error }, again) {
      if (!isQuiet(kind)) quiet = { kind, start: moment(clock), ms: quietMs };
      inARow += 1;
      const isLately = accepted !== undefined && elapsed(clock, accepted) < TRUSTED_MS;
      const trusted = isLately && (!again || inARow <= TRUSTED_IN_A_ROW);
      if (error === undefined || trusted) return error;
      return refusals.active() ?? (again ? refusals.grow(error) : refusals.hold(error, quietMs));
    },
  };
};
