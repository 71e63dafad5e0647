import type { Clock } from "../../src/clock.ts";

/** A clock that stands still until `advance` moves it; timers due on the way run in the order of their times. */
export interface ManualClock extends Clock {
  /** Moves both clocks and lets everything that waits for these milliseconds happen, promises included. */
  advance(ms: number): Promise<void>;
  /** Waits and timers that are still to come, in milliseconds from now. */
  pending(): number[];
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Lets promise callbacks run until nothing is left of them. */
const settle = async (): Promise<void> => {
  await new Promise((resolve) => setImmediate(resolve));
};

export const manualClock = (start = Date.UTC(2026, 10, 24, 10)): ManualClock => {
  let elapsed = 0;
  const timers = new Set<Timer>();
  const after = (ms: number, run: () => void): (() => void) => {
    const timer = { at: elapsed + ms, run };
    timers.add(timer);
    return () => timers.delete(timer);
  };
  return {
    wall: () => start + elapsed,
    mono: () => elapsed,
    after,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const stop = () => {
          callOff();
          reject(signal?.reason);
        };
        const callOff = after(ms, () => {
          signal?.removeEventListener("abort", stop);
          resolve();
        });
        signal?.addEventListener("abort", stop, { once: true });
      }),
    async advance(ms) {
      const end = elapsed + ms;
      await settle();
      for (;;) {
        const [due] = [...timers].sort((a, b) => a.at - b.at);
        if (due === undefined || due.at > end) break;
        elapsed = Math.max(elapsed, due.at);
        timers.delete(due);
        due.run();
        await settle();
      }
      elapsed = end;
    },
    pending: () => [...timers].map((timer) => timer.at - elapsed).sort((a, b) => a - b),
  };
};
