import * as z from "zod";
import type { Entity, Field } from "../camunda/entity.ts";
import {
  distinctListInput,
  filterInput,
  flagInput,
  intInput,
  nameInput,
  nullableScalarInput,
  objectInput,
  shortListInput,
  textInput,
  timeInput,
  wordInput,
} from "./input.ts";

/** Rows of a page unless asked for more or less. */
export const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 1000;
/** Conditions on variables: each is a search of its own, and all of them travel in the cursor. */
const MOST_CONDITIONS = 10;

const OPERATORS = ["eq", "ne", "gt", "gte", "lt", "lte", "contains", "exists"] as const;

const isFilter = (field: Field): boolean =>
  field.match === "part" || field.v1?.filter === true || field.v2?.filter === true;

const isSortable = (field: Field): boolean => field.v1?.sort === true || field.v2?.sort === true;

const namesOf = (fields: readonly Field[]): readonly string[] => fields.map(({ name }) => name);

/** The two arguments that ask for a window of a date field. */
export const windowNames = (field: Field): readonly [string, string] | undefined =>
  field.window === undefined ? undefined : [`${field.window}After`, `${field.window}Before`];

const aboutFilter = (field: Field): string | undefined => {
  if (field.match === "part") return "any part, any case";
  return field.kind === "json" ? 'typed: 1000 is not "1000"' : undefined;
};

const filterShape = (entity: Entity): [string, z.ZodType][] =>
  Object.values(entity.fields).flatMap((field): [string, z.ZodType][] => {
    const windows = windowNames(field);
    if (windows !== undefined) return windows.map((name) => [name, timeInput().optional()]);
    const input = isFilter(field) ? filterInput(field)?.optional() : undefined;
    if (input === undefined) return [];
    const about = aboutFilter(field);
    return [[field.name, about === undefined ? input : input.describe(about)]];
  });

/** Conditions on variables; a condition without an operator asks for equality. */
export const conditions = z.array(
  objectInput({
    name: textInput(),
    operator: wordInput(OPERATORS).optional(),
    value: nullableScalarInput().optional(),
  }),
);

/** The arguments of a search, computed from the entity. */
export const searchInput = (entity: Entity): z.ZodObject => {
  const shown = Object.values(entity.fields).filter(({ isHidden }) => !isHidden);
  const sort = objectInput({
    field: nameInput(namesOf(shown.filter(isSortable))),
    order: wordInput(["ASC", "DESC"]).optional(),
  });
  return z.strictObject({
    ...Object.fromEntries(filterShape(entity)),
    ...(entity.hasVariables
      ? {
          variables: shortListInput(conditions.element, MOST_CONDITIONS)
            .optional()
            .describe('typed: 1000 is not "1000"'),
        }
      : {}),
    ...(entity.latest === undefined ? {} : { latestOnly: flagInput().optional().describe("newest version of each") }),
    limit: intInput(1, MAX_LIMIT).optional().describe(`1..${MAX_LIMIT}, default ${DEFAULT_LIMIT}`),
    sort: distinctListInput(sort, ({ field }) => field).optional(),
    fields: distinctListInput(nameInput(namesOf(shown)), (name) => name).optional(),
    cursor: z.string().optional().describe("page.next"),
  });
};
