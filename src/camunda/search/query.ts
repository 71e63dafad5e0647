import type { Filter, Position, Sort, Value, VariableCondition, Window } from "../engine.ts";

/** A place in a list. Plain data: it travels inside a cursor. */
export interface Place {
  /** Read on behind this position; absent: from the start. */
  readonly after?: Position;
  /** Rows of the list before `after`, or none where that is absent; where it is known. */
  readonly read?: number;
  /** As many rows the list had when its reading began; known together with `read`. */
  readonly of?: number;
  /** Key of the last row: when it comes again, everything up to it is left out. */
  readonly past?: string;
  /** Which of the values of a restriction was being read. */
  readonly branch?: string;
  /** For a list merged from several: the place in each of them; what is missing has not begun. */
  readonly branches?: Readonly<Record<string, Place>>;
}

/** Where a list goes on. */
export interface Resume extends Place {
  /** The group the last row belonged to, for `latestOnly`. */
  readonly group?: string;
  /** Rows shown so far. */
  readonly shown: number;
}

/** What a search tool asks for, in this project's names. */
export interface Query {
  /** By field: equality, or a part of the text where the field says so. */
  readonly filter: Filter;
  /** By date field. */
  readonly windows: Readonly<Record<string, Window>>;
  readonly latestOnly: boolean;
  readonly sort: readonly Sort[];
  readonly limit: number;
  readonly variables?: readonly VariableCondition[];
  readonly resume?: Resume;
}

/** A value as it is compared: a part of a text is looked for in any case. */
export const folded = (value: Value): string => String(value).toLocaleLowerCase("en");
