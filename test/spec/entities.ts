import { entities } from "../../src/camunda/entities/index.ts";
import type { Entity } from "../../src/camunda/entity.ts";

/** The entities that the Operate API has. */
export const operateEntities: readonly Entity[] = entities.filter(({ path }) => path.v1 !== undefined);

/** Path of an entity in the Operate API. */
export const pathOf = ({ path, name }: Entity): string => {
  if (path.v1 === undefined) throw new Error(`The Operate API has no ${name}.`);
  return path.v1;
};
