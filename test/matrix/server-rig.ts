import type { LookupFunction } from "node:net";
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
  /** Calls a tool; the returned function cancels it. No answer is expected then. */
  begin(tool: string, args?: object): { readonly cancel: () => void };
  /** Sends a request; likewise. */
  beginToAsk(method: string, params: object): { readonly cancel: () => void };
  /**
   * Ends the server and asserts the common invariant, as is done after each test in any case: stdout holds JSON-RPC only, each id
   * has one answer (but none that was cancelled), no secret is in any sink, the server still answers, and after the end no deadline
   * is left and no socket open.
   */
  expectSound(): Promise<void>;
}

export interface RigOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Secrets beside those of the settings. */
  readonly secrets?: readonly string[];
  readonly lookup?: LookupFunction;
  readonly clock?: EagerClock;
}

const handshake = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1" } };

/** Open connections of this process, either end. */
const sockets = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap" || name === "TLSWrap").length;

/** Shorter ones are words like others. */
const SHORTEST_SECRET = 6;

/** Starts a server with these settings; it ends with the test, and has to be sound then. */
export const serverRig = async (options: RigOptions): Promise<ServerRig> => {
  const { env, clock = eagerClock() } = options;
  const socketsBefore = sockets();
  const [input, output] = [new PassThrough(), new PassThrough()];
  const [log, lines]: [string[], string[]] = [[], []];
  const settings = readSettings({
    env: { OPERATE_MCP_LOG_LEVEL: "debug", ...env },
    cwd: "/nowhere",
    files: systemFiles,
  });
  const secrets = [...settings.secrets, ...(options.secrets ?? [])].filter(({ length }) => length >= SHORTEST_SECRET);
  const { lookup } = options;
  const session = openSession(settings, {
    clock,
    random: () => 0.5,
    writeLog: (line) => log.push(line),
    ...(lookup === undefined ? {} : { lookup }),
  });
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
  const cancelled = new Set<string>();
  const send = (message: object): void => {
    input.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  };
  const begin = (method: string, params: object): string => {
    const id = `asked ${++asked}`;
    send({ id, method, params });
    return id;
  };
  const ask = async (method: string, params: object = {}): Promise<unknown> => {
    const id = begin(method, params);
    await until(() => answers.has(id));
    return answers.get(id);
  };
  const tell = (method: string, params: object = {}): void => send({ method, params });

  const expectAnswers = (): void => {
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: "2.0" });
    const ids = lines.map((line) => member(JSON.parse(line), "id")).filter((id) => id !== undefined);
    const expected = Array.from({ length: asked }, (_, index) => `asked ${index + 1}`);
    expect(ids.toSorted()).toEqual(expected.filter((id) => !cancelled.has(id)).toSorted());
  };
  const expectNoSecret = (): void => {
    const said = [...lines, ...log].join("\n");
    expect(leaks(said, secrets)).toEqual([]);
    // Those that came up on the way: tokens, cookies, CSRF tokens.
    expect(surroundings().secrets.redact(said)).toBe(said);
  };
  const endSound = async (): Promise<void> => {
    expect(await ask("ping")).toMatchObject({ result: {} });
    input.end();
    await until(() => hasEnded);
    await session.close();
    expectAnswers();
    expectNoSecret();
    expect(clock.pending()).toEqual([]);
    while (sockets() > socketsBefore) await new Promise((resolve) => setImmediate(resolve));
  };
  let sound: Promise<void> | undefined;
  const expectSound = (): Promise<void> => {
    sound ??= endSound();
    return sound;
  };
  onTestFinished(expectSound);

  const beginToAsk = (method: string, params: object) => {
    const requestId = begin(method, params);
    const cancel = (): void => {
      cancelled.add(requestId);
      tell("notifications/cancelled", { requestId });
    };
    return { cancel };
  };

  await ask("initialize", handshake);
  tell("notifications/initialized");
  return {
    clock,
    lines,
    log,
    ask,
    tell,
    begin: (name, args = {}) => beginToAsk("tools/call", { name, arguments: args }),
    beginToAsk,
    async call(tool, args = {}) {
      const content = member(member(await ask("tools/call", { name: tool, arguments: args }), "result"), "content");
      return textOf(member(Array.isArray(content) ? content[0] : undefined, "text")) ?? "";
    },
    expectSound,
  };
};
