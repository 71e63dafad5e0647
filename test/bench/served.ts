import { spawn } from "node:child_process";
import { once } from "node:events";
import { member } from "../../src/narrow.ts";

/** What is started, and with which environment; the place where programs are is always known to it. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** An MCP server as a process of its own, talked to in bare lines. */
export interface Served {
  readonly pid: number | undefined;
  /** Everything on stderr so far. */
  stderr(): string;
  /** Writes messages in one go. */
  write(...messages: readonly object[]): void;
  /** The answer to an id, and how long after the start it came, in ms; rejects when the process ends without it. */
  answer(id: number): Promise<{ readonly message: unknown; readonly ms: number }>;
  /** Ends the process. */
  end(): Promise<void>;
}

/** The first request of a client of the earlier protocol; every client speaks that. */
export const INITIALIZE = {
  jsonrpc: "2.0",
  id: 0,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "bench", version: "1" } },
};
export const INITIALIZED = { jsonrpc: "2.0", method: "notifications/initialized" };

/** A request. */
export const request = (id: number, method: string, params: object = {}) => ({ jsonrpc: "2.0", id, method, params });

/** A `tools/call` request. */
export const toolCall = (id: number, name: string, args: object = {}) =>
  request(id, "tools/call", { name, arguments: args });

const environment = (env: Program["env"]): Record<string, string> => ({
  ...(process.env["PATH"] === undefined ? {} : { PATH: process.env["PATH"] }),
  ...(process.env["HOME"] === undefined ? {} : { HOME: process.env["HOME"] }),
  ...env,
});

/** Starts a server; time counts from here. */
export const serve = ({ command, args, env }: Program): Served => {
  const began = performance.now();
  const child = spawn(command, args, { env: environment(env) });
  const waiting = new Map<unknown, (message: unknown) => void>();
  const exit = once(child, "close");
  let parts: Buffer[] = [];
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    parts.push(chunk);
    if (chunk.at(-1) !== 10) return;
    for (const line of Buffer.concat(parts).toString("utf8").split("\n")) {
      if (line === "") continue;
      const message: unknown = JSON.parse(line);
      waiting.get(member(message, "id"))?.(message);
    }
    parts = [];
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  child.stdin.on("error", () => undefined);
  return {
    pid: child.pid,
    stderr: () => stderr,
    write: (...messages) => {
      child.stdin.write(messages.map((message) => `${JSON.stringify(message)}\n`).join(""));
    },
    answer: (id) =>
      Promise.race([
        new Promise<{ message: unknown; ms: number }>((resolve) => {
          waiting.set(id, (message) => resolve({ message, ms: performance.now() - began }));
        }),
        exit.then(() => Promise.reject(new Error(`${command} ended without an answer: ${stderr.slice(-1000)}`))),
      ]),
    async end() {
      child.kill("SIGKILL");
      await exit;
    },
  };
};

/** How long `node -e 0` takes from its start to its end, in ms. */
export const floor = async (): Promise<number> => {
  const began = performance.now();
  await once(spawn(process.execPath, ["-e", "0"], { env: environment({}), stdio: "ignore" }), "close");
  return performance.now() - began;
};
