import type { Call, Detail, Engine, Restriction, Value } from "../engine.ts";
import type { Entity } from "../entity.ts";
import type { ClusterVersion } from "../version.ts";

/** What joins are made from: the requests of the engine they belong to. */
export interface Source extends Pick<Engine, "page" | "maxPageSize"> {
  get(entity: Entity, key: string, call: Call): Promise<Detail>;
  version(call: Call): Promise<ClusterVersion>;
}

/** Turns a filter the API does not know into one that it knows. */
export type Filtering = (value: Value, call: Call) => Promise<Restriction>;

/** Rows whose `field` is one of these. */
export const among = (field: string, values: Iterable<string>, ...notices: readonly string[]): Restriction => ({
  field,
  values: new Set(values),
  isExclusion: false,
  notices,
});
