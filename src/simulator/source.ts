import type { Condition } from "./collection.ts";
import {
  type Entry,
  firstAfter,
  firstFrom,
  inMadeOrder,
  inOrder,
  type Level,
  type Ordered,
  type Position,
} from "./order.ts";
import type { Stock } from "./store.ts";
import type { Row } from "./world.ts";

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
  /** Of all pages together; ends at 10,001 where the rows have to be looked at. */
  readonly total: number;
}

/**
 * The sources of a search: rows in memory, and rows made on demand. `others` are tests that look at more than one field.
 * Undefined where there is no index for the order.
 */
export const sourcesOf = (
  { rows, made, gone }: Stock,
  key: string,
  levels: readonly Level[],
  conditions: readonly Condition[],
  others: readonly ((row: Row) => boolean)[] = [],
): readonly Source[] | undefined => {
  const all = [...conditions.map(({ accepts }) => accepts), ...others];
  const inMemory = { ordered: inOrder(rows, levels), ...matching(all) };
  if (made === undefined) return [inMemory];
  let narrowed = made;
  const tests = gone.size === 0 ? [...others] : [...others, (row: Row) => !gone.has(String(row[key]))];
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

/** Which entries a page has: so many behind a position or before one, from the start where there is none. */
export interface Window {
  readonly after?: Position | undefined;
  readonly before?: Position | undefined;
  readonly size: number;
}

/** The entries of a source in a window, in order, and the count of all. */
export const pageOf = (source: Source, levels: readonly Level[], window: Window): Found => {
  const { ordered, matches } = source;
  return {
    entries: window.before === undefined ? following(source, levels, window) : preceding(source, levels, window),
    total: matches === undefined ? ordered.length : count(ordered, matches),
  };
};

const following = ({ ordered, matches }: Source, levels: readonly Level[], { after, size }: Window): Entry[] => {
  const entries: Entry[] = [];
  const start = after === undefined ? 0 : firstAfter(ordered, after, levels);
  for (let index = start; index < ordered.length && entries.length < size; index += 1) {
    const entry = ordered.at(index);
    if (entry !== undefined && (matches === undefined || matches(entry.row))) entries.push(entry);
  }
  return entries;
};

const preceding = ({ ordered, matches }: Source, levels: readonly Level[], { before, size }: Window): Entry[] => {
  const entries: Entry[] = [];
  const end = before === undefined ? ordered.length : firstFrom(ordered, before, levels);
  for (let index = end - 1; index >= 0 && entries.length < size; index -= 1) {
    const entry = ordered.at(index);
    if (entry !== undefined && (matches === undefined || matches(entry.row))) entries.push(entry);
  }
  return entries.reverse();
};

const count = (ordered: Ordered, matches: (row: Row) => boolean): number => {
  let total = 0;
  for (let index = 0; index < ordered.length && total <= COUNTED; index += 1) {
    const entry = ordered.at(index);
    if (entry !== undefined && matches(entry.row)) total += 1;
  }
  return total;
};
