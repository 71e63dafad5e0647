import * as z from "zod";
import type { Entity, Field } from "../camunda/entity.ts";

/** Words are plain strings here: an enum would make an answer invalid as soon as a newer cluster says a new word. */
const fieldOutput = (field: Field): z.ZodType => {
  if (field.kind === "int") return z.number();
  return field.kind === "flag" ? z.boolean() : z.string();
};

/** The members of one row; every one may be missing. */
export const rowShape = (entity: Entity): Record<string, z.ZodType> =>
  Object.fromEntries(
    Object.values(entity.fields)
      .filter(({ isHidden }) => !isHidden)
      .map((field) => [field.name, fieldOutput(field).optional()]),
  );

/** One row; open for members that a newer version adds. */
export const rowOutput = (entity: Entity): z.ZodObject => z.looseObject(rowShape(entity));
