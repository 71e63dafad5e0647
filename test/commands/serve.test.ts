import { PassThrough, Writable } from "node:stream";
import { expect, test } from "vitest";
import { type Process, serveCommand } from "../../src/commands/serve.ts";
import { LOCAL, read } from "../config/reading.ts";

/** A process of which everything can be seen and nothing comes true. */
const fakeProcess = (streams: Partial<Process>) => {
  const stderr = new PassThrough();
  const listeners = new Map<string, (reason: unknown) => void>();
  const exits: number[] = [];
  const process: Process = {
    stdin: new PassThrough(),
    stdout: new PassThrough().resume(),
    stderr,
    on: (event, listener) => listeners.set(event, listener),
    exit: (code) => exits.push(code),
    ...streams,
  };
  serveCommand(read(LOCAL), process);
  return {
    process,
    exits,
    said: () => String(stderr.read() ?? ""),
    happens: (event: string) => listeners.get(event)?.(undefined),
  };
};

/** An output that never finishes what it is given, and tells when it was given something. */
const stuckOutput = () => {
  let tell: () => void = () => undefined;
  const given = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return { output: new Writable({ write: () => tell() }), given };
};

test("a second signal ends the process at once, even when the client does not read", async () => {
  const { output, given } = stuckOutput();
  const { process, exits, happens } = fakeProcess({ stdout: output });
  process.stdin.push('{"jsonrpc":"2.0","id":1,"method":"ping"}\n');
  await given;
  happens("SIGTERM");
  expect(exits).toEqual([]);
  happens("SIGINT");
  expect(exits).toEqual([0]);
});

test("tells a person at a terminal what it waits for, and a host nothing", () => {
  const terminal = Object.assign(new PassThrough(), { isTTY: true });
  expect(fakeProcess({ stdin: terminal }).said()).toMatch(/waits for an MCP client.*--help/);
  expect(fakeProcess({}).said()).toBe("");
});
