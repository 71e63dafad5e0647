import { OperateError } from "../errors.ts";
import type { Layer } from "./http.ts";

/** How many requests there may be. */
export interface Bounds {
  /** Under way at the same time; the others wait for their turn, in the order in which they came. */
  readonly atOnce: number;
  /** Waiting. */
  readonly waiting: number;
}

export const BOUNDS: Bounds = { atOnce: 8, waiting: 1000 };

/** Lets so many requests through at once and as many wait. One more is refused with `BUSY` before anything of it is sent. */
export const bounded =
  ({ atOnce, waiting }: Bounds): Layer =>
  (next) => {
    const queue = new Set<() => void>();
    let free = atOnce;

    const turn = (signal: AbortSignal): Promise<void> =>
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

    return async (request) => {
      request.signal.throwIfAborted();
      if (free > 0) free -= 1;
      else if (queue.size < waiting) await turn(request.signal);
      else throw new OperateError("BUSY", `${atOnce + waiting} requests to the cluster are waiting already`);
      try {
        return await next(request);
      } finally {
        // Who comes next takes over the place; nobody who has just come can get in between.
        const [first] = queue;
        if (first === undefined) free += 1;
        else first();
      }
    };
  };
