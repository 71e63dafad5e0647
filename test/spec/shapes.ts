import type { Entity, Field } from "../../src/camunda/entity.ts";
import { member } from "../../src/narrow.ts";
import { schemaOf } from "./document/documents.ts";
import type { Node } from "./document/mend.ts";
import { propertiesOf } from "./document/mends.ts";
import { operateEntities } from "./entities.ts";

/** Something that the Operate API answers and the operateEntities declare: a row, or a member of a list inside a row. */
export interface Shape {
  /** What it is, in the plural. */
  readonly name: string;
  /** Name of its schema in the documents. */
  readonly schema: string;
  readonly fields: readonly Field[];
  /** Names of the lists inside it. */
  readonly lists: readonly string[];
}

/** Name of the schema that a reference leads to; undefined for anything else. */
export const referred = (node: unknown): string | undefined =>
  /^#\/components\/schemas\/(\w+)$/.exec(String(member(node, "$ref")))?.[1];

/** An entity and the lists inside it, with the schemas of a document. */
export const shapesOf = (root: Node, entity: Entity): readonly Shape[] => {
  const schema = schemaOf(root, entity);
  const inner = entity.lists.map(({ name, path, fields }): Shape => {
    const items = member(propertiesOf(root, schema)[path.v1], "items");
    const own = `${name} of ${entity.plural}`;
    return { name: own, schema: referred(items) ?? `no schema of ${own}`, fields: Object.values(fields), lists: [] };
  });
  const lists = entity.lists.map(({ path }) => path.v1);
  return [{ name: entity.plural, schema, fields: Object.values(entity.fields), lists }, ...inner];
};

/** Everything declared, with the schemas of a document. */
export const shapes = (root: Node): readonly Shape[] => operateEntities.flatMap((entity) => shapesOf(root, entity));
