import { systemClock } from "../../src/clock.ts";
import type { Print, Scale } from "./bench.ts";
import { median } from "./median.ts";
import { OURS, quickCluster } from "./our-server.ts";
import { peakOf } from "./peak.ts";
import { floor, INITIALIZE, INITIALIZED, type Program, request, type Served, serve, toolCall } from "./served.ts";

/** A client that reads the list before it calls leaves about so much time between. */
const READING_MS = 300;
const FAILED = '"isError":true';

/** What one process was measured at, by name. */
export type Sample = Readonly<Record<string, number>>;

/** A process that waits for ever, as a server does. */
const IDLE: Program = {
  command: process.execPath,
  args: ["-e", "setInterval(() => 0, 1000); console.log('{\"id\":0}')"],
};

const withProcess = async (program: Program, work: (served: Served) => Promise<Sample>): Promise<Sample> => {
  const served = serve(program);
  try {
    return await work(served);
  } finally {
    await served.end();
  }
};

const idle = (): Promise<Sample> =>
  withProcess(IDLE, async (served) => {
    await served.answer(0);
    return { memory: await peakOf(served.pid) };
  });

/** Start to the answers of `initialize` and, sent right behind it, `tools/list`. */
export const lists = (program: Program): Promise<Sample> =>
  withProcess(program, async (served) => {
    const [first, second] = [served.answer(0), served.answer(1)];
    served.write(INITIALIZE);
    const { ms: initialize } = await first;
    served.write(INITIALIZED, request(1, "tools/list"));
    const { ms: list } = await second;
    return { initialize, list, listMemory: await peakOf(served.pid) };
  });

const search = (id: number) => toolCall(id, "search_incidents", { state: "ACTIVE" });

const checked = ({ message, ms }: { readonly message: unknown; readonly ms: number }): number => {
  const text = JSON.stringify(message);
  if (text.includes(FAILED) || !text.includes("incidentKey")) throw new Error(`a search failed: ${text.slice(0, 500)}`);
  return ms;
};

/** Start to the answer of a search that is sent in the same write as `initialize`. */
const calls = (program: Program): Promise<Sample> =>
  withProcess(program, async (served) => {
    const answered = served.answer(2);
    served.write(INITIALIZE, INITIALIZED, search(2));
    return { call: checked(await answered), callMemory: await peakOf(served.pid) };
  });

/** A first search when the list was read, and the same once more. */
const callsLater = (program: Program): Promise<Sample> =>
  withProcess(program, async (served) => {
    const listed = served.answer(1);
    served.write(INITIALIZE, INITIALIZED, request(1, "tools/list"));
    await listed;
    await systemClock.sleep(READING_MS);
    const times: number[] = [];
    for (const id of [2, 3]) {
      const began = performance.now();
      const answered = served.answer(id);
      served.write(search(id));
      checked(await answered);
      times.push(performance.now() - began);
    }
    const [first = 0, second = 0] = times;
    return { first, second };
  });

const medianOf = (samples: readonly Sample[], of: (sample: Sample) => number | undefined): number =>
  median(samples.map((sample) => of(sample) ?? Number.NaN));

/** One line of the table: its name, what it is measured in, its part of a sample, what that is compared with, and what is to be reached. */
type Line = readonly [name: string, part: string, base: string, reach: string];

const LINES: readonly Line[] = [
  ["spawn to initialize answered, ms", "initialize", "floor", "1.25"],
  ["spawn to tools/list answered, ms", "list", "floor", "1.3"],
  ["spawn to a search sent at once answered, ms", "call", "floor", "2.9"],
  [`a search ${READING_MS} ms after tools/list, ms (base: the same again)`, "first", "second", "2"],
  ["peak memory after tools/list, MB", "listMemory", "memory", "1.25"],
  ["peak memory after the first call, MB", "callMemory", "memory", "1.8"],
];

/**
 * How long whole processes take from their start to an answer, and the most memory they had by then, against `node -e 0` in the same
 * round. A ratio is the median of the ratios of the rounds.
 */
export const benchStart = async (print: Print, { quick }: Scale): Promise<void> => {
  const cluster = await quickCluster(1000);
  const ours = { ...OURS, env: cluster.env };
  const rounds: Sample[] = [];
  for (let round = 0; round <= (quick ? 3 : 14); round += 1) {
    const sample = {
      ...(await idle()),
      floor: await floor(),
      ...(await lists(ours)),
      ...(await calls(ours)),
      ...(await callsLater(ours)),
    };
    // The first one fills the caches of the disk.
    if (round > 0) rounds.push(sample);
  }
  print(`\nstart: medians of ${rounds.length} rounds`);
  print("what\tours\tbase\tratio\treach");
  for (const [name, part, base, reach] of LINES) {
    const ratio = medianOf(rounds, (one) => (one[part] ?? Number.NaN) / (one[base] ?? Number.NaN));
    const values = [part, base].map((of) => medianOf(rounds, (one) => one[of]).toFixed(1));
    print([name, ...values, ratio.toFixed(2), reach].join("\t"));
  }
  cluster.process.disconnect();
};
