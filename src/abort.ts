/**
 * Waits for shared work on behalf of one caller: when `signal` is aborted, this caller is let go with the signal's reason,
 * and the work goes on for the others.
 */
export const untilAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) {
      work.catch(() => undefined);
      reject(signal.reason);
      return;
    }
    const leave = () => reject(signal.reason);
    signal.addEventListener("abort", leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  });

/**
 * Begins work that is done once for all callers; each waits for it with a signal of its own. When the last one waiting has left
 * before it is done, the signal given to the work is aborted with that caller's reason.
 */
export const whileAwaited = <T>(work: (signal: AbortSignal) => Promise<T>): ((signal: AbortSignal) => Promise<T>) => {
  const deserted = new AbortController();
  let waiting = 0;
  let isDone = false;
  const result = work(deserted.signal).finally(() => {
    isDone = true;
  });
  return async (signal) => {
    waiting++;
    try {
      return await untilAborted(result, signal);
    } finally {
      waiting--;
      if (waiting === 0 && !isDone) deserted.abort(signal.reason);
    }
  };
};
