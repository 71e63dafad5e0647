import { PassThrough, Writable } from "node:stream";
import { expect, test } from "vitest";
import { type Process, serveCommand } from "../../src/commands/serve.ts";
import { read } from "../config/reading.ts";

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
  const listeners = new Map<string, (reason: unknown) => void>();
  const exits: number[] = [];
  const process: Process = {
    stdin: new PassThrough(),
    stdout: output,
    stderr: new PassThrough().resume(),
    on: (event, listener) => listeners.set(event, listener),
    exit: (code) => exits.push(code),
  };
  serveCommand(read({}), process);
  process.stdin.push('{"jsonrpc":"2.0","id":1,"method":"ping"}\n');
  await given;
  listeners.get("SIGTERM")?.(undefined);
  expect(exits).toEqual([]);
  listeners.get("SIGINT")?.(undefined);
  expect(exits).toEqual([0]);
});
