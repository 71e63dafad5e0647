import type { Collection } from "./collection.ts";
import type { Json } from "./json.ts";
import type { Row } from "./world.ts";

/** A value as the search index holds it: keys, numbers, flags (0, 1) and dates (epoch milliseconds) as integers, all else as text. */
export type Indexed = string | bigint;

/** A field that rows can be sorted by. */
export interface Sortable {
  /** Name in the API. */
  readonly name: string;
  /** The API and version that see the field this way. */
  readonly dialect: string;
  /** Name in this project. */
  readonly field: string;
  /** Whether the index holds integers. */
  readonly numeric: boolean;
  /** What the index holds of a row. */
  readonly indexed: (row: Row) => Indexed | undefined;
}

/** One level of an order. */
export interface Level {
  readonly column: Sortable;
  readonly descending: boolean;
}

/** What a row is sorted by, level for level; null is text that is missing. */
export type Position = readonly (Indexed | null)[];

/** A row with its place in an order. */
export interface Entry {
  readonly row: Row;
  readonly position: Position;
}

/** Rows in an order; an array, or made on demand. */
export interface Ordered {
  readonly length: number;
  at(index: number): Entry | undefined;
}

const LONGEST = 2n ** 63n;
const orders = new WeakMap<readonly Row[], Map<string, Ordered>>();

/** Puts rows in order; the same array and levels give the same result without the work. */
export const inOrder = (rows: readonly Row[], levels: readonly Level[]): Ordered => {
  const known = orders.get(rows) ?? new Map<string, Ordered>();
  orders.set(rows, known);
  const name = levels.map(({ column, descending }) => `${column.dialect} ${column.name} ${descending}`).join();
  const ordered =
    known.get(name) ??
    sorted(
      rows.map((row) => entryOf(row, levels)),
      levels,
    );
  known.set(name, ordered);
  return ordered;
};

/** Rows made on demand, in order; undefined where the collection has no index for it. */
export const inMadeOrder = (collection: Collection, levels: readonly Level[]): Ordered | undefined => {
  if (collection.rows !== undefined) return inOrder(collection.rows, levels);
  const [first, second, third] = levels;
  if (second === undefined) return placed(collection, levels);
  const ordered = third === undefined && first && collection.sortedBy(first.column.field, first.descending);
  return ordered ? placed(ordered, levels) : undefined;
};

const placed = (collection: Collection, levels: readonly Level[]): Ordered => ({
  length: collection.size,
  at: (index) => {
    const row = collection.at(index);
    return row && entryOf(row, levels);
  },
});

/** Entries in order. */
export const sorted = (entries: readonly Entry[], levels: readonly Level[]): readonly Entry[] =>
  entries.toSorted((one, other) => compare(one.position, other.position, levels));

const entryOf = (row: Row, levels: readonly Level[]): Entry => ({
  row,
  position: levels.map((level) => indexedOr(level, level.column.indexed(row))),
});

// The search index puts a missing value last in either direction; for integers it does so with the extreme of 64 bits.
const indexedOr = ({ column, descending }: Level, value: Indexed | undefined): Indexed | null => {
  if (value !== undefined) return value;
  return column.numeric ? (descending ? -LONGEST : LONGEST - 1n) : null;
};

const compare = (one: Position, other: Position, levels: readonly Level[]): number => {
  for (const [index, { descending }] of levels.entries()) {
    const a = one[index] ?? null;
    const b = other[index] ?? null;
    if (a === b) continue;
    if (a === null) return 1;
    if (b === null) return -1;
    return a < b === descending ? 1 : -1;
  }
  return 0;
};

/** Index of the first row that comes after a position, whether or not a row has exactly that position. */
export const firstAfter = (ordered: Ordered, position: Position, levels: readonly Level[]): number =>
  firstThat(ordered, (entry) => compare(entry.position, position, levels) > 0);

/** Index of the first row that is at a position or after it. */
export const firstFrom = (ordered: Ordered, position: Position, levels: readonly Level[]): number =>
  firstThat(ordered, (entry) => compare(entry.position, position, levels) >= 0);

/** Index of the first row with a property that all rows behind it share. */
const firstThat = (ordered: Ordered, isBehind: (entry: Entry) => boolean): number => {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = ordered.at(middle);
    if (entry !== undefined && isBehind(entry)) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** Reads a `searchAfter`; undefined when the search index would refuse it. */
export const readPosition = (values: readonly Json[], levels: readonly Level[]): Position | undefined => {
  if (values.length !== levels.length) return undefined;
  const position: (Indexed | null)[] = [];
  for (const [index, { column }] of levels.entries()) {
    const value = readValue(values[index], column.numeric);
    if (value === undefined) return undefined;
    position.push(value);
  }
  return position;
};

const readValue = (value: Json | undefined, numeric: boolean): Indexed | null | undefined => {
  if (!numeric) return value === null || typeof value === "string" ? value : scalarText(value);
  if (typeof value === "string") return /^-?\d+$/.test(value) ? BigInt(value) : undefined;
  return typeof value === "bigint" || Number.isInteger(value) ? BigInt(String(value)) : undefined;
};

const scalarText = (value: Json | undefined): string | undefined =>
  value === undefined || typeof value === "object" ? undefined : String(value);
