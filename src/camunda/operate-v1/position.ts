import { Raw, stringifyJson } from "../../http/json.ts";
import type { Position, Row, Sort, Value } from "../engine.ts";
import type { Entity, Field } from "../entity.ts";
import { toWireWord } from "./words.ts";

/*
 * A position of the Operate API is the text of a `sortValues` array: the values of the sorted fields, then the key. Strings stand
 * for texts, numbers for keys and integers, milliseconds for dates.
 */

const SORTABLE: Readonly<Record<Field["kind"], (value: Value, field: Field) => unknown>> = {
  key: (value) => new Raw(String(value)),
  id: (value) => value,
  text: (value) => value,
  int: (value) => value,
  date: (value) => new Date(String(value)).getTime(),
  word: (value, field) => toWireWord(field, String(value)),
  // How the index writes a flag as a sort value is not known for certain.
  flag: () => undefined,
};

const sortValue = (entity: Entity, name: string, row: Row): unknown => {
  const field = entity.fields[name];
  const value = row[name];
  return field === undefined || value === undefined ? undefined : SORTABLE[field.kind](value, field);
};

/** The position behind a row; undefined when one of its sort values cannot be told from the row. */
export const behind = (entity: Entity, sort: readonly Sort[], row: Row): Position | undefined => {
  const values = [...sort.map(({ field }) => field), entity.key].map((name) => sortValue(entity, name, row));
  return values.includes(undefined) ? undefined : stringifyJson(values);
};

/** The position before the first row whose date reaches `value`: what stands before every key comes before all of that moment. */
export const edge = (entity: Entity, sort: Sort, value: string): Position | undefined => {
  if (entity.fields[sort.field]?.kind !== "date") return undefined;
  const beforeAllKeys = entity.fields[entity.key]?.kind === "key" ? -1 : "";
  return stringifyJson([new Date(value).getTime(), beforeAllKeys]);
};
