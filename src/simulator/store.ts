import type { Entity } from "../camunda/entity.ts";
import { synthesise, synthesiseXml } from "./synthetic.ts";
import type { Row, World } from "./world.ts";

/** A world that can change: what a running cluster answers from. */
export interface Store extends World {
  /** The row with a key (digits, or the id of an entity that goes by one). */
  find(entity: Entity, key: string): Row | undefined;
  add(entity: Entity, rows: readonly Row[]): void;
  remove(entity: Entity, key: string): void;
}

/** A store over a world; entities of which the world knows nothing get synthesised rows. */
export const openStore = (world: World): Store => {
  const changed = new Map<string, readonly Row[]>();
  const synthesised = new Map<string, readonly Row[]>();
  const indexes = new WeakMap<readonly Row[], ReadonlyMap<string, Row>>();

  const made = (entity: Entity): readonly Row[] => {
    const rows = synthesised.get(entity.name) ?? synthesise(entity);
    synthesised.set(entity.name, rows);
    return rows;
  };

  const rows = (entity: Entity): readonly Row[] => {
    const known = changed.get(entity.name) ?? world.rows(entity);
    return known.length === 0 && !changed.has(entity.name) ? made(entity) : known;
  };

  const find = (entity: Entity, key: string): Row | undefined => {
    const all = rows(entity);
    const index = indexes.get(all) ?? new Map(all.map((row) => [String(row[entity.key]), row]));
    indexes.set(all, index);
    return index.get(key);
  };

  return {
    rows,
    find,
    xml: (entity, key) => {
      const row = find(entity, key);
      if (row === undefined) return undefined;
      return world.xml(entity, key) ?? (synthesised.get(entity.name)?.includes(row) ? synthesiseXml(key) : undefined);
    },
    add: (entity, added) => {
      changed.set(entity.name, [...rows(entity), ...added]);
    },
    remove: (entity, key) => {
      const kept = rows(entity).filter((row) => row[entity.key] !== key);
      changed.set(entity.name, kept);
    },
  };
};

/** A world of which nothing is known. */
export const emptyWorld: World = { rows: () => [], xml: () => undefined };
