import type { Call, Engine, Row } from "../../camunda/engine.ts";
import { processInstance } from "../../camunda/entities/process-instance.ts";
import { hierarchyOf } from "../../camunda/hierarchy.ts";
import { inParallel } from "../../camunda/parallel.ts";
import { textOf } from "../read.ts";
import { sideLooks } from "../side.ts";
import { eventsOf, timeOf } from "./events.ts";
import { fold, type Gap, gapsIn, type Step } from "./fold.ts";

/** What happened in a process instance and in those it called. */
export interface Timeline {
  readonly instance: Row;
  /** Called instances, all levels. */
  readonly called: number;
  readonly events: number;
  readonly steps: readonly Step[];
  readonly gaps: readonly Gap[];
  readonly length: number;
  /** Whether the elements of all instances could be read. */
  readonly isWhole: boolean;
  readonly notices: readonly string[];
}

const MOST_INSTANCES = 20;

const keysBelow = (rows: readonly Row[], top: string): readonly string[] => {
  const keys = new Set([top]);
  for (const row of rows)
    if (keys.has(textOf(row, "parentProcessInstanceKey") ?? "")) keys.add(String(row["processInstanceKey"]));
  return [...keys];
};

/** Puts together what happened, as of `now`. */
export const timelineOf = async (engine: Engine, key: string, now: number, call: Call): Promise<Timeline> => {
  const looks = sideLooks(call);
  const { row } = await engine.get(processInstance, key, call);
  const tree = await looks.look("the called instances", () => hierarchyOf(engine, row, call));
  const all = keysBelow(tree?.rows ?? [], key);
  const keys = all.slice(0, MOST_INSTANCES);
  const found = await inParallel(keys, (one) => eventsOf(engine, one, looks, call));
  const events = found.flatMap((one) => one.events).sort((a, b) => a.start - b.start);
  const from = timeOf(row, "startDate") ?? events[0]?.start ?? now;
  // The clocks of this machine and of the cluster may differ.
  const latest = Math.max(from, ...events.map(({ start, end }) => end ?? start));
  const to = timeOf(row, "endDate") ?? Math.max(now, latest);
  const cut = all.length > keys.length ? [`Only ${keys.length} of ${all.length} instances were looked at.`] : [];
  return {
    ...{ instance: row, called: keys.length - 1, events: events.length, length: to - from },
    isWhole: found.every(({ hasElements }) => hasElements),
    steps: fold(events, to),
    gaps: gapsIn(events, from, to),
    notices: [
      ...new Set([...(tree?.notices ?? []), ...found.flatMap((one) => one.notices), ...looks.notices(), ...cut]),
    ],
  };
};
