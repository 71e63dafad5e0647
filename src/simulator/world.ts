import type { Entity, NestedList } from "../camunda/entity.ts";
import type { Collection } from "./collection.ts";
import type { JsonObject } from "./json.ts";

/**
 * One stored thing, in this project's field names and vocabulary: keys as strings of digits, dates RFC 3339 in UTC
 * with milliseconds (`2026-11-24T10:15:00.123Z`), words as the entity declares them. A field without a value is absent.
 * Long values are whole, even where `isTruncated` says that a list shows only their beginning.
 */
export type Row = Readonly<Record<string, string | number | boolean | undefined>>;

/** What a sample cluster has stored. */
export interface World {
  /**
   * Every row of the entity: an array in any order, the same as long as nothing changes, empty where the world knows
   * nothing of the entity; or rows that are made on demand.
   */
  rows(entity: Entity): readonly Row[] | Collection;
  /** The model behind a key of an entity that has one; undefined where there is none. */
  xml(entity: Entity, key: string): string | undefined;
  /** A list inside the row with this key, its members flat: those of a group repeat what they agree in. */
  nested?(entity: Entity, key: string, list: NestedList): readonly Row[];
  /** Rows by their path in the Orchestration Cluster API; also those of which no entity is declared. */
  table?(path: string): readonly Row[];
  /** Lists and objects inside the row with this key, by that path. */
  details?(of: { readonly path: { readonly v2: string } }, key: string): JsonObject | undefined;
  /** Ids of the sequence flows that a process instance has taken. */
  sequenceFlows?(processInstanceKey: string): readonly string[];
}
