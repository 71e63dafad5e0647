import type { Clock } from "../clock.ts";
import { elapsed, type Moment, moment } from "./lifetime.ts";

/** In which order requests go out that carry what the answers to others renew, e.g. a CSRF token. */
export interface Order {
  /**
   * Begins `work` beside others, or alone: when none is under way, and so that none begins before its end. It is told whether it is
   * alone, as it does not wait for ever. Rejects with the reason of `signal` when that is aborted before.
   */
  begin<T>(signal: AbortSignal, isAlone: boolean, work: (isAlone: boolean) => Promise<T>): Promise<T>;
  /** From now on each goes out alone, for a minute. */
  beStrict(): void;
}

const STRICT_MS = 60_000;
/** So long one waits for those that are under way. */
const PATIENCE_MS = 3_000;
/** The same where all go alone: as long as one try may take. */
const STRICT_PATIENCE_MS = 30_000;

interface Waiting {
  readonly isAlone: boolean;
  isLate: boolean;
  readonly start: () => void;
}

/** Nothing is under way. */
export const createOrder = (clock: Clock): Order => {
  const queue = new Set<Waiting>();
  let underWay = 0;
  let hasOneAlone = false;
  let strictAt: Moment | undefined;
  const isStrict = (): boolean => strictAt !== undefined && elapsed(clock, strictAt) < STRICT_MS;

  const goOn = (): void => {
    for (const next of queue) {
      if (hasOneAlone || (next.isAlone && underWay > 0 && !next.isLate)) return;
      queue.delete(next);
      underWay += 1;
      hasOneAlone = next.isAlone;
      next.start();
    }
  };

  const turn = (signal: AbortSignal, isAlone: boolean): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const leave = (): void => {
        callOff();
        queue.delete(waiting);
        reject(signal.reason);
        goOn();
      };
      const waiting: Waiting = {
        isAlone,
        isLate: false,
        start() {
          callOff();
          signal.removeEventListener("abort", leave);
          resolve(isAlone && underWay === 1);
        },
      };
      const callOff = clock.after(isStrict() ? STRICT_PATIENCE_MS : PATIENCE_MS, () => {
        waiting.isLate = true;
        goOn();
      });
      signal.addEventListener("abort", leave, { once: true });
      queue.add(waiting);
      goOn();
    });

  return {
    async begin(signal, wantsAlone, work) {
      signal.throwIfAborted();
      const isAlone = wantsAlone || isStrict();
      const isTruly = await turn(signal, isAlone);
      try {
        return await work(isTruly);
      } finally {
        underWay -= 1;
        if (isAlone) hasOneAlone = false;
        goOn();
      }
    },
    beStrict() {
      strictAt = moment(clock);
    },
  };
};
