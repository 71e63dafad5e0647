import type { Filter, Position, Sort, Value } from "../engine.ts";

/** A span of time, both ends included; RFC 3339 in UTC. */
export interface Window {
  readonly after?: string;
  readonly before?: string;
}

/** Where a list goes on. Plain data: it travels inside a cursor. */
export interface Resume {
  /** Read on behind this position; absent: from the start. */
  readonly after?: Position;
  /** Key of the last row that was shown: when it comes again, everything up to it is left out. */
  readonly past?: string;
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
  readonly resume?: Resume;
}

/** A value as it is compared: a part of a text is looked for in any case. */
export const folded = (value: Value): string => String(value).toLocaleLowerCase("en");
