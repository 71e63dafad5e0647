import type { Call, Detail, Engine, Joins, Restriction, Row } from "../engine.ts";
import type { Entity } from "../entity.ts";
import type { ClusterVersion } from "../version.ts";

/** What joins are made from: the requests of the engine they belong to. */
export interface Source extends Pick<Engine, "page" | "maxPageSize"> {
  get(entity: Entity, key: string, call: Call): Promise<Detail>;
  version(call: Call): Promise<ClusterVersion>;
}

/** Turns a filter the API does not know into one that it knows. */
export type Filtering = Joins["filters"][string];

/** Rows that have one of some values. */
export const among = (
  restriction: Pick<Restriction, "filter" | "field" | "isPartial" | "notices"> & { values: Iterable<string> },
): Restriction => ({ ...restriction, values: new Set(restriction.values), isExclusion: false });

/** A value of a row as text, as a list of none or one. */
export const valueIn = (row: Row, field: string): string[] => (row[field] === undefined ? [] : [String(row[field])]);
