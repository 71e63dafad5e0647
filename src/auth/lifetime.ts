import type { Clock } from "../clock.ts";

/** A point in time on both clocks. */
export interface Moment {
  readonly wall: number;
  readonly mono: number;
}

/** Now, on both clocks. */
export const moment = (clock: Clock): Moment => ({ wall: clock.wall(), mono: clock.mono() });

/**
 * Milliseconds that have passed since `start`, by the clock that saw more of them: the monotonic clock misses the sleep
 * of a laptop, the wall clock may have been set back.
 */
export const elapsed = (clock: Clock, start: Moment): number =>
  Math.max(clock.wall() - start.wall, clock.mono() - start.mono);

/** `fresh`: use it. `aging`: use it, and get the next one in the background. `ended`: wait for the next one. */
export type Freshness = "fresh" | "aging" | "ended";

const SOFT = { ms: 120_000, part: 0.25 };
const HARD = { ms: 10_000, part: 0.05 };
/** However short its life is said to be, a credential is used this long, so that a zero makes no storm of logins. */
export const LEAST_MS = 1_000;

/** How fresh a credential of this age is, both in milliseconds. The windows shrink with short lives. */
export const freshness = (ageMs: number, lifeMs: number): Freshness => {
  if (ageMs < LEAST_MS) return "fresh";
  const leftMs = lifeMs - ageMs;
  if (leftMs > Math.min(SOFT.ms, lifeMs * SOFT.part)) return "fresh";
  return leftMs > Math.min(HARD.ms, lifeMs * HARD.part) ? "aging" : "ended";
};
