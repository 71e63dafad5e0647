import type { Clock } from "../../src/clock.ts";

/** A clock that stands still until somebody sleeps, and is at the end of that sleep at once; those who sleep together sleep at the same time. */
export interface LeapingClock extends Clock {
  /** Moves on by so many milliseconds. */
  leap(ms: number): void;
}

export const leapingClock = (start = Date.UTC(2026, 10, 24, 10)): LeapingClock => {
  let elapsed = 0;
  const timers = new Set<{ readonly at: number; readonly run: () => void }>();
  const moveTo = (end: number): void => {
    elapsed = Math.max(elapsed, end);
    for (const timer of [...timers]) {
      if (timer.at > elapsed || !timers.delete(timer)) continue;
      timer.run();
    }
  };
  return {
    wall: () => start + elapsed,
    mono: () => elapsed,
    async sleep(ms, signal) {
      const end = elapsed + ms;
      await new Promise((resolve) => setImmediate(resolve));
      if (signal?.aborted) throw signal.reason;
      moveTo(end);
    },
    after(ms, run) {
      const timer = { at: elapsed + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    leap: (ms) => moveTo(elapsed + ms),
  };
};
