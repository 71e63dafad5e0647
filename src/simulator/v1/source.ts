import type { Condition } from "../collection.ts";
import type { Stock } from "../store.ts";
import type { Row } from "../world.ts";
import { type Entry, firstAfter, inMadeOrder, inOrder, type Level, type Ordered, type Position } from "./order.ts";

/** Largest count that a search tells. */
export const COUNTED = 10_000;

/** Rows in the order of a search, and which of them it finds; all where nothing is said. */
export interface Source {
  readonly ordered: Ordered;
  readonly matches?: (row: Row) => boolean;
}

/** What one source has for a page. */
export interface Found {
  readonly entries: readonly Entry[];
  /** Of all pages together; not further than up to 10,000 where the rows have to be looked at. */
  readonly total: number;
}

/** The sources of a search: rows in memory, and rows made on demand. Undefined where there is no index for the order. */
export const sourcesOf = (
  { rows, made, gone }: Stock,
  key: string,
  levels: readonly Level[],
  conditions: readonly Condition[],
): readonly Source[] | undefined => {
  const inMemory = { ordered: inOrder(rows, levels), ...matching(conditions.map(({ accepts }) => accepts)) };
  if (made === undefined) return [inMemory];
  let narrowed = made;
  const tests: ((row: Row) => boolean)[] = gone.size === 0 ? [] : [(row) => !gone.has(String(row[key]))];
  for (const condition of conditions) {
    const narrower = narrowed.where(condition);
    if (narrower === undefined) tests.push(condition.accepts);
    else narrowed = narrower;
  }
  const ordered = inMadeOrder(narrowed, levels);
  return ordered && [inMemory, { ordered, ...matching(tests) }];
};

const matching = (tests: readonly ((row: Row) => boolean)[]): Pick<Source, "matches"> =>
  tests.length === 0 ? {} : { matches: (row) => tests.every((test) => test(row)) };

/** The first `size` entries of a source behind a position, and its count. */
export const pageOf = (
  { ordered, matches }: Source,
  levels: readonly Level[],
  position: Position | undefined,
  size: number,
): Found => {
  const entries: Entry[] = [];
  const start = position === undefined ? 0 : firstAfter(ordered, position, levels);
  for (let index = start; index < ordered.length && entries.length < size; index += 1) {
    const entry = ordered.at(index);
    if (entry !== undefined && (matches === undefined || matches(entry.row))) entries.push(entry);
  }
  return { entries, total: matches === undefined ? ordered.length : count(ordered, matches) };
};

const count = (ordered: Ordered, matches: (row: Row) => boolean): number => {
  let total = 0;
  for (let index = 0; index < ordered.length && total < COUNTED; index += 1) {
    const entry = ordered.at(index);
    if (entry !== undefined && matches(entry.row)) total += 1;
  }
  return total;
};
