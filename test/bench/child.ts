import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Starts another of the bundled benchmark files; gives the process and the first thing it sends. */
export const startChild = async (file: string, argument: string): Promise<{ child: ChildProcess; sent: unknown }> => {
  const child = fork(fileURLToPath(new URL(`./${file}.mjs`, import.meta.url)), [argument]);
  const [sent] = await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) => Promise.reject(new Error(`${file} ended with ${code}`))),
  ]);
  return { child, sent };
};
