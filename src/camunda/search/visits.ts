import { OperateError } from "../../errors.ts";
import type { Call, Engine, Filter, PageRequest, Row } from "../engine.ts";
import type { Entity } from "../entity.ts";
import type { Told } from "./ending.ts";
import { compareKeys, compareRows } from "./order.ts";
import { type PageRead, pagesOf } from "./pages.ts";
import type { Plan } from "./plan.ts";
import type { Place } from "./query.ts";

/** What comes behind a row: one that is here already, one that costs a request, or nothing. */
export type Follows = "row" | "page" | "nothing";

/** Rows on the way through a list that came together, at least one. What is known of a single one is asked for by its index. */
export interface Batch {
  readonly rows: readonly Row[];
  /** What the API says that matches in all; only where it was asked for the whole list. */
  readonly total?: { readonly count: number; readonly isExact: boolean };
  follows(index: number): Follows;
  /** The place behind a row. */
  place(index: number): Promise<Place>;
}

/** One row of a batch. */
export interface Visit {
  readonly row: Row;
  readonly batch: Batch;
  readonly index: number;
}

/** Everything that reading a list needs. */
export interface Reader {
  readonly engine: Engine;
  readonly entity: Entity;
  readonly plan: Plan;
  /** Size of the n-th page. */
  readonly size: (page: number) => number;
  readonly call: Call;
  /** Told where a list ends and the API counts more rows of it than it has given. */
  readonly short: () => void;
}

/** Lists that can be merged into one sorted list at the same time. */
const MOST_MERGED = 20;
/** Rows that are fetched one by one and sorted here. */
const MOST_SORTED = 1000;
const AT_ONCE = 8;

/** What every request of a plan has, whichever part of the list it reads. */
const conditionsOf = ({ plan }: Reader, filter: Filter): Pick<PageRequest, "filter" | "windows" | "variables"> => ({
  filter,
  ...(plan.windows === undefined ? {} : { windows: plan.windows }),
  ...(plan.variables === undefined ? {} : { variables: plan.variables }),
});

/** Known from its page, computed from the row, or asked for by reading the page up to it again. */
const placeBehind = async (
  reader: Reader,
  filter: Filter,
  { from, page, told }: PageRead,
  index: number,
): Promise<Place> => {
  const { engine, entity, plan, call } = reader;
  const row = page.rows[index] ?? {};
  const isLast = index === page.rows.length - 1;
  const computed = page.after === undefined ? undefined : engine.behind(entity, plan.sort, row, page.after);
  const known = isLast ? page.after : computed;
  const counted = (rows: number) => (told === undefined ? {} : { read: told.read + rows, of: told.of });
  if (known !== undefined) return { after: known, ...counted(index + 1) };
  const start = from === undefined ? {} : { after: from };
  const conditions = conditionsOf(reader, filter);
  const again = await engine.page(entity, { ...conditions, sort: plan.sort, size: index + 1, ...start }, call);
  const isSame = again.after !== undefined && again.rows.at(-1)?.[entity.key] === row[entity.key];
  // Rows have moved in between: begin at the same place and skip up to this row, which repeats rather than loses.
  if (isSame) return { after: again.after, ...counted(index + 1) };
  return { ...start, ...counted(0), past: String(row[entity.key]) };
};

/** What a place tells of the list before it. */
const toldAt = (from: Place | undefined): Told | undefined =>
  from?.read === undefined || from.of === undefined ? undefined : { read: from.read, of: from.of };

/** Index of the row that a place is behind; -1 where it is behind none of these. */
const indexPast = (entity: Entity, rows: readonly Row[], from: Place | undefined): number =>
  from?.past === undefined ? -1 : rows.findIndex((row) => row[entity.key] === from.past);

/** What comes behind a row of a batch with so many rows, where `behind` comes behind the last. */
const followsIn =
  (rows: number, behind: Follows) =>
  (index: number): Follows =>
    index < rows - 1 ? "row" : behind;

/** The rows of one list as the API gives it, page by page. */
async function* visitList(reader: Reader, filter: Filter, from: Place | undefined): AsyncGenerator<Batch> {
  const { engine, entity, plan, size, call, short } = reader;
  const begin = from?.after ?? plan.start;
  const request: Omit<PageRequest, "size"> = {
    ...conditionsOf(reader, filter),
    sort: plan.sort,
    ...(begin === undefined ? {} : { after: begin }),
  };
  let isFirst = true;
  for await (const read of pagesOf(engine, entity, request, size, call, toldAt(from))) {
    const { rows, total, totalIsExact } = read.page;
    if (read.isShort) short();
    const skipped = isFirst ? indexPast(entity, rows, from) + 1 : 0;
    isFirst = false;
    if (rows.length === skipped) continue;
    yield {
      rows: skipped === 0 ? rows : rows.slice(skipped),
      total: { count: total, isExact: totalIsExact },
      follows: followsIn(rows.length - skipped, read.isLast ? "nothing" : "page"),
      place: (index) => placeBehind(reader, filter, read, index + skipped),
    };
  }
}

const branchFilter = ({ plan }: Reader, field: string, value: string): Filter => ({ ...plan.filter, [field]: value });

/** One list after the other, in the order of the values. */
async function* visitInTurn(
  reader: Reader,
  field: string,
  values: readonly string[],
  from: Place | undefined,
): AsyncGenerator<Batch> {
  const begun = from?.branch;
  for (const value of values) {
    if (begun !== undefined && compareKeys(value, begun) < 0) continue;
    const inner = value === begun ? from : undefined;
    const isLast = value === values.at(-1);
    for await (const batch of visitList(reader, branchFilter(reader, field, value), inner)) {
      yield {
        rows: batch.rows,
        follows: (index) => (batch.follows(index) === "nothing" && !isLast ? "page" : batch.follows(index)),
        place: async (index) => ({ ...(await batch.place(index)), branch: value }),
      };
    }
  }
}

/** Rows that are known by key: fetched some at a time, in the order of their keys. */
async function* visitByKey(reader: Reader, values: readonly string[], from: Place | undefined): AsyncGenerator<Batch> {
  const { engine, entity, call } = reader;
  const past = from?.past;
  const left = past === undefined ? values : values.filter((value) => compareKeys(value, past) > 0);
  for (let index = 0; index < left.length; index += AT_ONCE) {
    const some = left.slice(index, index + AT_ONCE);
    const pages = await Promise.all(
      some.map((value) =>
        engine.page(
          entity,
          { ...conditionsOf(reader, branchFilter(reader, entity.key, value)), sort: [], size: 1 },
          call,
        ),
      ),
    );
    const rows = pages.flatMap((page) => page.rows);
    if (rows.length > 0) yield batchByKey(entity, rows, index + AT_ONCE < left.length ? "page" : "nothing");
  }
}

/** Rows whose place in the list is their key. */
const batchByKey = (entity: Entity, rows: readonly Row[], behind: Follows): Batch => ({
  rows,
  follows: followsIn(rows.length, behind),
  place: async (index) => ({ past: String(rows[index]?.[entity.key]) }),
});

/** The same under an order of their own: all of them are fetched and sorted here. */
async function* visitSorted(reader: Reader, values: readonly string[], from: Place | undefined): AsyncGenerator<Batch> {
  const { entity, plan } = reader;
  if (values.length > MOST_SORTED) {
    throw new OperateError(
      "INVALID_ARGUMENT",
      `${values.length} ${entity.plural} would have to be sorted here; at most ${MOST_SORTED} can`,
      {
        next: "leave out sort, or narrow the search",
      },
    );
  }
  const rows: Row[] = [];
  for await (const batch of visitByKey(reader, values, undefined)) rows.push(...batch.rows);
  rows.sort(compareRows(entity, plan.sort));
  const left = rows.slice(indexPast(entity, rows, from) + 1);
  if (left.length > 0) yield batchByKey(entity, left, "nothing");
}

/** The rows of batches one by one. */
async function* oneByOne(batches: AsyncGenerator<Batch>): AsyncGenerator<Visit> {
  for await (const batch of batches) {
    for (const [index, row] of batch.rows.entries()) yield { row, batch, index };
  }
}

interface Branch {
  readonly value: string;
  readonly visits: AsyncGenerator<Visit>;
  next: Visit | undefined;
  /** The last row that was taken; the list goes on behind it. */
  taken: Visit | undefined;
}

/** Several sorted lists as one. */
async function* visitMerged(
  reader: Reader,
  field: string,
  values: readonly string[],
  from: Place | undefined,
): AsyncGenerator<Batch> {
  const { entity, plan } = reader;
  if (values.length > MOST_MERGED) {
    throw new OperateError(
      "INVALID_ARGUMENT",
      `sort would have to merge ${values.length} lists, one for each ${field}; at most ${MOST_MERGED} can be`,
      {
        next: `leave out sort, or give one ${field}, e.g. ${values.slice(-3).join(", ")}`,
      },
    );
  }
  const compare = compareRows(entity, plan.sort);
  const branches = await Promise.all(
    values.map(async (value): Promise<Branch> => {
      const visits = oneByOne(visitList(reader, branchFilter(reader, field, value), from?.branches?.[value]));
      const first = await visits.next();
      return { value, visits, next: first.done === true ? undefined : first.value, taken: undefined };
    }),
  );
  for (;;) {
    const [branch] = branches
      .filter(({ next }) => next !== undefined)
      .sort((one, other) => (one.next && other.next ? compare(one.next.row, other.next.row) : 0));
    if (branch?.next === undefined) return;
    const visit = branch.next;
    const following = await branch.visits.next();
    branch.next = following.done === true ? undefined : following.value;
    branch.taken = visit;
    const taken = branches.map(({ value, taken: last }) => [value, last] as const);
    const isEnd = branches.every(({ next }) => next === undefined);
    yield {
      rows: [visit.row],
      follows: () => (isEnd ? "nothing" : "page"),
      place: () => mergedPlace(taken, from),
    };
  }
}

/** The places in all the lists, each behind the last row that was taken from it. */
const mergedPlace = async (
  taken: readonly (readonly [string, Visit | undefined])[],
  from: Place | undefined,
): Promise<Place> => {
  const places = await Promise.all(
    taken.map(
      async ([value, last]) =>
        [value, last === undefined ? from?.branches?.[value] : await last.batch.place(last.index)] as const,
    ),
  );
  return {
    branches: Object.fromEntries(places.flatMap(([value, place]) => (place === undefined ? [] : [[value, place]]))),
  };
};

/** The rows that a plan reads, in its order, from a place on. */
export const visitsOf = (reader: Reader, from: Place | undefined): AsyncGenerator<Batch> => {
  const { restriction, filter, sort } = reader.plan;
  if (restriction === undefined) return visitList(reader, filter, from);
  const values = [...restriction.values].sort(compareKeys);
  if (restriction.field === reader.entity.key) {
    return sort.length === 0 ? visitByKey(reader, values, from) : visitSorted(reader, values, from);
  }
  if (sort.length === 0) return visitInTurn(reader, restriction.field, values, from);
  return visitMerged(reader, restriction.field, values, from);
};
