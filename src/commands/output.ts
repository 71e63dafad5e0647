import type { Writable } from "node:stream";
import { member, textOf } from "../narrow.ts";
import { EXIT } from "./exit.ts";

/** What of the running process writes, and ends. */
interface Writing {
  readonly stdout: Writable;
  readonly stderr: Writable;
  exitCode?: number | string | null | undefined;
  on(event: "exit", listener: (code: number) => void): unknown;
  exit(code?: number): void;
}

/** The codes of a reader that went away. */
const WENT_AWAY = new Set(["EPIPE", "ECONNRESET", "EOF"]);

const codeOf = (error: unknown): string => textOf(member(error, "code")) ?? "";

/**
 * Lets no output get lost unnoticed: where it cannot be written (a full disk), the process does not end with 0. A reader that has seen
 * enough (`operate-mcp demo | head`) is no error.
 */
export const watchOutput = (process: Writing): void => {
  const { stdout, stderr } = process;
  let isLost = false;
  process.on("exit", (code) => {
    if (isLost && code === EXIT.ok) process.exitCode = EXIT.unwritten;
  });
  stdout.on("error", (error) => {
    const code = codeOf(error);
    if (WENT_AWAY.has(code)) return process.exit();
    isLost = true;
    stderr.write(`operate-mcp: the output cannot be written (${code})\n`, () => process.exit(EXIT.unwritten));
  });
  // Without it the answer is still worth having; an error that it was to tell shows in the exit code.
  stderr.on("error", (error) => {
    if (!WENT_AWAY.has(codeOf(error))) isLost = true;
  });
};
