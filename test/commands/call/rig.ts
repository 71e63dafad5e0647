import { PassThrough, Readable, type Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { callCommand } from "../../../src/commands/call/call.ts";
import { progressBar } from "../../../src/commands/call/progress-bar.ts";
import { onInterrupt } from "../../../src/commands/interrupt.ts";
import { type Cluster, startCluster } from "../../../src/simulator/cluster.ts";
import type { ClusterOptions } from "../../../src/simulator/options.ts";
import { sessionFrom, settingsFor } from "../../support/connect.ts";

/** What a call left behind. */
export interface Called {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a call may be given besides its words. */
export interface CallOptions {
  readonly json?: boolean;
  /** What is piped in. */
  readonly piped?: string;
  readonly isTTY?: boolean;
  /** Told how to press Ctrl-C, once the call listens for it. */
  readonly listening?: (press: () => void) => void;
}

/** Everything written to it so far, and at the end. */
const output = (isTTY: boolean): { stream: Writable & { isTTY: boolean }; all: () => Promise<string> } => {
  const stream = Object.assign(new PassThrough(), { isTTY });
  const all = text(stream);
  return {
    stream,
    all: () => {
      stream.end();
      return all;
    },
  };
};

/** Calls a tool with these settings. */
export const callWith = async (
  env: Record<string, string>,
  [tool = "", ...args]: readonly string[],
  { json = false, piped, isTTY = false, listening }: CallOptions = {},
): Promise<Called> => {
  const session = sessionFrom(env);
  const [stdout, stderr] = [output(false), output(isTTY)];
  const presses: (() => void)[] = [];
  try {
    const code = await callCommand(
      { tool, args, json },
      {
        session,
        stdin: Readable.from(piped === undefined ? [] : [Buffer.from(piped)]),
        isPiped: piped !== undefined,
        stdout: stdout.stream,
        stderr: stderr.stream,
        bar: progressBar(stderr.stream),
        interruptible: () => {
          const interrupt = onInterrupt({ on: (_, press) => presses.push(press), exit: () => undefined });
          listening?.(() => presses[0]?.());
          return interrupt;
        },
      },
    );
    return { code, stdout: await stdout.all(), stderr: await stderr.all() };
  } finally {
    await session.close();
  }
};

/** A cluster until the test is over, and calls to it. */
export const callable = async (options: ClusterOptions = {}, env: Record<string, string> = {}) => {
  const cluster: Cluster = await startCluster(options);
  onTestFinished(() => cluster.close());
  const settings = { ...settingsFor(cluster, options.login), ...env };
  return {
    cluster,
    call: (words: readonly string[], more?: CallOptions) => callWith(settings, words, more),
  };
};
