import type { Call, Engine, Row } from "../camunda/engine.ts";
import { incident } from "../camunda/entities/incident.ts";
import { processDefinition } from "../camunda/entities/process-definition.ts";
import { inParallel } from "../camunda/parallel.ts";
import type { Query } from "../camunda/search/query.ts";
import { incidentElements } from "./incident-elements.ts";
import { earlier, type GroupBy, later, MOST_GROUPS, SAMPLES, type Tally, tallyIncidents } from "./incident-tally.ts";
import { readIncidents } from "./open-incidents.ts";
import { rowsOf, textOf } from "./read.ts";
import { type SideLooks, sideLooks } from "./side.ts";

export type { GroupBy } from "./incident-tally.ts";

/** Incidents of the same cause. */
export interface IncidentGroup {
  readonly errorType?: string;
  /** The message of the first one seen, or what all have in common. */
  readonly errorMessage?: string;
  readonly processDefinitionId?: string;
  readonly processDefinitionKey?: string;
  readonly version?: number;
  readonly elementId?: string;
  readonly count: number;
  readonly firstTime?: string;
  readonly lastTime?: string;
  readonly sampleIncidentKeys: readonly string[];
}

/** Incidents that were looked at; exact when those are all that match and each is in one of the groups. */
export interface Coverage {
  readonly rows: number;
  readonly exact: boolean;
}

/** Groups, the largest first, and what they are made from. */
export interface IncidentGroups {
  readonly groups: readonly IncidentGroup[];
  readonly groupsInAll: number;
  readonly coverage: Coverage;
  readonly notices: readonly string[];
}

const PAGE = 1000;
/** What is not among these is rarely worth the reading: the answer says how much of it there is. */
const MOST_SHOWN = 20;
/** On the Operate API the element of an incident costs a request. */
const MOST_ELEMENTS = 50;

/** Id and version of process definitions, by key. */
const definitionsOf = async (
  engine: Engine,
  tallies: readonly Tally[],
  side: SideLooks,
  call: Call,
): Promise<ReadonlyMap<string, Row>> => {
  const keys = [...new Set(tallies.flatMap(({ first }) => textOf(first, "processDefinitionKey") ?? []))];
  const found = await inParallel(keys, async (processDefinitionKey) => {
    const wanted = { filter: { processDefinitionKey }, limit: 1, fields: [] };
    const rows = await side.look("process definitions", () => rowsOf(engine, processDefinition, wanted, call));
    return rows?.rows ?? [];
  });
  return new Map(found.flat().map((row) => [textOf(row, "processDefinitionKey") ?? "", row]));
};

const groupOf = (tally: Tally, groupBy: GroupBy, definitions: ReadonlyMap<string, Row>): IncidentGroup => {
  const { first, count, firstTime, lastTime, samples } = tally;
  const definition = definitions.get(textOf(first, "processDefinitionKey") ?? "");
  const byError = groupBy === "error" || groupBy === "element";
  const facts = {
    errorType: byError ? textOf(first, "errorType") : undefined,
    errorMessage: byError ? (count === 1 ? textOf(first, "errorMessage") : tally.message) : undefined,
    processDefinitionId: textOf(definition, "processDefinitionId") ?? textOf(first, "processDefinitionId"),
    processDefinitionKey: groupBy === "process" ? undefined : textOf(first, "processDefinitionKey"),
    version: groupBy === "process" || definition === undefined ? undefined : Number(definition["version"]),
    elementId: groupBy === "element" ? textOf(first, "elementId") : undefined,
    firstTime,
    lastTime,
  };
  return {
    ...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)),
    count,
    sampleIncidentKeys: samples,
  };
};

/** Versions of the same process as one group. */
const mergedByProcess = (groups: readonly IncidentGroup[]): readonly IncidentGroup[] => {
  const merged = new Map<string, IncidentGroup>();
  for (const group of groups) {
    const id = group.processDefinitionId ?? "";
    const before = merged.get(id);
    const [firstTime, lastTime] = [
      earlier(before?.firstTime, group.firstTime),
      later(before?.lastTime, group.lastTime),
    ];
    merged.set(id, {
      ...group,
      count: (before?.count ?? 0) + group.count,
      ...(firstTime === undefined ? {} : { firstTime }),
      ...(lastTime === undefined ? {} : { lastTime }),
      sampleIncidentKeys: [...(before?.sampleIncidentKeys ?? []), ...group.sampleIncidentKeys].slice(0, SAMPLES),
    });
  }
  return [...merged.values()].sort((a, b) => b.count - a.count);
};

/** The element that the first sample of each group sits on, for groups that are not made by it. */
const withElements = async (groups: readonly IncidentGroup[], engine: Engine, side: SideLooks, call: Call) => {
  const keys = groups.flatMap(({ sampleIncidentKeys: [key] }) => key ?? []).slice(0, MOST_ELEMENTS);
  const elements = new Map<string, string>();
  await inParallel(keys, async (incidentKey) => {
    const wanted = { filter: { incidentKey }, limit: 1, fields: ["elementId"] };
    const found = await side.look("elements of incidents", () => rowsOf(engine, incident, wanted, call));
    const elementId = textOf(found?.rows[0], "elementId");
    if (elementId !== undefined) elements.set(incidentKey, elementId);
  });
  return groups.map((group) => {
    const elementId = elements.get(group.sampleIncidentKeys[0] ?? "");
    return elementId === undefined ? group : { ...group, elementId };
  });
};

const restNotice = (groups: number, incidents: number): string =>
  `${groups} smaller ${groups === 1 ? "group" : "groups"} with ${incidents} ${incidents === 1 ? "incident" : "incidents"} in all ${groups === 1 ? "is" : "are"} not shown; filters show others.`;

const placelessNotice = (count: number): string =>
  `The element of ${count} ${count === 1 ? "incident" : "incidents"} is not known: groups without elementId may belong to others.`;

/**
 * Counts the incidents that match by cause, those that are open where the query names no state, reading them page by page with one
 * page in memory; bounded by the rows and the time of the call, and `coverage` says how far it came. With a `cause`, a normalised
 * message, only incidents of that cause are counted, however small it is beside others, and their elements are not looked up.
 */
export const groupIncidents = async (
  engine: Engine,
  query: Omit<Query, "limit" | "resume">,
  groupBy: GroupBy,
  call: Call,
  cause?: string,
): Promise<IncidentGroups> => {
  const side = sideLooks(call);
  const { tallies, add } = tallyIncidents(groupBy, cause);
  const notices = new Set<string>();
  const isByElement = groupBy === "element";
  const withElement = isByElement ? await incidentElements(engine, query.filter, side, call) : undefined;
  let [rows, uncounted, placeless] = [0, 0, 0];
  let isPartial = false;
  const isWhole = await readIncidents(engine, { query, size: PAGE, columns: [] }, call, (part) => {
    for (const item of part.items) {
      const row = withElement?.(item) ?? item;
      if (isByElement && row["elementId"] === undefined) placeless += 1;
      if (!add(row)) uncounted += 1;
    }
    rows += part.items.length;
    for (const notice of part.notices.filter((one) => !/looked at \d+ rows/i.test(one))) notices.add(notice);
    isPartial ||= part.resume === undefined && !part.totalIsExact;
  });
  const exact = isWhole && uncounted === 0 && placeless === 0 && !isPartial;
  const largest = [...tallies].sort((a, b) => b.count - a.count);
  const kept = groupBy === "process" ? largest : largest.slice(0, MOST_SHOWN);
  const definitions = await definitionsOf(engine, kept, side, call);
  const named = kept.map((tally) => groupOf(tally, groupBy, definitions));
  const merged = groupBy === "process" ? mergedByProcess(named) : named;
  const groups = merged.slice(0, MOST_SHOWN);
  const shown = groupBy === "error" && cause === undefined ? await withElements(groups, engine, side, call) : groups;
  const groupsInAll = groupBy === "process" ? merged.length : tallies.length;
  const counted = tallies.reduce((sum, { count }) => sum + count, 0);
  const rest = counted - groups.reduce((sum, { count }) => sum + count, 0);
  return {
    groups: shown,
    groupsInAll,
    coverage: { rows, exact },
    notices: [
      ...notices,
      ...(groupsInAll > groups.length ? [restNotice(groupsInAll - groups.length, rest)] : []),
      ...(isWhole ? [] : [`Looked at ${rows} incidents and stopped before the end: counts are of those.`]),
      ...(isPartial ? ["Incidents may be missing, because not everything that they are found by could be read."] : []),
      ...(uncounted > 0 ? [`${uncounted} incidents of more than ${MOST_GROUPS} groups are in none of them.`] : []),
      ...(placeless > 0 ? [placelessNotice(placeless)] : []),
      ...side.notices(),
    ],
  };
};
