import type { Version } from "../../camunda/entity.ts";
import type { Json } from "../json.ts";
import type { Served } from "../served.ts";
import type { Row } from "../world.ts";

/** Something that can be read below one process instance, next to the instance itself. */
export interface Part {
  /** First version with this endpoint. */
  readonly since: Version;
  readonly read: (api: Served, processInstanceKey: string) => Json;
}

const MOST_FLOWS = 1000;

/** How far each element of an instance has come, the most visited first. */
const statistics = ({ entities, store }: Served, processInstanceKey: string): Json => {
  const elements = entities.find(({ path }) => path.v1 === "flownode-instances");
  const passages = new Map<string, Row[]>();
  for (const row of elements ? store.belonging(elements, processInstanceKey) : []) {
    const elementId = String(row["elementId"]);
    passages.set(elementId, [...(passages.get(elementId) ?? []), row]);
  }
  return [...passages]
    .sort(([one, rows], [other, more]) => more.length - rows.length || (one < other ? -1 : 1))
    .map(([activityId, rows]) => ({ activityId, ...tally(rows) }));
};

const tally = (rows: readonly Row[]): Record<string, number> => {
  // The body of a multi-instance stands for its items, which are counted themselves; its incident is shown on both.
  const counted = rows.filter(({ type }) => type !== "MULTI_INSTANCE_BODY");
  const inState = (wanted: string) => counted.filter(({ state }) => state === wanted);
  return {
    active: inState("ACTIVE").filter(({ hasIncident }) => hasIncident !== true).length,
    canceled: inState("TERMINATED").length,
    incidents: rows.filter(({ hasIncident }) => hasIncident === true).length,
    completed: inState("COMPLETED").length,
  };
};

/** What can be read below a process instance, by the end of its path. */
export const PARTS: Readonly<Record<string, Part>> = {
  statistics: { since: "8.2", read: statistics },
  "sequence-flows": {
    since: "8.2",
    read: ({ store }, key) => store.sequenceFlows(key).toSorted().slice(0, MOST_FLOWS),
  },
};
