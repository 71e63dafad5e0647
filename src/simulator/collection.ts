import type { Row } from "./world.ts";

/** Integers from one to another, both included; open where one is absent. */
export interface Span {
  readonly from?: bigint;
  readonly to?: bigint;
}

/** What a filter wants of one field. */
export interface Condition {
  /** Name of the field in this project. */
  readonly field: string;
  /**
   * The values that meet it, as the search index holds them: integers for keys, numbers, flags and dates, text for all else.
   * Absent where they cannot be listed.
   */
  readonly wanted?: readonly (string | bigint)[];
  /** The integers between which those that meet it are, and all of them do; absent where they are not such a span. */
  readonly span?: Span;
  /** Whether a row meets it; looks at this field only. */
  readonly accepts: (row: Row) => boolean;
}

/** Rows in the order of their keys that need not be in memory: each is made when it is asked for, always the same. */
export interface Collection {
  /** How many rows there are. */
  readonly size: number;
  /** All of them, where they are so few that they are in memory; these can be put in any order. */
  readonly rows?: readonly Row[];
  /** The row at an index, from 0. */
  at(index: number): Row | undefined;
  /** The same rows in the order of another field, ties by key; undefined where there is no such index. */
  sortedBy(field: string, descending: boolean): Collection | undefined;
  /** The rows that meet a condition, in the same order; undefined where only a look at every row can tell. */
  where(condition: Condition): Collection | undefined;
}

/** A few rows in memory, given in the order of their keys. */
export const few = (rows: readonly Row[]): Collection => ({
  size: rows.length,
  rows,
  at: (index) => rows[index],
  sortedBy: () => undefined,
  where: ({ accepts }) => few(rows.filter(accepts)),
});
