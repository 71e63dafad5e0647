import type { Readable, Writable } from "node:stream";
import { systemClock } from "../clock.ts";
import type { Settings } from "../config/config.ts";
import { instructionsOf, listingOf } from "../mcp/listing.ts";
import { openingOf } from "../mcp/opening.ts";
import { Reception } from "../mcp/reception.ts";
import { Wire } from "../mcp/wire.ts";
import { VERSION } from "../version.ts";
import { openLog } from "./open-log.ts";
import type { Session } from "./session.ts";

/** The process as a server sees it. */
export interface Process {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable;
  readonly stderr: Writable;
  on(event: string, listener: (reason: unknown) => void): unknown;
  exit(code: number): void;
}

/** Longest time for closing connections once everything is written. */
const CLOSE_MS = 100;

/** For a person who started the server by hand and would wait for it as it waits for a client. */
const HINT = "operate-mcp waits for an MCP client on stdin. Try operate-mcp --help or operate-mcp demo.\n";

/**
 * Serves MCP over stdin and stdout until the client goes away or a signal comes. What a client asks first is answered before most of
 * the program is loaded.
 */
export const serveCommand = (
  settings: Settings,
  process: Process,
  onEnd: () => Promise<void> = async () => {},
): void => {
  const { stdin, stdout, stderr } = process;
  // A host that closes only stderr must not end the server.
  stderr.on("error", () => undefined);
  if (stdin.isTTY) stderr.write(HINT);
  const logs = openLog(settings, { clock: systemClock, writeLog: (line) => stderr.write(line) });
  const { log } = logs;
  let session: Session | undefined;

  let isEnding = false;
  const end = (code: number): void => {
    if (isEnding) return;
    isEnding = true;
    const closed = Promise.all([session?.close(), onEnd()]).catch(() => undefined);
    Promise.race([closed, systemClock.sleep(CLOSE_MS)]).then(() => process.exit(code));
  };

  const wire = new Wire({
    input: stdin,
    output: stdout,
    clock: systemClock,
    observe: (event) => log.warn("protocol", { refused: event }),
    ended: () => end(0),
  });
  let signals = 0;
  const stop = (): void => {
    signals += 1;
    if (signals === 1) wire.close();
    else process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, stop);
  for (const event of ["uncaughtException", "unhandledRejection"]) {
    process.on(event, (reason) => {
      log.error(event, { stack: reason instanceof Error ? reason.stack : typeof reason });
      end(1);
    });
  }
  log.info("serving", { version: VERSION });
  const { structured } = settings;
  const listing = listingOf(settings);
  new Reception(wire, {
    clock: systemClock,
    open: openingOf({ version: VERSION, instructions: instructionsOf(settings), structured, listing }),
    attach: async (transport) => {
      const { attach } = await import("./attach.ts");
      session = attach(transport, settings, { clock: systemClock, random: Math.random, ...logs }, listing);
    },
  });
};
