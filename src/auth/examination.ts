import { untilAborted, whileAwaited } from "../abort.ts";
import type { Clock } from "../clock.ts";
import { type HttpRequest, pipeline, type Send } from "../http/http.ts";
import { retry } from "../http/retry.ts";
import { timeout } from "../http/timeout.ts";
import type { Gate } from "./gate.ts";
import { elapsed, type Moment, moment } from "./lifetime.ts";

/** The question whether the credential of a generation is good, asked once for all who want to know. */
export interface Examination {
  readonly generation: number;
  /** Undefined when there was no answer. The signal ends the waiting of this caller; when the last has left, the question is given up. */
  isGood(signal: AbortSignal): Promise<boolean | undefined>;
  /** After anything but a "yes": lets other requests go out again, as it is clear now what follows. */
  release(): void;
}

/** Finds out whether credentials are still good. */
export interface Examiner {
  /**
   * Asks the witness once more with the credential of this generation. The gate is closed meanwhile, for 3 s at most. When it is being
   * asked already, a "yes" is not about whatever was refused since, so then it is asked again, once for all of that.
   */
  examine(generation: number, witness: HttpRequest, send: Send): Examination;
  /** Whether it was found good just now. */
  wasGood(generation: number): boolean;
}

/** Longest time for an examination. */
const LONGEST_MS = 10_000;
/** Longest time for which other requests wait for it. */
const HELD_MS = 3_000;
const POLICY = { attempts: 3, baseMs: 100, capMs: 1_000, jitter: "full", maxRetryAfterMs: 0 } as const;
/** How long a "yes" counts. */
const PROVEN_MS = 1_000;

/** An examiner that closes `gate` while it asks; `ask` sends a question with the credential and judges the answer. */
export const createExaminer = (options: {
  ask(generation: number, witness: HttpRequest, send: Send): Promise<boolean | undefined>;
  gate: Gate;
  clock: Clock;
  random: () => number;
}): Examiner => {
  const { ask, gate, clock, random } = options;
  let current: Examination | undefined;
  let following: Examination | undefined;
  let proven: { readonly generation: number; readonly at: Moment } | undefined;

  const begin = (generation: number, witness: HttpRequest, send: Send): Examination => {
    const open = gate.close();
    const callOff = clock.after(HELD_MS, open);
    const begun: Examination = {
      generation,
      isGood: whileAwaited(async (signal) => {
        const patiently = pipeline(send, timeout({ ms: LONGEST_MS, clock }), retry({ policy: POLICY, clock, random }));
        const asked = ask(generation, { ...witness, signal }, patiently);
        const isGood = await untilAborted(asked, signal).catch(() => undefined);
        if (isGood) proven = { generation, at: moment(clock) };
        if (isGood || signal.aborted) begun.release();
        return isGood;
      }),
      release() {
        callOff();
        open();
        if (current === begun) current = undefined;
      },
    };
    current = begun;
    return begun;
  };

  const follow = (before: Examination, witness: HttpRequest, send: Send): Examination => {
    const { generation } = before;
    let own: Examination | undefined;
    const begun: Examination = {
      generation,
      isGood: whileAwaited(async (signal) => {
        const first = await before.isGood(signal);
        if (following === begun) following = undefined;
        if (first !== true) return first;
        own = begin(generation, witness, send);
        return own.isGood(signal);
      }),
      release() {
        before.release();
        own?.release();
      },
    };
    following = begun;
    return begun;
  };

  return {
    examine(generation, witness, send) {
      if (current?.generation !== generation) return begin(generation, witness, send);
      return following?.generation === generation ? following : follow(current, witness, send);
    },
    wasGood: (generation) => proven?.generation === generation && elapsed(clock, proven.at) < PROVEN_MS,
  };
};
