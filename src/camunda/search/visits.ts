import { OperateError } from "../../errors.ts";
import type { Call, Engine, Filter, PageRequest, Row } from "../engine.ts";
import type { Entity } from "../entity.ts";
import { compareKeys, compareRows } from "./order.ts";
import { type PageRead, pagesOf } from "./pages.ts";
import type { Plan } from "./plan.ts";
import type { Place } from "./query.ts";

/** One row on the way through a list. */
export interface Visit {
  readonly row: Row;
  /** What comes next: a row that is here already, one that costs a request, or nothing. */
  readonly follows: "row" | "page" | "nothing";
  /** What the API says that matches in all; only where it was asked for the whole list. */
  readonly total?: { readonly count: number; readonly isExact: boolean };
  /** The place behind this row. */
  place(): Promise<Place>;
}

/** Everything that reading a list needs. */
export interface Reader {
  readonly engine: Engine;
  readonly entity: Entity;
  readonly plan: Plan;
  /** Size of the n-th page. */
  readonly size: (page: number) => number;
  readonly call: Call;
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
const placeBehind = async (reader: Reader, filter: Filter, { from, page }: PageRead, index: number): Promise<Place> => {
  const { engine, entity, plan, call } = reader;
  const row = page.rows[index] ?? {};
  const isLast = index === page.rows.length - 1;
  const computed = page.after === undefined ? undefined : engine.behind(entity, plan.sort, row, page.after);
  const known = isLast ? page.after : computed;
  if (known !== undefined) return { after: known };
  const start = from === undefined ? {} : { after: from };
  const conditions = conditionsOf(reader, filter);
  const again = await engine.page(entity, { ...conditions, sort: plan.sort, size: index + 1, ...start }, call);
  const isSame = again.after !== undefined && again.rows.at(-1)?.[entity.key] === row[entity.key];
  // Rows have moved in between: begin at the same place and skip up to this row, which repeats rather than loses.
  return isSame ? { after: again.after } : { ...start, past: String(row[entity.key]) };
};

/** Index of the row that a place is behind; -1 where it is behind none of these. */
const indexPast = (entity: Entity, rows: readonly Row[], from: Place | undefined): number =>
  from?.past === undefined ? -1 : rows.findIndex((row) => row[entity.key] === from.past);

/** The rows of one list as the API gives it. */
async function* visitList(reader: Reader, filter: Filter, from: Place | undefined): AsyncGenerator<Visit> {
  const { engine, entity, plan, size, call } = reader;
  const begin = from?.after ?? plan.start;
  const request: Omit<PageRequest, "size"> = {
    ...conditionsOf(reader, filter),
    sort: plan.sort,
    ...(begin === undefined ? {} : { after: begin }),
  };
  let isFirst = true;
  for await (const read of pagesOf(engine, entity, request, size, call)) {
    const { rows, total, totalIsExact } = read.page;
    const past = isFirst ? indexPast(entity, rows, from) : -1;
    isFirst = false;
    for (const [index, row] of rows.entries()) {
      if (index <= past) continue;
      yield {
        row,
        follows: index < rows.length - 1 ? "row" : read.isLast ? "nothing" : "page",
        total: { count: total, isExact: totalIsExact },
        place: () => placeBehind(reader, filter, read, index),
      };
    }
  }
}

const branchFilter = ({ plan }: Reader, field: string, value: string): Filter => ({ ...plan.filter, [field]: value });

/** One list after the other, in the order of the values. */
async function* visitInTurn(
  reader: Reader,
  field: string,
  values: readonly string[],
  from: Place | undefined,
): AsyncGenerator<Visit> {
  const begun = from?.branch;
  for (const value of values) {
    if (begun !== undefined && compareKeys(value, begun) < 0) continue;
    const inner = value === begun ? from : undefined;
    for await (const visit of visitList(reader, branchFilter(reader, field, value), inner)) {
      const { row, follows } = visit;
      const isEnd = follows === "nothing" && value !== values.at(-1);
      yield {
        row,
        follows: isEnd ? "page" : follows,
        place: async () => ({ ...(await visit.place()), branch: value }),
      };
    }
  }
}

/** Rows that are known by key: fetched some at a time, in the order of their keys. */
async function* visitByKey(reader: Reader, values: readonly string[], from: Place | undefined): AsyncGenerator<Visit> {
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
    const behind = index + AT_ONCE < left.length ? "page" : "nothing";
    for (const [at, row] of rows.entries()) {
      const follows = at < rows.length - 1 ? "row" : behind;
      yield { row, follows, place: async () => ({ past: String(row[entity.key]) }) };
    }
  }
}

/** The same under an order of their own: all of them are fetched and sorted here. */
async function* visitSorted(reader: Reader, values: readonly string[], from: Place | undefined): AsyncGenerator<Visit> {
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
  for await (const { row } of visitByKey(reader, values, undefined)) rows.push(row);
  rows.sort(compareRows(entity, plan.sort));
  const past = indexPast(entity, rows, from);
  for (const [index, row] of rows.entries()) {
    const follows = index < rows.length - 1 ? "row" : "nothing";
    if (index > past) yield { row, follows, place: async () => ({ past: String(row[entity.key]) }) };
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
): AsyncGenerator<Visit> {
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
      const visits = visitList(reader, branchFilter(reader, field, value), from?.branches?.[value]);
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
    yield {
      row: visit.row,
      follows: branches.every(({ next }) => next === undefined) ? "nothing" : "page",
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
      async ([value, last]) => [value, last === undefined ? from?.branches?.[value] : await last.place()] as const,
    ),
  );
  return {
    branches: Object.fromEntries(places.flatMap(([value, place]) => (place === undefined ? [] : [[value, place]]))),
  };
};

/** The rows that a plan reads, in its order, from a place on. */
export const visitsOf = (reader: Reader, from: Place | undefined): AsyncGenerator<Visit> => {
  const { restriction, filter, sort } = reader.plan;
  if (restriction === undefined) return visitList(reader, filter, from);
  const values = [...restriction.values].sort(compareKeys);
  if (restriction.field === reader.entity.key) {
    return sort.length === 0 ? visitByKey(reader, values, from) : visitSorted(reader, values, from);
  }
  if (sort.length === 0) return visitInTurn(reader, restriction.field, values, from);
  return visitMerged(reader, restriction.field, values, from);
};
