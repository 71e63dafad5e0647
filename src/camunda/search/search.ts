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
  /** What the API says that matches in all. */
  total?: Batch["total"];
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

/** `left` gives how many rows may still be looked at. */
const pageSize = (plan: Plan, limit: number, engine: Engine, left: () => number): ((page: number) => number) =>
  isScan(plan)
    ? (page) => Math.min(engine.maxPageSize, Math.max(1, left()), Math.max(limit, FIRST_SCAN_PAGE) * 2 ** page)
    : () => Math.min(engine.maxPageSize, limit);

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
  const reading: Reading = { hits: [], beyond: 0, looked: 0, ended: false };
  const size = pageSize(plan, query.limit, engine, () => call.maxScanRows - reading.looked);
  const reader = { engine, entity, plan, size, call };
  let group = query.resume?.group;
  let reported = 0;
  for await (const batch of visitsOf(reader, query.resume)) {
    reading.total ??= batch.total;
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

const notesOn = (plan: Plan, { looked, ended, stopped }: Reading, resume: Resume | undefined): string[] => {
  if (!isScan(plan) && stopped === undefined) return [];
  const compared = `${plan.scanned.join(", ")} compared here, not by the cluster: looked at`;
  const what = `${isScan(plan) ? compared : "Looked at"} ${looked} rows`;
  const since = resume === undefined ? "" : " on this page";
  if (stopped !== undefined) return [`${what}${since} and stopped before the end; page.next goes on there.`];
  return [`${what}${since}${ended ? ", all there are" : ""}.`];
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
  const { hits, beyond, ended, stopped } = reading;
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
  const total = Math.max(native?.count ?? 0, found);
  // An API that stops counting tells less than a list that was read to its end.
  const isWhole = ended && found >= (native?.count ?? 0);
  const totalIsExact = !plan.isPartial && (isWhole || native?.isExact === true);

  const resumeAfter = async (count: number): Promise<Resume | undefined> => {
    const isAll = count >= hits.length;
    if (isAll && stopped === undefined && beyond === 0 && (ended || (totalIsExact && found >= total))) return undefined;
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
    notices: [...plan.notices, ...notesOn(plan, reading, query.resume), ...notices],
    resumeAfter,
  };
};
