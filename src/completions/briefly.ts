import { whileAwaited } from "../abort.ts";
import type { Clock } from "../clock.ts";

/** What is remembered at once; the oldest goes first. */
const MOST_KEPT = 100;

/**
 * Loads what belongs to a key, or gives what was loaded for it shortly before. `signal` ends the waiting of this caller; with the last
 * one the loading is called off, and the next begins anew.
 */
export type Remembering<T> = (
  key: string,
  load: (calledOff: AbortSignal) => Promise<T>,
  signal: AbortSignal,
) => Promise<T>;

interface Kept<T> {
  readonly wait: (signal: AbortSignal) => Promise<T>;
  readonly until: number;
}

/** Remembers what was loaded for `ms`, also while it is being loaded: whoever asks in the meantime shares it. */
export const briefly = <T>(clock: Pick<Clock, "mono">, ms: number): Remembering<T> => {
  const kept = new Map<string, Kept<T>>();
  return (key, load, signal) => {
    const known = kept.get(key);
    if (known !== undefined && clock.mono() < known.until) return known.wait(signal);
    const wait = whileAwaited((calledOff) => {
      calledOff.addEventListener("abort", () => kept.get(key) === begun && kept.delete(key), { once: true });
      return load(calledOff);
    });
    const begun = { wait, until: clock.mono() + ms };
    kept.delete(key);
    kept.set(key, begun);
    for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
    return wait(signal);
  };
};
