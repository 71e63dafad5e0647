import { constants } from "node:os";

/** What of the running process can interrupt a command. */
interface Interrupted {
  on(event: string, listener: () => void): unknown;
  exit(code: number): void;
}

/** Work that Ctrl-C and its kind call off. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** The exit code that a shell expects of who was interrupted; undefined when nobody did. */
  code(): number | undefined;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Calls work off at the first signal, so that it can leave in order; a second one ends the process. */
export const onInterrupt = (process: Interrupted): Interrupt => {
  const controller = new AbortController();
  let code: number | undefined;
  for (const name of SIGNALS) {
    process.on(name, () => {
      if (code !== undefined) process.exit(code);
      code = 128 + constants.signals[name];
      controller.abort();
    });
  }
  return { signal: controller.signal, code: () => code };
};
