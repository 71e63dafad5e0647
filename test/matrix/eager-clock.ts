import type { Clock } from "../../src/clock.ts";
import { manualClock } from "../support/manual-clock.ts";

/** A clock for which every pause is over at once; deadlines come only when they are let come. */
export interface EagerClock extends Clock {
  /** The pauses so far, in milliseconds. */
  readonly pauses: readonly number[];
  /** Lets so much time pass; deadlines on the way happen. */
  advance(ms: number): Promise<void>;
  /** Deadlines still to come, in milliseconds from now. */
  pending(): readonly number[];
}

export const eagerClock = (): EagerClock => {
  const clock = manualClock();
  const pauses: number[] = [];
  return {
    ...clock,
    pauses,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      pauses.push(ms);
    },
  };
};
