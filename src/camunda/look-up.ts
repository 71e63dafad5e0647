import { type Code, OperateError } from "../errors.ts";
import type { Call } from "./engine.ts";
import { inParallel } from "./parallel.ts";

/** Failures that say something about the one thing that was looked up, and nothing about the others. */
const OF_ONE: readonly Code[] = ["NOT_FOUND", "TOO_LARGE"];

/** Failures that a person has to do something about before any answer can be trusted. */
const OF_ALL: readonly Code[] = ["AUTH_REJECTED", "AUTH_UNAVAILABLE", "CONFIG", "INTERNAL"];

/** Whether an answer can still be given without what failed. */
export const isBearable = (error: unknown, call: Call): error is OperateError =>
  error instanceof OperateError && !call.signal.aborted && !OF_ALL.includes(error.code);

/**
 * Looks up what is good to have but not worth an error, for each key; answers the failures. After one that will hit the others as
 * well no more is asked. A call that has ended, a refused login, wrong settings and a bug of ours still are errors.
 */
export const lookUpEach = async (
  keys: readonly string[],
  call: Call,
  lookUp: (key: string) => Promise<void>,
): Promise<readonly OperateError[]> => {
  const failures: OperateError[] = [];
  await inParallel(keys, async (key) => {
    if (failures.some(({ code }) => !OF_ONE.includes(code))) return;
    try {
      await lookUp(key);
    } catch (error) {
      if (!isBearable(error, call)) throw error;
      failures.push(error);
    }
  });
  return failures;
};

/** Says why values of a field are missing, each reason once. */
export const failureNotices = (field: string, failures: readonly OperateError[]): string[] => {
  const reasons = new Set(failures.map(({ code, message }) => `${code}, ${message}`));
  return [...reasons].map((reason) => `${field} is left out in some rows: ${reason}.`);
};
