import type { Entity, NestedList } from "../camunda/entity.ts";
import type { Collection, Condition } from "./collection.ts";
import type { JsonObject } from "./json.ts";
import { synthesise, synthesiseList, synthesiseXml } from "./synthetic.ts";
import type { Row, World } from "./world.ts";

/** What a store has of one entity. */
export interface Stock {
  /** Rows in memory; the same array as long as nothing changes. */
  readonly rows: readonly Row[];
  /** Rows that are made on demand. */
  readonly made?: Collection;
  /** Keys of those that were made and are deleted, or changed and now in memory. */
  readonly gone: ReadonlySet<string>;
}

/** A world that can change: what a running cluster answers from. */
export interface Store {
  stock(entity: Entity): Stock;
  /** What there is at a path of the Orchestration Cluster API for which no entity is declared. */
  table(path: string): Stock;
  /** Lists and objects inside a row, by that path. */
  details(path: string, key: string): JsonObject | undefined;
  /** The row with a key (digits, or the id of an entity that goes by one). */
  find(entity: Entity, key: string): Row | undefined;
  /** The rows that belong to a process instance. */
  belonging(entity: Entity, processInstanceKey: string): readonly Row[];
  xml(entity: Entity, key: string): string | undefined;
  nested(entity: Entity, key: string, list: NestedList): readonly Row[];
  sequenceFlows(processInstanceKey: string): readonly string[];
  add(entity: Entity, rows: readonly Row[]): void;
  remove(entity: Entity, rows: readonly Row[]): void;
  /** Puts a row in the place of the one with the same key, or adds it. */
  put(entity: Entity, row: Row): void;
}

const NOTHING: ReadonlySet<string> = new Set();

/** A store over a world; entities of which the world knows nothing get synthesised rows. */
export const openStore = (world: World): Store => {
  const changed = new Map<string, Stock>();
  const synthesised = new Map<string, readonly Row[]>();
  const indexes = new WeakMap<readonly Row[], ReadonlyMap<string, Row>>();

  const synthetic = (entity: Entity): readonly Row[] => {
    const rows = synthesised.get(entity.name) ?? synthesise(entity);
    synthesised.set(entity.name, rows);
    return rows;
  };

  const isSynthetic = (entity: Entity, row: Row): boolean => synthesised.get(entity.name)?.includes(row) ?? false;

  const stock = (entity: Entity): Stock => {
    const kept = changed.get(entity.name);
    if (kept !== undefined) return kept;
    const known = world.rows(entity);
    if ("where" in known) return { rows: [], made: known, gone: NOTHING };
    return { rows: known.length === 0 ? synthetic(entity) : known, gone: NOTHING };
  };

  const inMemory = (rows: readonly Row[], entity: Entity, key: string): Row | undefined => {
    const index = indexes.get(rows) ?? new Map(rows.map((row) => [String(row[entity.key]), row]));
    indexes.set(rows, index);
    return index.get(key);
  };

  const find = (entity: Entity, key: string): Row | undefined => {
    const { rows, made, gone } = stock(entity);
    const changed = inMemory(rows, entity, key);
    if (changed !== undefined || gone.has(key)) return changed;
    return made?.where(isKey(entity.key, key))?.at(0);
  };

  return {
    stock,
    table: (path) => ({ rows: world.table?.(path) ?? [], gone: NOTHING }),
    details: (path, key) => world.details?.({ path: { v2: path } }, key),
    find,
    belonging: (entity, processInstanceKey) => {
      const condition = isKey("processInstanceKey", processInstanceKey);
      const { rows, made } = stock(entity);
      return [...rows.filter(condition.accepts), ...rowsOf(made?.where(condition))];
    },
    xml: (entity, key) => {
      const row = find(entity, key);
      if (row === undefined) return undefined;
      return world.xml(entity, key) ?? (isSynthetic(entity, row) ? synthesiseXml(entity, key) : undefined);
    },
    nested: (entity, key, list) => {
      const row = find(entity, key);
      if (row !== undefined && isSynthetic(entity, row)) return synthesiseList(list);
      return world.nested?.(entity, key, list) ?? [];
    },
    sequenceFlows: (key) => world.sequenceFlows?.(key) ?? [],
    add: (entity, added) => {
      const known = stock(entity);
      changed.set(entity.name, { ...known, rows: [...known.rows, ...added] });
    },
    put: (entity, row) => {
      const known = stock(entity);
      const key = String(row[entity.key]);
      const isKnown = inMemory(known.rows, entity, key) !== undefined;
      changed.set(entity.name, {
        ...known,
        rows: isKnown ? known.rows.map((one) => (String(one[entity.key]) === key ? row : one)) : [...known.rows, row],
        gone: known.made === undefined || isKnown ? known.gone : new Set([...known.gone, key]),
      });
    },
    remove: (entity, rows) => {
      if (rows.length === 0) return;
      const known = stock(entity);
      const keys = new Set(rows.map((row) => String(row[entity.key])));
      changed.set(entity.name, {
        ...known,
        rows: known.rows.filter((row) => !keys.has(String(row[entity.key]))),
        gone: known.made === undefined ? NOTHING : new Set([...known.gone, ...keys]),
      });
    },
  };
};

const isKey = (field: string, key: string): Condition => ({
  field,
  wanted: [/^-?\d+$/.test(key) ? BigInt(key) : key],
  accepts: (row) => row[field] === key,
});

const rowsOf = (collection: Collection | undefined): readonly Row[] =>
  collection === undefined ? [] : Array.from({ length: collection.size }, (_, index) => collection.at(index) ?? {});

/** A world of which nothing is known. */
export const emptyWorld: World = { rows: () => [], xml: () => undefined };
