import { PassThrough } from "node:stream";
import { expect, onTestFinished } from "vitest";
import { openSession } from "../../src/commands/session.ts";
import { systemFiles } from "../../src/config/files.ts";
import { readSettings } from "../../src/config/read-settings.ts";
import { serve } from "../../src/mcp/server.ts";
import { Wire } from "../../src/mcp/wire.ts";
import { member, textOf } from "../../src/narrow.ts";
import { changes } from "../process/changes.ts";
import { type EagerClock, eagerClock } from "./eager-clock.ts";
import { leaks } from "./sinks.ts";

/** A whole server in this process between two streams, with all that comes out of it. */
export interface ServerRig {
  readonly clock: EagerClock;
  /** Every line of stdout so far. */
  readonly lines: readonly string[];
  /** Every line of the log so far. */
  readonly log: readonly string[];
  /** Calls a tool; gives what the model reads, also of an error. */
  call(tool: string, args?: object): Promise<string>;
  /** Sends a request and gives its whole answer. */
  ask(method: string, params?: object): Promise<unknown>;
  /** Sends a notification. */
  tell(method: string, params?: object): void;
  /**
   * The common invariant: stdout holds JSON-RPC only, each id has one answer (but those `without` one), no secret is in any sink,
   * the server still answers, and after the end no deadline is left.
   */
  expectSound(without?: readonly string[]): Promise<void>;
}

export interface RigOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly clock?: EagerClock;
}

const handshake = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1" } };

/** Starts a server with these settings; it ends with the test. */
export const serverRig = async ({ env, secrets = [], clock = eagerClock() }: RigOptions): Promise<ServerRig> => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const [log, lines]: [string[], string[]] = [[], []];
  const settings = readSettings({
    env: { OPERATE_MCP_LOG_LEVEL: "debug", ...env },
    cwd: "/nowhere",
    files: systemFiles,
  });
  const session = openSession(settings, { clock, random: () => 0.5, writeLog: (line) => log.push(line) });
  const { changed, until } = changes();
  let hasEnded = false;
  const wire = new Wire({
    input,
    output,
    clock,
    observe: (event) => session.log.warn("protocol", { refused: event }),
    ended: () => {
      hasEnded = true;
      changed();
    },
  });
  const { tools, surroundings } = session;
  serve(wire, { version: "1", tools, structured: settings.structured, surroundings });

  const answers = new Map<unknown, unknown>();
  let unfinished = "";
  output.setEncoding("utf8").on("data", (chunk: string) => {
    const [...whole] = `${unfinished}${chunk}`.split("\n");
    unfinished = whole.pop() ?? "";
    for (const line of whole) {
      lines.push(line);
      const message: unknown = JSON.parse(line);
      answers.set(member(message, "id"), message);
    }
    changed();
  });

  let asked = 0;
  const send = (message: object): void => {
    input.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  };
  const ask = async (method: string, params: object = {}): Promise<unknown> => {
    const id = `asked ${++asked}`;
    send({ id, method, params });
    await until(() => answers.has(id));
    return answers.get(id);
  };
  const tell = (method: string, params: object = {}): void => send({ method, params });
  let isOver = false;
  const end = async (): Promise<void> => {
    if (isOver) return;
    isOver = true;
    input.end();
    await until(() => hasEnded);
    await session.close();
  };
  onTestFinished(end);

  await ask("initialize", handshake);
  tell("notifications/initialized");
  return {
    clock,
    lines,
    log,
    ask,
    tell,
    async call(tool, args = {}) {
      const content = member(member(await ask("tools/call", { name: tool, arguments: args }), "result"), "content");
      return textOf(member(Array.isArray(content) ? content[0] : undefined, "text")) ?? "";
    },
    async expectSound(without = []) {
      expect(await ask("ping")).toMatchObject({ result: {} });
      await end();
      const ids = lines.map((line) => member(JSON.parse(line), "id"));
      for (const line of lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: "2.0" });
      const expected = Array.from({ length: asked }, (_, index) => `asked ${index + 1}`);
      expect(ids.filter((id) => id !== undefined).toSorted()).toEqual(
        expected.filter((id) => !without.includes(id)).toSorted(),
      );
      expect(leaks([...lines, ...log].join("\n"), secrets)).toEqual([]);
      expect(clock.pending()).toEqual([]);
    },
  };
};
