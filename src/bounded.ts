import { OperateError } from "./errors.ts";

/** How many there may be of what. */
export interface Bounds {
  /** As a sentence names them. */
  readonly what: string;
  /** Under way at the same time; the others wait for their turn, in the order in which they came. */
  readonly atOnce: number;
  /** Waiting. */
  readonly waiting: number;
}

/** What requests to the API of a cluster keep to. */
export const REQUESTS: Bounds = { what: "requests to the cluster", atOnce: 8, waiting: 1000 };

/**
 * What calls of tools keep to. Of those that have begun each holds what it has read, and all of them share the requests: more at once
 * would only end later, all together.
 */
export const CALLS: Bounds = { what: "calls", atOnce: 32, waiting: 976 };

/** Runs one work after the other, some of them at a time. */
export interface Turns {
  /**
   * Runs `work` when it is its turn. Rejects with `BUSY` at once when too many are waiting, and with the reason of `signal` when
   * that is aborted before the turn has come. With `isAgain` the work had a turn before: it comes before all that had none, and is
   * never too much.
   */
  take<T>(signal: AbortSignal, work: () => Promise<T>, isAgain?: boolean): Promise<T>;
}

/** Nobody has to wait. */
export const everyoneAtOnce: Turns = { take: (_, work) => work() };

/** Turns within these bounds. */
export const bounded = ({ what, atOnce, waiting }: Bounds): Turns => {
  const again = new Set<() => void>();
  const fresh = new Set<() => void>();
  let free = atOnce;

  const turn = (queue: Set<() => void>, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const leave = (): void => {
        queue.delete(begin);
        reject(signal.reason);
      };
      const begin = (): void => {
        queue.delete(begin);
        signal.removeEventListener("abort", leave);
        resolve();
      };
      queue.add(begin);
      signal.addEventListener("abort", leave, { once: true });
    });

  return {
    async take(signal, work, isAgain = false) {
      signal.throwIfAborted();
      if (free > 0) free -= 1;
      else if (isAgain) await turn(again, signal);
      else if (fresh.size < waiting) await turn(fresh, signal);
      else throw new OperateError("BUSY", `${atOnce + waiting} ${what} are waiting already`);
      try {
        return await work();
      } finally {
        // Who comes next takes over the place; nobody who has just come can get in between.
        const [first] = again.size > 0 ? again : fresh;
        if (first === undefined) free += 1;
        else first();
      }
    },
  };
};
