import { untilAborted } from "../abort.ts";

/** Keeps requests from going out while something is found out. */
export interface Gate {
  isClosed(): boolean;
  /** Closes it for as long as it takes; the returned function opens it again. It is open when all that closed it have opened it. */
  close(): () => void;
  /** Resolves when it is open; rejects with the reason of `signal` when that is aborted before. */
  opened(signal: AbortSignal): Promise<void>;
}

/** A gate that is open. */
export const createGate = (): Gate => {
  let closers = 0;
  let waiting: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;
  const wait = () => {
    let resolve = (): void => undefined;
    const promise = new Promise<void>((done) => {
      resolve = done;
    });
    return { promise, resolve };
  };
  return {
    isClosed: () => closers > 0,
    close() {
      closers += 1;
      let isOpened = false;
      return () => {
        if (isOpened) return;
        isOpened = true;
        closers -= 1;
        if (closers > 0) return;
        waiting?.resolve();
        waiting = undefined;
      };
    },
    async opened(signal) {
      while (closers > 0) {
        waiting ??= wait();
        await untilAborted(waiting.promise, signal);
      }
    },
  };
};
