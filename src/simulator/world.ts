import type { Entity } from "../camunda/entity.ts";

/**
 * One stored thing, in this project's field names and vocabulary: keys as strings of digits, dates RFC 3339 in UTC
 * with milliseconds (`2026-11-24T10:15:00.123Z`), words as the entity declares them. A field without a value is absent.
 */
export type Row = Readonly<Record<string, string | number | boolean | undefined>>;

/** What a sample cluster has stored. */
export interface World {
  /** Every row of the entity, in any order; the same array as long as nothing changes. Empty where the world knows nothing of it. */
  rows(entity: Entity): readonly Row[];
  /** The model behind a key of an entity that has one; undefined where there is none. */
  xml(entity: Entity, key: string): string | undefined;
}
