import type { Call, Engine, Page, Row } from "../engine.ts";
import type { Entity } from "../entity.ts";
import { type PageRead, pagesOf } from "./pages.ts";
import { type Plan, planOf, versionFor } from "./plan.ts";
import type { Query, Resume } from "./query.ts";

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

/** A row that matched, with the page it came on. */
interface Hit {
  readonly row: Row;
  readonly read: PageRead;
  readonly index: number;
}

/** What was read until there were enough rows, or no more, or no time. */
interface Reading {
  readonly hits: readonly Hit[];
  /** Matching rows on the pages read that are more than was asked for. */
  readonly beyond: number;
  readonly looked: number;
  readonly first: Page | undefined;
  /** Reached the end of the list. */
  readonly ended: boolean;
  /** Gave up before; the list goes on here. */
  readonly stoppedAt?: Resume;
}

/** Pages of a scan grow up to the API's maximum: a frequent match costs little and a rare one few requests. */
const FIRST_SCAN_PAGE = 100;

const groupOf = (plan: Plan, row: Row): string | undefined =>
  plan.groupBy === undefined ? undefined : JSON.stringify(plan.groupBy.map((name) => row[name] ?? null));

const pageSize = (plan: Plan, limit: number, engine: Engine): ((page: number) => number) => {
  const isScan = plan.scanned.length > 0 || plan.groupBy !== undefined;
  return (page) => Math.min(engine.maxPageSize, isScan ? Math.max(limit, FIRST_SCAN_PAGE) * 2 ** page : limit);
};

const verdict = (plan: Plan, row: Row): "take" | "drop" | "end" => {
  const verdicts = plan.tests.map((test) => test(row));
  return verdicts.find((one) => one === "end") ?? verdicts.find((one) => one === "drop") ?? "take";
};

const read = async (
  engine: Engine,
  entity: Entity,
  query: Query,
  plan: Plan,
  maxScanRows: number,
  call: Call,
): Promise<Reading> => {
  const begin = query.resume?.after ?? plan.start;
  const request = { filter: plan.filter, sort: plan.sort, ...(begin === undefined ? {} : { after: begin }) };
  const hits: Hit[] = [];
  let beyond = 0;
  let looked = 0;
  let first: Page | undefined;
  let group = query.resume?.group;
  for await (const part of pagesOf(engine, entity, request, pageSize(plan, query.limit, engine), call)) {
    const { rows, after } = part.page;
    const past = first === undefined ? rows.findIndex((row) => row[entity.key] === query.resume?.past) : -1;
    first ??= part.page;
    for (const [index, row] of rows.entries()) {
      if (index <= past) continue;
      looked += 1;
      const own = groupOf(plan, row);
      const isFirstOfGroup = own === undefined || own !== group;
      group = own;
      const said = isFirstOfGroup ? verdict(plan, row) : "drop";
      if (said === "end") return { hits, beyond, looked, first, ended: true };
      if (said === "drop") continue;
      if (hits.length < query.limit) hits.push({ row, read: part, index });
      else beyond += 1;
    }
    if (part.isLast) return { hits, beyond, looked, first, ended: true };
    if (hits.length >= query.limit) break;
    if ((looked >= maxScanRows || call.hurry()) && after !== undefined) {
      const shown = (query.resume?.shown ?? 0) + hits.length;
      return { hits, beyond, looked, first, ended: false, stoppedAt: { after, shown, ...(group ? { group } : {}) } };
    }
    call.progress(looked, first.totalIsExact ? first.total : undefined);
  }
  return { hits, beyond, looked, first, ended: false };
};

/** The position behind a hit: known from its page, computed from the row, or asked for by reading the page up to it again. */
const positionBehind = async (
  engine: Engine,
  entity: Entity,
  plan: Plan,
  { row, read: { from, page }, index }: Hit,
  call: Call,
): Promise<Pick<Resume, "after" | "past">> => {
  const computed = page.after === undefined ? undefined : engine.behind(entity, plan.sort, row, page.after);
  const known = index === page.rows.length - 1 ? page.after : computed;
  if (known !== undefined) return { after: known };
  const start = from === undefined ? {} : { after: from };
  const again = await engine.page(entity, { filter: plan.filter, sort: plan.sort, size: index + 1, ...start }, call);
  const isSame = again.after !== undefined && again.rows.at(-1)?.[entity.key] === row[entity.key];
  // Rows have moved in between: begin at the same place and skip up to this row, which repeats rather than loses.
  return isSame ? { after: again.after } : { ...start, past: String(row[entity.key]) };
};

const notesOn = (plan: Plan, { looked, ended, stoppedAt }: Reading, resume: Resume | undefined): string[] => {
  if (plan.scanned.length === 0) return [];
  const what = `${plan.scanned.join(", ")} compared here, not by the cluster: looked at ${looked} rows`;
  const since = resume === undefined ? "" : " on this page";
  if (stoppedAt !== undefined) return [`${what}${since} and stopped before the end; page.next goes on there.`];
  return [`${what}${since}${ended ? ", all there are" : ""}.`];
};

/** Searches one entity: natively where the connected API can, by a bounded scan where it cannot, and says which. */
export const search = async (
  engine: Engine,
  entity: Entity,
  query: Query,
  maxScanRows: number,
  call: Call,
): Promise<Found> => {
  const version = await versionFor(entity, query, engine, () => engine.version(call));
  const plan = planOf(entity, query, engine, version);
  const reading = await read(engine, entity, query, plan, maxScanRows, call);
  const { hits, beyond, ended, first } = reading;
  const shownBefore = query.resume?.shown ?? 0;
  const isNative = plan.tests.length === 0 && plan.groupBy === undefined;
  const found = shownBefore + hits.length + beyond;
  const total = isNative ? Math.max(first?.total ?? 0, found) : found;
  const totalIsExact = isNative ? (first?.totalIsExact ?? true) : ended;

  const resumeAfter = async (count: number): Promise<Resume | undefined> => {
    const isAll = count >= hits.length;
    if (isAll && reading.stoppedAt !== undefined) return reading.stoppedAt;
    if (isAll && beyond === 0 && (ended || (totalIsExact && found >= total))) return undefined;
    const hit = hits[Math.min(count, hits.length) - 1];
    if (hit === undefined) return undefined;
    const group = groupOf(plan, hit.row);
    const place = await positionBehind(engine, entity, plan, hit, call);
    return { ...place, shown: shownBefore + Math.min(count, hits.length), ...(group === undefined ? {} : { group }) };
  };
  return {
    items: hits.map(({ row }) => row),
    total,
    totalIsExact,
    notices: notesOn(plan, reading, query.resume),
    resumeAfter,
  };
};
