import type { Call, Engine, Filter, Row } from "../camunda/engine.ts";
import { incident } from "../camunda/entities/incident.ts";
import { processInstance } from "../camunda/entities/process-instance.ts";
import { wireOf } from "../camunda/search/support.ts";
import { defined } from "../members.ts";
import { LINGERING } from "./open-incidents.ts";
import { isCut, type Rows, rowsOf, textOf } from "./read.ts";
import type { SideLooks } from "./side.ts";

/** A number of rows; when not exact, at least this many. */
export interface Count {
  readonly count: number;
  readonly isExact: boolean;
}

/** What runs of one version of a process. */
export interface VersionCounts {
  /** Absent where it could not be seen. */
  readonly running?: Count;
  /** Instances that somebody has suspended, where there are any. */
  readonly suspended?: Count;
  /** When the oldest running instance began. */
  readonly oldestActiveSince?: string;
  /** Running instances with an open incident; absent where that could not be seen. */
  readonly withIncident?: Count;
  /** Open incidents; absent where that could not be seen. */
  readonly incidents?: Count;
}

/** Nothing, for sure. */
export const NONE: Count = { count: 0, isExact: true };

/** Rows that are read to count them where the API does not count. */
const MOST_COUNTED = 1000;

/** How many rows were found. */
export const countOf = ({ total, totalIsExact }: Pick<Rows, "total" | "totalIsExact">): Count => ({
  count: total,
  isExact: totalIsExact,
});

/** The sum of counts. */
export const sumOf = (counts: readonly Count[]): Count => ({
  count: counts.reduce((sum, { count }) => sum + count, 0),
  isExact: counts.every(({ isExact }) => isExact),
});

/** Whether the connected version of the API has a field of process instances itself. */
const isNative = async (engine: Engine, name: string, call: Call): Promise<boolean> => {
  const field = processInstance.fields[name];
  return field !== undefined && wireOf(field, engine, await engine.version(call)) !== undefined;
};

/** The instances of one version of a process, as the connected version of the API can be asked for them. */
export const instancesOf = async (engine: Engine, definition: Row, call: Call): Promise<Filter> => {
  const { processDefinitionKey, processDefinitionId, version } = definition;
  if (processDefinitionKey !== undefined && (await isNative(engine, "processDefinitionKey", call)))
    return { processDefinitionKey };
  return defined({ processDefinitionId, processDefinitionVersion: version });
};

/** Running instances with an open incident. */
export const countWithIncident = async (engine: Engine, filter: Filter, call: Call): Promise<Count> => {
  const wanted = { ...filter, state: "ACTIVE", hasIncident: true };
  const limit = (await isNative(engine, "hasIncident", call)) ? 1 : MOST_COUNTED;
  return countOf(await rowsOf(engine, processInstance, { filter: wanted, limit, fields: [] }, call));
};

/** Instances that ended since a point in time, completed or terminated. */
export const countFinished = async (engine: Engine, filter: Filter, since: string, call: Call): Promise<Count> => {
  const limit = engine.filtersWindows ? 1 : MOST_COUNTED;
  const windows = { endDate: { after: since } };
  const ended = async (state: string): Promise<Count> => {
    const wanted = { filter: { ...filter, state }, windows, limit, fields: [] };
    return countOf(await rowsOf(engine, processInstance, wanted, call));
  };
  // One after the other, because versions are counted side by side.
  return sumOf([await ended("COMPLETED"), await ended("TERMINATED")]);
};

/** Open incidents in other states than ACTIVE, by the version of their process: rare, so they are counted for all at once. */
const lingeringIncidents = async (
  engine: Engine,
  looks: SideLooks,
  call: Call,
): Promise<Pick<Overall, "lingering" | "isEachLingering">> => {
  const counts = new Map<string, number>();
  let isEach = true;
  for (const state of LINGERING) {
    const wanted = { filter: { state }, limit: MOST_COUNTED, fields: [] };
    const found = await looks.look("incidents", () => rowsOf(engine, incident, wanted, call));
    isEach &&= found === undefined || !isCut(found);
    for (const row of found?.rows ?? []) {
      const key = textOf(row, "processDefinitionKey") ?? "";
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return { lingering: counts, isEachLingering: isEach };
};

/** What is counted for all versions at once, because it is rare. */
export interface Overall {
  /** Open incidents in other states than ACTIVE, by the version of their process. */
  readonly lingering: ReadonlyMap<string, number>;
  /** Whether those are all. */
  readonly isEachLingering: boolean;
  /** Instances that somebody has suspended, by the version of their process. */
  readonly suspended: ReadonlyMap<string, readonly Row[]>;
  /** Whether those are all. */
  readonly isWhole: boolean;
}

/** Counts what is rare for all versions at once. */
export const overall = async (engine: Engine, looks: SideLooks, call: Call): Promise<Overall> => {
  const wanted = { filter: { state: "SUSPENDED" }, limit: MOST_COUNTED, fields: [] };
  const [incidents, found] = await Promise.all([
    lingeringIncidents(engine, looks, call),
    looks.look("suspended instances", () => rowsOf(engine, processInstance, wanted, call)),
  ]);
  const suspended = new Map<string, Row[]>();
  for (const row of found?.rows ?? []) {
    const key = textOf(row, "processDefinitionKey") ?? "";
    suspended.set(key, [...(suspended.get(key) ?? []), row]);
  }
  return { ...incidents, suspended, isWhole: found === undefined || !isCut(found) };
};

/** Whether the API tells of incidents in called instances too (8.6 and later); otherwise only own ones count. */
export const seesIncidentsBelow = (engine: Engine, call: Call): Promise<boolean> =>
  isNative(engine, "hasIncident", call);

/** What runs of one version, in one request where nothing does and three where something does. */
export const countVersion = async (
  engine: Engine,
  definition: Row,
  { looks, lingering, isEachLingering, suspended, isWhole }: Overall & { readonly looks: SideLooks },
  call: Call,
): Promise<VersionCounts> => {
  const key = textOf(definition, "processDefinitionKey") ?? "";
  const filter = await instancesOf(engine, definition, call);
  const oldest = await looks.look("running instances", () =>
    engine.page(
      processInstance,
      { filter: { ...filter, state: "ACTIVE" }, sort: [{ field: "startDate", order: "ASC" }], size: 1 },
      call,
    ),
  );
  const halted = suspended.get(key) ?? [];
  const running = oldest && countOf(oldest);
  if (running?.count === 0 && halted.length === 0) return { running, withIncident: NONE, incidents: NONE };
  const withIncident = await looks.look("instances with incidents", () => countWithIncident(engine, filter, call));
  const incidents = await looks.look("incidents", () =>
    engine.page(incident, { filter: { processDefinitionKey: key, state: "ACTIVE" }, sort: [], size: 1 }, call),
  );
  const stopped = halted.filter((row) => row["hasIncident"] === true).length;
  return defined({
    running,
    oldestActiveSince: textOf(oldest?.rows[0], "startDate"),
    suspended: halted.length === 0 ? undefined : { count: halted.length, isExact: isWhole },
    withIncident: withIncident && sumOf([withIncident, { count: stopped, isExact: isWhole }]),
    incidents: incidents && sumOf([countOf(incidents), { count: lingering.get(key) ?? 0, isExact: isEachLingering }]),
  });
};
