import type { Call, Engine, Filter, Row } from "../camunda/engine.ts";
import { processDefinition } from "../camunda/entities/process-definition.ts";
import { inParallel } from "../camunda/parallel.ts";
import { rowsOf } from "./read.ts";
import { sideLooks } from "./side.ts";
import {
  type Count,
  countFinished,
  countVersion,
  instancesOf,
  NONE,
  overall,
  seesIncidentsBelow,
  sumOf,
  type VersionCounts,
} from "./version-counts.ts";

/** Definitions that are looked at, newest first. */
const MOST_DEFINITIONS = 100;

/** One version of a process and what runs of it. */
export interface VersionSummary extends VersionCounts {
  readonly definition: Row;
  /** Instances that ended since the asked time; absent where that could not be seen. */
  readonly finished?: Count;
}

/** What runs in a cluster, the worst first. */
export interface ProcessSummary {
  readonly versions: readonly VersionSummary[];
  /** Absent, as the totals below, where none of it could be seen. */
  readonly running: Count | undefined;
  readonly suspended: Count | undefined;
  readonly withIncident: Count | undefined;
  readonly incidents: Count | undefined;
  readonly finished: Count | undefined;
  /** Whether `withIncident` includes instances that an incident of a called instance stops. */
  readonly seesBelow: boolean;
  /** Definitions that were looked at, and how many there are. */
  readonly lookedAt: number;
  readonly definitions: Count;
  readonly notices: readonly string[];
}

const isWorse = (one: VersionSummary, other: VersionSummary): number =>
  (other.incidents?.count ?? 0) - (one.incidents?.count ?? 0) ||
  (other.withIncident?.count ?? 0) - (one.withIncident?.count ?? 0) ||
  Number(one.oldestActiveSince === undefined) - Number(other.oldestActiveSince === undefined) ||
  ((one.oldestActiveSince ?? "") < (other.oldestActiveSince ?? "") ? -1 : 1);

const isBusy = ({ running, suspended, finished, incidents }: VersionSummary): boolean =>
  [running, suspended, finished, incidents].some((count) => (count?.count ?? 0) > 0);

/** The sum over all versions, not exact where one could not be seen; undefined where none could. */
const total = (
  versions: readonly VersionSummary[],
  of: (version: VersionSummary) => Count | undefined,
): Count | undefined => {
  const counts = versions.map(of);
  const isUnseen = counts.length > 0 && counts.every((count) => count === undefined);
  return isUnseen ? undefined : sumOf(counts.map((count) => count ?? { count: 0, isExact: false }));
};

/** Running, stopped and finished instances of the newest process definitions that `filter` leaves. */
export const processSummary = async (
  engine: Engine,
  filter: Filter,
  since: string,
  call: Call,
): Promise<ProcessSummary> => {
  const looks = sideLooks(call);
  const newest = [{ field: "processDefinitionKey", order: "DESC" } as const];
  const found = await rowsOf(engine, processDefinition, { filter, sort: newest, limit: MOST_DEFINITIONS }, call);
  const rare = await overall(engine, looks, call);
  const all = await inParallel(found.rows, async (definition): Promise<VersionSummary> => {
    const counts = await countVersion(engine, definition, { looks, ...rare }, call);
    const finished = await looks.look("finished instances", async () =>
      countFinished(engine, await instancesOf(engine, definition, call), since, call),
    );
    return { definition, ...counts, ...(finished === undefined ? {} : { finished }) };
  });
  return {
    versions: all.filter(isBusy).sort(isWorse),
    running: total(all, ({ running }) => running),
    suspended: rare.suspended.size === 0 ? undefined : total(all, ({ suspended }) => suspended ?? NONE),
    withIncident: total(all, ({ withIncident }) => withIncident),
    incidents: total(all, ({ incidents }) => incidents),
    finished: total(all, ({ finished }) => finished),
    seesBelow: await seesIncidentsBelow(engine, call),
    lookedAt: all.length,
    definitions: { count: found.total, isExact: found.totalIsExact },
    notices: [...found.notices, ...looks.notices()],
  };
};
