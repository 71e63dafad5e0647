import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { onTestFinished } from "vitest";
import { member } from "../../src/narrow.ts";
import { environment, MAIN } from "./built.ts";
import { changes } from "./changes.ts";

/** How a process ended: its exit code, or the signal that killed it. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What a process left behind. */
export interface Finished extends Exit {
  readonly stdout: string;
  readonly stderr: string;
}

/** A server as a process of its own, talked to line by line as a host does, without an MCP client in between. */
export interface ServerProcess {
  readonly child: ChildProcessWithoutNullStreams;
  /** Every line of stdout so far. */
  readonly lines: readonly string[];
  /** Everything on stderr so far. */
  stderr(): string;
  /** Resolves when stderr holds this. */
  logged(text: string): Promise<void>;
  /** Writes messages in one go: objects as JSON and texts as they are, each on its line. */
  write(...messages: readonly unknown[]): void;
  /** Resolves with the answer to an id as soon as it is there; rejects when the process ends without it. */
  answer(id: string | number | null): Promise<unknown>;
  /** Sends a request and waits for its answer. */
  ask(method: string, params?: object): Promise<unknown>;
  /** Calls a tool and waits for the result. */
  call(tool: string, args?: object): Promise<unknown>;
  /** Shakes hands in the way of protocol version 2025-11-25. */
  open(): Promise<void>;
  /** Ends stdin. */
  hangUp(): void;
  readonly exit: Promise<Exit>;
}

export const INITIALIZE = {
  jsonrpc: "2.0",
  id: "initialize",
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1" } },
};
export const INITIALIZED = { jsonrpc: "2.0", method: "notifications/initialized" };

/** A `tools/call` request. */
export const toolCall = (id: string | number, name: string, args: object = {}, meta?: object) => ({
  jsonrpc: "2.0",
  id,
  method: "tools/call",
  params: { name, arguments: args, ...(meta === undefined ? {} : { _meta: meta }) },
});

const asLine = (message: unknown): string => `${typeof message === "string" ? message : JSON.stringify(message)}\n`;

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

/** What is started: a program, with the arguments it always gets. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

const BUILT: Program = { command: process.execPath, args: [MAIN] };

const startChild = (env: Readonly<Record<string, string>>, args: readonly string[], program: Program, cwd: string) => {
  const child = spawn(program.command, [...program.args, ...args], { env: environment(env), cwd });
  const exit = new Promise<Exit>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal }));
  });
  // A child that is gone before everything was written to it is what some tests are about.
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on("error", () => undefined);
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exit;
  });
  return { child, exit };
};

/** Runs the program to its end. */
export const run = async (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  program: Program = BUILT,
): Promise<Finished> => {
  const { child, exit } = startChild(env, args, program, "/");
  const out = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => (out.stdout += chunk));
  child.stderr.on("data", (chunk) => (out.stderr += chunk));
  child.stdin.end();
  return { ...(await exit), ...out };
};

/** Starts a server with these settings and no others; it is ended after the test if it still runs then. */
export const startServer = (
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
  program: Program = BUILT,
  cwd = "/",
): ServerProcess => {
  const { child, exit } = startChild(env, args, program, cwd);
  const lines: string[] = [];
  const answers = new Map<unknown, unknown>();
  const { changed, until } = changes();
  let unfinished = "";
  let stderr = "";
  let hasEnded = false;
  let asked = 0;

  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    const [...whole] = `${unfinished}${chunk}`.split("\n");
    unfinished = whole.pop() ?? "";
    for (const line of whole) {
      const message = parsed(line);
      lines.push(line);
      if (member(message, "method") === undefined) answers.set(member(message, "id"), message);
    }
    changed();
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
    changed();
  });
  exit.finally(() => {
    hasEnded = true;
    changed();
  });

  const write = (...messages: readonly unknown[]): void => {
    child.stdin.write(messages.map(asLine).join(""));
  };
  const orEnded = async (what: string, holds: () => boolean): Promise<void> => {
    await until(() => hasEnded || holds());
    if (!holds()) throw new Error(`the server ended without ${what}; it said: ${stderr.slice(-2000)}`);
  };
  const answer = async (id: string | number | null): Promise<unknown> => {
    await orEnded(`an answer to ${JSON.stringify(id)}`, () => answers.has(id));
    return answers.get(id);
  };
  const ask = (method: string, params: object = {}): Promise<unknown> => {
    asked += 1;
    write({ jsonrpc: "2.0", id: `asked ${asked}`, method, params });
    return answer(`asked ${asked}`);
  };

  return {
    child,
    lines,
    stderr: () => stderr,
    logged: (text) => orEnded(`logging ${text}`, () => stderr.includes(text)),
    write,
    answer,
    ask,
    call: async (name, args = {}) => member(await ask("tools/call", { name, arguments: args }), "result"),
    async open() {
      write(INITIALIZE, INITIALIZED);
      await answer(INITIALIZE.id);
    },
    hangUp: () => child.stdin.end(),
    exit,
  };
};

/** Milliseconds until something has come about. */
export const timed = async (work: Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work;
  return performance.now() - began;
};
