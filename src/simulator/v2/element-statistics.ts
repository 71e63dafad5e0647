import type { JsonObject } from "../json.ts";
import type { Row } from "../world.ts";

/** How often each element is or was passed, in the order of the element ids. */
export const elementStatistics = (passages: Iterable<Row>): readonly JsonObject[] => {
  const tallies = new Map<string, { active: number; canceled: number; incidents: number; completed: number }>();
  for (const { elementId, type, state, hasIncident } of passages) {
    // The process itself is no element of its diagram; the body of a multi-instance stands for its items, which are counted themselves.
    if (type === "PROCESS") continue;
    const tally = tallies.get(String(elementId)) ?? { active: 0, canceled: 0, incidents: 0, completed: 0 };
    tallies.set(String(elementId), tally);
    if (hasIncident === true) tally.incidents += 1;
    if (type === "MULTI_INSTANCE_BODY") continue;
    if (state === "ACTIVE" && hasIncident !== true) tally.active += 1;
    if (state === "TERMINATED") tally.canceled += 1;
    if (state === "COMPLETED") tally.completed += 1;
  }
  return [...tallies]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([elementId, tally]) => ({ elementId, ...tally }));
};
