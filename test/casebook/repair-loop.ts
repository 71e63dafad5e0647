import { textOf } from "../../src/narrow.ts";
import { type Answer, type Connected, connect, settingsFor } from "../support/connect.ts";
import { leapingClock } from "../support/leaping-clock.ts";
import type { Repair } from "./repairs.ts";
import { NOW, sample } from "./worlds.ts";

/** One call of a repair, as a reader sees it. */
export interface Made {
  readonly tool: string;
  readonly answer: Answer;
}

/** A repair from the diagnosis to the look afterwards. */
export interface Loop {
  readonly calls: readonly Made[];
  readonly before: Answer;
  /** What became of the keys of each step. */
  readonly ends: readonly Readonly<Record<string, number>>[];
  readonly after: Answer;
  /** Requests that changed something. */
  readonly writes: number;
}

const OUTCOMES = ["done", "pending", "failedAgain", "refused", "unknown", "notSent"];

const endsIn = ({ structured }: Answer): Record<string, number> =>
  Object.fromEntries(
    OUTCOMES.flatMap((name) => (structured[name] === undefined ? [] : [[name, Number(structured[name])]])),
  );

const CHANGES = /\/(?:resolution|cancellation|deletion|migration|modification)$/;

/** Diagnoses, plans, confirms and looks again, on a sample cluster of its own. */
export const repair = async (
  { processInstanceKey, steps, fate }: Repair,
  closing?: (close: () => Promise<void>) => void,
): Promise<Loop> => {
  const clock = leapingClock(NOW);
  const client: Connected = await connect({
    cluster: { version: "8.9", world: sample, clock, runtime: { lag: 800, ...(fate === undefined ? {} : { fate }) } },
    env: (cluster) => ({ ...settingsFor(cluster), OPERATE_MCP_API: "v2", OPERATE_MCP_ALLOW_WRITES: "true" }),
    clock,
    ...(closing === undefined ? {} : { closing }),
  });
  const calls: Made[] = [];
  const make = async (tool: string, args: Record<string, unknown>): Promise<Answer> => {
    const answer = await client.call(tool, args);
    calls.push({ tool, answer });
    return answer;
  };
  const before = await make("diagnose_process_instance", { processInstanceKey });
  const ends: Record<string, number>[] = [];
  for (const { tool, args } of steps) {
    const plan = await make(tool, { ...args });
    const confirmation = textOf(plan.structured["confirmation"]);
    if (confirmation === undefined) throw new Error(plan.text);
    const done = await make(tool, { ...args, confirmation });
    if (done.isError) throw new Error(done.text);
    ends.push(endsIn(done));
  }
  const after = await make("diagnose_process_instance", { processInstanceKey });
  const writes = client.cluster.journal.entries.filter(
    ({ method, path }) => method === "PUT" || method === "PATCH" || CHANGES.test(path),
  );
  return { calls, before, ends, after, writes: writes.length };
};
