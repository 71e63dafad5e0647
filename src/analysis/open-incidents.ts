import { setMaxListeners } from "node:events";
import type { Call, Engine, Filter, Row } from "../camunda/engine.ts";
import { incident } from "../camunda/entities/incident.ts";
import { AT_ONCE, inParallel } from "../camunda/parallel.ts";
import { type Part, searchAhead } from "../camunda/search/ahead.ts";
import type { Query } from "../camunda/search/query.ts";
import { OperateError } from "../errors.ts";
import { defined } from "../members.ts";
import { incidentShares } from "./incident-shares.ts";
import { isCut, type Rows, rowsOf, type Wanted } from "./read.ts";

const MOST_READ = 1000;
const MOST_OPEN = 100;

/** States besides ACTIVE in which an incident is open. */
export const LINGERING = ["PENDING", "MIGRATED"] as const;

const STATES = ["ACTIVE", ...LINGERING] as const;

/** Each reads a page ahead while another is worked on. */
const READERS = AT_ONCE / 2;

/** What incidents are read by, and how. */
interface Reading {
  readonly query: Omit<Query, "limit" | "resume">;
  /** Rows of one part. */
  readonly size: number;
  readonly columns: readonly string[];
}

/** Whether the parts were read to the end. */
const toTheEnd = async (parts: AsyncIterable<Part>, take: (part: Part) => void): Promise<boolean> => {
  let isDone = true;
  for await (const part of parts) {
    take(part);
    isDone = part.resume === undefined;
  }
  return isDone;
};

/** Reads several filters at the same time; when one fails, the others are called off. */
const readShares = async (
  engine: Engine,
  { query, size, columns }: Reading,
  filters: readonly Filter[],
  total: number | undefined,
  call: Call,
  take: (part: Part) => void,
): Promise<boolean> => {
  const own = new AbortController();
  let rows = 0;
  const reader: Call = {
    ...call,
    signal: AbortSignal.any([call.signal, own.signal]),
    progress: () => undefined,
    hurry: () => call.hurry() || rows >= call.maxScanRows,
  };
  setMaxListeners(0, reader.signal);
  const counted = (part: Part): void => {
    rows += part.items.length;
    take(part);
    call.progress(part.items.length, total === undefined ? undefined : total - rows);
  };
  const readShare = (filter: Filter) =>
    toTheEnd(searchAhead(engine, incident, { ...query, filter }, size, columns, reader), counted);
  try {
    const ends = await inParallel(filters, readShare, READERS);
    return ends.every((isEnd) => isEnd);
  } finally {
    own.abort();
  }
};

/** Reads the incidents of one state, many of them in several shares at the same time. */
const readState = async (
  engine: Engine,
  reading: Reading,
  call: Call,
  take: (part: Part) => void,
): Promise<boolean> => {
  const { query, size, columns } = reading;
  let isDone = true;
  let isFirst = true;
  for await (const part of searchAhead(engine, incident, query, size, columns, call)) {
    const shares = isFirst ? await incidentShares(engine, query, part, call) : undefined;
    const total = part.totalIsExact ? part.total : undefined;
    if (shares !== undefined) return readShares(engine, reading, shares, total, call, take);
    isFirst = false;
    take(part);
    isDone = part.resume === undefined;
  }
  return isDone;
};

/**
 * Reads the incidents that match, part by part and in no certain order; those of all open states where the query names no state. A
 * state that the connected cluster does not know is passed over: it has no such incidents. Tells whether they were read to the end.
 */
export const readIncidents = async (
  engine: Engine,
  reading: Reading,
  call: Call,
  take: (part: Part) => void,
): Promise<boolean> => {
  const { query } = reading;
  const isOfState = query.filter["state"] !== undefined;
  let rows = 0;
  let isWhole = true;
  const counted = (part: Part): void => {
    rows += part.items.length;
    take(part);
  };
  for (const state of isOfState ? [query.filter["state"]] : STATES) {
    const left: Call = { ...call, maxScanRows: call.maxScanRows - rows };
    if (left.maxScanRows <= 0 || (rows > 0 && call.hurry())) return false;
    try {
      const filter = defined({ ...query.filter, state });
      const isDone = await readState(engine, { ...reading, query: { ...query, filter } }, left, counted);
      isWhole &&= isDone;
    } catch (error) {
      const isUnknown = !isOfState && error instanceof OperateError && error.code === "UNSUPPORTED";
      if (!isUnknown || state === "ACTIVE") throw error;
    }
  }
  return isWhole;
};

/** Whether an incident still stops something: it is as open in state PENDING or MIGRATED as it is in ACTIVE. */
export const isOpenIncident = (row: Row): boolean => row["state"] !== "RESOLVED";

/** The open incidents of an instance that has more incidents than are read, state by state, so that the API counts them. */
const countedByState = async (engine: Engine, wanted: Wanted, call: Call): Promise<Rows> => {
  const found = await inParallel(STATES, async (state): Promise<Rows> => {
    try {
      return await rowsOf(engine, incident, { ...wanted, filter: { ...wanted.filter, state }, limit: MOST_OPEN }, call);
    } catch (error) {
      const isUnknown = error instanceof OperateError && error.code === "UNSUPPORTED";
      if (!isUnknown || state === "ACTIVE") throw error;
      return { rows: [], total: 0, totalIsExact: true, notices: [] };
    }
  });
  const created = (row: Row): string => String(row["creationTime"] ?? "");
  return {
    rows: found.flatMap(({ rows }) => rows).sort((a, b) => created(a).localeCompare(created(b))),
    total: found.reduce((sum, { total }) => sum + total, 0),
    totalIsExact: found.every(({ totalIsExact }) => totalIsExact),
    notices: found.flatMap(({ notices }) => notices),
  };
};

/**
 * Open incidents of one process instance, the oldest first, with their elements; at most 100, and how many there are. Asked for
 * by state only where there are very many: old clusters do not know all the words.
 */
export const openIncidentsOf = async (engine: Engine, processInstanceKey: string, call: Call): Promise<Rows> => {
  const wanted = {
    filter: { processInstanceKey },
    sort: [{ field: "creationTime", order: "ASC" } as const],
    limit: MOST_READ,
    fields: [],
  };
  const all = await rowsOf(engine, incident, wanted, call);
  const open = all.rows.filter(isOpenIncident);
  const found = !isCut(all) ? { ...all, rows: open, total: open.length } : await countedByState(engine, wanted, call);
  const shown = found.rows.slice(0, MOST_OPEN);
  // On the Operate API each element costs a request, so only those that are open are asked for.
  const names = Object.keys(incident.fields);
  const completed = shown.length === 0 ? undefined : await engine.joins(incident)?.complete(shown, names, call);
  return {
    ...found,
    rows: completed?.rows ?? shown,
    notices: [...found.notices, ...(completed?.notices ?? [])],
  };
};
