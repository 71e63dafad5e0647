import { Raw, stringifyJson } from "../../http/json.ts";
import type { Position, Row, Sort, Value } from "../engine.ts";
import type { Entity, Field } from "../entity.ts";
import { toWireWord } from "./words.ts";

/*
 * A position of the Operate API is the text of a `sortValues` array: the values of the sorted fields, then the key. Which JSON type
 * a value has is decided by the index (a key may be a number or a string), so computed positions copy the types of a real one.
 */

const TOKEN = /"(?:[^"\\]|\\.)*"|[^\s,[\]]+/g;

/** A sort value as text: dates in milliseconds, words as the API says them. */
const textOf = (field: Field, value: Value): string => {
  if (field.kind === "date") return String(new Date(String(value)).getTime());
  return field.kind === "word" ? toWireWord(field, String(value)) : String(value);
};

/** The value written in the JSON type of `model`; undefined where that type cannot hold it. */
const inTypeOf = (model: string, text: string): unknown => {
  if (model.startsWith('"')) return text;
  if (model === "true" || model === "false") return text === "true" || text === "false" ? text === "true" : undefined;
  return /^-?\d+$/.test(text) ? new Raw(text) : undefined;
};

/**
 * The position behind a row, computed from the row and modelled on a position of the same list; undefined when one of its sort
 * values is not in the row.
 */
export const behind = (entity: Entity, sort: readonly Sort[], row: Row, model: Position): Position | undefined => {
  const names = [...sort.map(({ field }) => field), entity.key];
  const models = model.match(TOKEN) ?? [];
  // Sorted by its key, a list may name it once or twice.
  if (sort.at(-1)?.field === entity.key && models.length < names.length) names.pop();
  const values = names.map((name, index) => {
    const field = entity.fields[name];
    const value = row[name];
    const like = models[index];
    return field === undefined || value === undefined || like === undefined
      ? undefined
      : inTypeOf(like, textOf(field, value));
  });
  return models.length !== names.length || values.includes(undefined) ? undefined : stringifyJson(values);
};

/** The position before the first row whose date reaches `value`: what stands before every key comes before all of that moment. */
export const edge = (entity: Entity, sort: Sort, value: string): Position | undefined => {
  if (entity.fields[sort.field]?.kind !== "date") return undefined;
  const beforeAllKeys = entity.fields[entity.key]?.kind === "key" ? -1 : "";
  return stringifyJson([new Date(value).getTime(), beforeAllKeys]);
};
