import type { Call, Engine, Row } from "../engine.ts";
import type { Entity } from "../entity.ts";
import { type Plan, planOf } from "./plan.ts";
import type { Query, Resume } from "./query.ts";
import { checkEntity } from "./support.ts";
import { type Batch, type Visit, visitsOf } from "./visits.ts";

/** Rows that match a query, and how to go on behind any of them. */
export interface Found {
  readonly items: readonly Row[];
  /** Rows that match; when not exact, at least this many. */
  readonly total: number;
  readonly totalIsExact: boolean;
  /** What the reader has to know about how this was found, in sentences. */
  readonly notices: readonly string[];
  /** Where the list goes on behind the first `count` items; undefined when nothing follows. */
  resumeAfter(count: number): Promise<Resume | undefined>;
}

/** What was read until there were enough rows, or no more, or no time. */
interface Reading {
  readonly hits: Visit[];
  /** Matching rows on the pages read that are more than was asked for. */
  beyond: number;
  looked: number;
  /** Reached the end of the list. */
  ended: boolean;
  /** The API counts more rows of a list that was read to its end. */
  isShort: boolean;
  /** What the API says that matches in all. */
  total?: Batch["total"] | undefined;
  /** Gave up behind this row. */
  stopped?: Visit;
}

/** Pages of a scan grow up to the API's maximum: a frequent match costs little and a rare one few requests. */
const FIRST_SCAN_PAGE = 100;

const groupOf = (plan: Plan, row: Row): string | undefined =>
  plan.groupBy === undefined ? undefined : JSON.stringify(plan.groupBy.map((name) => row[name] ?? null));

const isNative = ({ tests, groupBy, restriction }: Plan): boolean =>
  tests.length === 0 && groupBy === undefined && restriction === undefined;

const isScan = (plan: Plan): boolean => plan.scanned.length > 0;

/** `left` gives how many rows may still be looked at, `open` how many are still wanted. */
const pageSize = (
  plan: Plan,
  limit: number,
  engine: Engine,
  left: () => number,
  open: () => number,
): ((page: number) => number) => {
  if (isScan(plan))
    return (page) => Math.min(engine.maxPageSize, Math.max(1, left()), Math.max(limit, FIRST_SCAN_PAGE) * 2 ** page);
  return () => Math.min(engine.maxPageSize, isNative(plan) ? Math.max(1, open()) : limit);
};

const verdict = ({ tests }: Plan, row: Row): "take" | "drop" | "end" => {
  let found: "take" | "drop" = "take";
  for (const test of tests) {
    const said = test(row);
    if (said === "end") return said;
    if (said === "drop") found = said;
  }
  return found;
};

/** Rows between two reports of progress. */
const REPORT_EVERY = 100;

const read = async (engine: Engine, entity: Entity, query: Query, plan: Plan, call: Call): Promise<Reading> => {
  const reading: Reading = { hits: [], beyond: 0, looked: 0, ended: false, isShort: false };
  const left = () => call.maxScanRows - reading.looked;
  const size = pageSize(plan, query.limit, engine, left, () => query.limit - reading.hits.length);
  const short = () => {
    reading.isShort = true;
  };
  const reader = { engine, entity, plan, size, call, short };
  let group = query.resume?.group;
  let reported = 0;
  for await (const batch of visitsOf(reader, query.resume)) {
    reading.total = batch.total ?? reading.total;
    for (const [index, row] of batch.rows.entries()) {
      reading.looked += 1;
      const own = groupOf(plan, row);
      const said = own !== undefined && own === group ? "drop" : verdict(plan, row);
      group = own;
      if (said === "end") return { ...reading, ended: true };
      if (said === "take" && reading.hits.length < query.limit) reading.hits.push({ row, batch, index });
      else if (said === "take") reading.beyond += 1;
      const follows = batch.follows(index);
      if (follows === "nothing") return { ...reading, ended: true };
      const isFull = isScan(plan) && reading.looked >= call.maxScanRows;
      if (follows === "row" && !isFull) continue;
      if (reading.hits.length >= query.limit) return reading;
      if (isFull || call.hurry()) return { ...reading, stopped: { row, batch, index } };
      if (reading.looked - reported >= REPORT_EVERY) {
        const left = batch.total?.isExact === true ? batch.total.count - reading.looked : undefined;
        call.progress(reading.looked - reported, left);
        reported = reading.looked;
      }
    }
  }
  return { ...reading, ended: true };
};

const shortNotice = ({ plural }: Entity): string =>
  `The cluster counts more ${plural} than it gives: some are missing, or came and went while the list was read.`;

const notesOn = (
  entity: Entity,
  plan: Plan,
  { looked, ended, isShort, stopped }: Reading,
  resume: Resume | undefined,
): string[] => {
  const short = isShort ? [shortNotice(entity)] : [];
  if (!isScan(plan) && stopped === undefined) return short;
  const compared = `${plan.scanned.join(", ")} compared here, not by the cluster: looked at`;
  const what = `${isScan(plan) ? compared : "Looked at"} ${looked} rows`;
  const since = resume === undefined ? "" : " on this page";
  if (stopped !== undefined) return [`${what}${since} and stopped before the end; page.next goes on there.`, ...short];
  return [`${what}${since}${ended && !isShort ? ", all there are" : ""}.`, ...short];
};

/** Adds the columns that come from other entities, where somebody wants to see them. */
const completed = async (
  engine: Engine,
  entity: Entity,
  columns: readonly string[],
  rows: readonly Row[],
  call: Call,
) => {
  const joins = engine.joins(entity);
  const wanted = joins?.fields.filter((name) => columns.includes(name)) ?? [];
  return joins === undefined || wanted.length === 0 || rows.length === 0
    ? { rows, notices: [] }
    : joins.complete(rows, wanted, call);
};

/** Searches one entity: natively where the connected API can, by joins and bounded scans where it cannot, and says which. */
export const search = async (
  engine: Engine,
  entity: Entity,
  query: Query,
  columns: readonly string[],
  call: Call,
): Promise<Found> => {
  await checkEntity(entity, engine, call);
  const plan = await planOf(entity, query, engine, call);
  const reading = await read(engine, entity, query, plan, call);
  const { hits, beyond, ended, isShort, stopped } = reading;
  const { rows, notices } = await completed(
    engine,
    entity,
    columns,
    hits.map(({ row }) => row),
    call,
  );
  const shownBefore = query.resume?.shown ?? 0;
  const found = shownBefore + hits.length + beyond;
  const native = isNative(plan) ? reading.total : undefined;
  const isRead = ended && !isShort;
  // Rows may have gone since they were counted: read from its start to its end, a list is as long as what came of it.
  const total = isRead && shownBefore === 0 ? found : Math.max(native?.count ?? 0, found);
  // An API that stops counting tells less than a list that was read to its end.
  const isWhole = isRead && found >= total;
  const totalIsExact = !plan.isPartial && !isShort && (isWhole || native?.isExact === true);
  // Rows that were shown may have gone, and then as many as are counted now have not come yet.
  const isCounted = totalIsExact && found >= Math.max(total, query.resume?.of ?? 0);

  const resumeAfter = async (count: number): Promise<Resume | undefined> => {
    const isAll = count >= hits.length;
    if (isAll && stopped === undefined && beyond === 0 && (ended || isCounted)) return undefined;
    const visit = isAll && stopped !== undefined ? stopped : hits[Math.min(count, hits.length) - 1];
    if (visit === undefined) return undefined;
    const group = groupOf(plan, visit.row);
    const shown = shownBefore + Math.min(count, hits.length);
    return { ...(await visit.batch.place(visit.index)), shown, ...(group === undefined ? {} : { group }) };
  };
  return {
    items: rows,
    total,
    totalIsExact,
    notices: [...plan.notices, ...notesOn(entity, plan, reading, query.resume), ...notices],
    resumeAfter,
  };
};
