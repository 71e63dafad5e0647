import type { Writable } from "node:stream";

/** Lines on their way out, one after the other. */
export interface Outbox {
  /** Resolves when the line has been handed to the operating system. */
  write(line: string): Promise<void>;
  /** Resolves when everything written so far is out. */
  flushed(): Promise<void>;
  /** Bytes that wait. */
  waiting(): number;
}

/** Writes whole lines to a stream, never more than one at a time, so that a slow reader costs no listeners. */
export const outbox = (stream: Writable): Outbox => {
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;
  const put = (line: string): Promise<void> =>
    new Promise((resolve, reject) => {
      stream.write(`${line}\n`, (error) => (error === null || error === undefined ? resolve() : reject(error)));
    });
  return {
    write(line) {
      const size = Buffer.byteLength(line);
      waiting += size;
      const written = last
        .then(() => put(line))
        .finally(() => {
          waiting -= size;
        });
      last = written.catch(() => undefined);
      return written;
    },
    flushed: () => last,
    waiting: () => waiting,
  };
};
