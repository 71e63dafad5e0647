import { PassThrough, type Writable } from "node:stream";
import type { JSONRPCMessage } from "@modelcontextprotocol/server";
import { splitLines } from "../../src/mcp/lines.ts";
import { Wire } from "../../src/mcp/wire.ts";
import { manualClock } from "../support/manual-clock.ts";

/** A JSON-RPC request. */
export const request = (id: string | number, method = "tools/call", params?: Record<string, unknown>) => ({
  jsonrpc: "2.0" as const,
  id,
  method,
  ...(params === undefined ? {} : { params }),
});

/** A JSON-RPC answer. */
export const answer = (id: string | number, text = "done"): JSONRPCMessage => ({
  jsonrpc: "2.0",
  id,
  result: { text },
});

const lineOf = (message: unknown): string => `${typeof message === "string" ? message : JSON.stringify(message)}\n`;

/** A wire between two streams, and what came of it; without an `output` of its own everything written is read at once. */
export const wireRig = (output?: Writable) => {
  const input = new PassThrough();
  const read = new PassThrough();
  const clock = manualClock();
  const passed: JSONRPCMessage[] = [];
  const sent: unknown[] = [];
  const events: string[] = [];
  const counts = { ended: 0, closed: 0 };
  const lines = splitLines({
    limit: 100_000_000,
    line: (bytes) => sent.push(JSON.parse(bytes.toString("utf8"))),
    tooLong: () => undefined,
  });
  read.on("data", (chunk: Buffer) => lines.push(chunk));
  const wire = new Wire({
    input,
    output: output ?? read,
    clock,
    observe: (event) => events.push(event),
    ended: () => {
      counts.ended += 1;
    },
  });
  wire.onmessage = (message) => passed.push(message);
  wire.onclose = () => {
    counts.closed += 1;
  };
  const settle = () => clock.advance(0);
  return {
    input,
    output: output ?? read,
    wire,
    clock,
    passed,
    sent,
    events,
    counts,
    settle,
    /** Feeds messages, each on its line, texts as they are, and lets them be dealt with. */
    async feed(...messages: readonly unknown[]) {
      input.write(messages.map(lineOf).join(""));
      await settle();
    },
    /** Ends the input, and lets that be dealt with. */
    async hangUp() {
      input.end();
      await settle();
    },
  };
};
