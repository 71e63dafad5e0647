import type { Clock } from "../clock.ts";

/** What is remembered at once; the oldest goes first. */
const MOST_KEPT = 100;

/** Loads what belongs to a key, or gives what was loaded for it shortly before. */
export type Remembering<T> = (key: string, load: () => Promise<T>) => Promise<T>;

/** Remembers what was loaded for `ms`, also while it is being loaded: whoever asks in the meantime shares it. */
export const briefly = <T>(clock: Pick<Clock, "mono">, ms: number): Remembering<T> => {
  const kept = new Map<string, { readonly value: Promise<T>; readonly until: number }>();
  return (key, load) => {
    const known = kept.get(key);
    if (known !== undefined && clock.mono() < known.until) return known.value;
    const value = load();
    kept.delete(key);
    kept.set(key, { value, until: clock.mono() + ms });
    for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
    return value;
  };
};
