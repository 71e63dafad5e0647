import type { Row } from "../camunda/engine.ts";
import { normaliser } from "./normalise.ts";
import { textOf } from "./read.ts";

/** What incidents are put together by; an error always within one version of a process. */
export type GroupBy = "error" | "process" | "version" | "element";

/** Groups kept while counting: memory stays bounded whatever the messages are. */
export const MOST_GROUPS = 1000;
/** Keys kept of each group. */
export const SAMPLES = 3;

/** What is counted of one group. */
export interface Tally {
  readonly first: Row;
  /** What the messages have in common; empty where the groups are not made by message. */
  readonly message: string;
  count: number;
  firstTime: string | undefined;
  lastTime: string | undefined;
  readonly samples: string[];
}

/** The earlier of two points in time, either of which may be missing. */
export const earlier = (one: string | undefined, other: string | undefined): string | undefined =>
  one === undefined || (other !== undefined && other < one) ? other : one;

/** The later of two points in time, either of which may be missing. */
export const later = (one: string | undefined, other: string | undefined): string | undefined =>
  one === undefined || (other !== undefined && other > one) ? other : one;

/** What groups of the same message are told apart by. */
const restOf = (row: Row, groupBy: GroupBy): string => {
  const version = textOf(row, "processDefinitionKey") ?? "";
  if (groupBy === "process" || groupBy === "version") return version;
  const element = groupBy === "element" ? (textOf(row, "elementId") ?? "") : "";
  return `${version}\n${textOf(row, "errorType") ?? ""}\n${element}`;
};

const count = (tally: Tally, row: Row): void => {
  const created = textOf(row, "creationTime");
  const key = textOf(row, "incidentKey");
  tally.count += 1;
  tally.firstTime = earlier(tally.firstTime, created);
  tally.lastTime = later(tally.lastTime, created);
  if (tally.samples.length < SAMPLES && key !== undefined) tally.samples.push(key);
};

/**
 * Counts incidents one by one, those of one cause only where one is given as a normalised message. `add` says whether an incident is
 * in its group or in none on purpose; false when it would have needed one group too many.
 */
export const tallyIncidents = (
  groupBy: GroupBy,
  cause: string | undefined,
): { readonly tallies: readonly Tally[]; add(row: Row): boolean } => {
  const tallies: Tally[] = [];
  // Two steps, so that nothing has to be made of message and rest for each row.
  const byMessage = new Map<string, Map<string, Tally>>();
  const messageOf = normaliser();
  const isByMessage = groupBy === "error" || groupBy === "element";

  const open = (row: Row, message: string): Tally => {
    const tally = { first: row, message, count: 0, firstTime: undefined, lastTime: undefined, samples: [] };
    tallies.push(tally);
    return tally;
  };
  return {
    tallies,
    add(row) {
      const message = isByMessage || cause !== undefined ? messageOf(textOf(row, "errorMessage") ?? "") : "";
      if (cause !== undefined && message !== cause) return true;
      const rest = restOf(row, groupBy);
      const ofMessage = byMessage.get(message);
      const known = ofMessage?.get(rest);
      if (known === undefined && tallies.length >= MOST_GROUPS) return false;
      const tally = known ?? open(row, message);
      if (known === undefined) byMessage.set(message, (ofMessage ?? new Map<string, Tally>()).set(rest, tally));
      count(tally, row);
      return true;
    },
  };
};
