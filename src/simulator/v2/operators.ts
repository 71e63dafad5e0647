import type { Span } from "../collection.ts";
import { isList, isObject, type Json, type JsonObject } from "../json.ts";
import type { Indexed } from "../order.ts";
import { reaches } from "../v1/quirks.ts";
import type { Column } from "./column.ts";
import { Problem, unexpected, unparsable } from "./problem.ts";
import type { Reading } from "./resource.ts";

/** What a filter asks of one property. */
export interface Asked {
  readonly test: (value: Indexed | undefined) => boolean;
  /** The values that pass, where they can be listed. */
  readonly wanted?: readonly Indexed[];
  /** The integers between which exactly those that pass are. */
  readonly span?: Span;
}

/** What of a property decides how its part of a filter is read. */
export type Filterable = Pick<Column, "name" | "kind" | "words" | "notIn" | "filter">;

/** Texts that a filter looks at by operators, though they are no property of the row. */
export const looseText = (name: string): Filterable => ({
  name,
  kind: "text",
  words: [],
  notIn: false,
  filter: "operators",
});

const COMMON = ["$eq", "$neq", "$exists", "$in"];
const ORDERED = ["$gt", "$gte", "$lt", "$lte"];

const operatorsOf = ({ kind, notIn }: Filterable): readonly string[] => {
  if (kind === "int" || kind === "date") return [...COMMON, ...ORDERED];
  if (kind === "word") return [...COMMON, "$like", ...(notIn ? ["$notIn"] : [])];
  return kind === "text" ? [...COMMON, "$notIn", "$like"] : [...COMMON, "$notIn"];
};

/** Reads what a filter asks of a property: one value, or an object of operators that all have to hold. */
export const readAsked = (column: Filterable, value: Json, reading: Reading): Asked => {
  if (!isObject(value)) return oneOf([readValue(column, value, reading)]);
  if (column.filter !== "operators") return unparsable(column.name);
  const known = operatorsOf(column);
  const all = Object.entries(value).flatMap(([operator, operand]) => {
    if (!known.includes(operator)) return unparsable(operator);
    return operand === null ? [] : [readOperator(column, operator, operand, reading)];
  });
  const wanted = all.find((asked) => asked.wanted !== undefined)?.wanted;
  const spans = all.flatMap(({ span }) => span ?? []);
  return {
    test: (indexed) => all.every(({ test }) => test(indexed)),
    ...(wanted === undefined ? {} : { wanted }),
    ...(spans.length === 0 || spans.length < all.length ? {} : { span: common(spans) }),
  };
};

const common = (spans: readonly Span[]): Span => {
  const least = highest(spans.flatMap(({ from }) => from ?? []));
  const most = highest(spans.flatMap(({ to }) => (to === undefined ? [] : -to)));
  return { ...(least === undefined ? {} : { from: least }), ...(most === undefined ? {} : { to: -most }) };
};

const highest = (values: readonly bigint[]): bigint | undefined =>
  values.reduce<bigint | undefined>((best, value) => (best === undefined || value > best ? value : best), undefined);

const oneOf = (wanted: readonly Indexed[]): Asked => ({
  test: (value) => value !== undefined && wanted.includes(value),
  wanted,
});

const noneOf = (unwanted: readonly Indexed[]): Asked => ({
  test: (value) => value === undefined || !unwanted.includes(value),
});

const readOperator = (column: Filterable, operator: string, operand: Json, reading: Reading): Asked => {
  const one = () => readValue(column, operand, reading);
  const several = () =>
    isList(operand) ? operand.map((value) => readValue(column, value, reading)) : unparsable(operator);
  switch (operator) {
    case "$exists":
      if (typeof operand !== "boolean") return unparsable(operator);
      return { test: (value) => (value !== undefined) === operand };
    case "$eq":
      return oneOf([one()]);
    case "$neq":
      return noneOf([one()]);
    case "$in":
      return oneOf(several());
    case "$notIn":
      return noneOf(several());
    case "$like": {
      const pattern = typeof operand === "string" ? wildcards(operand) : unparsable(operator);
      return { test: (value) => value !== undefined && pattern.test(String(value)) };
    }
    default:
      return comparison(operator, one());
  }
};

const comparison = (operator: string, limit: Indexed): Asked => {
  const isRight: Readonly<Record<string, (value: Indexed) => boolean>> = {
    $gt: (value) => value > limit,
    $gte: (value) => value >= limit,
    $lt: (value) => value < limit,
    $lte: (value) => value <= limit,
  };
  const test = (value: Indexed | undefined) => value !== undefined && isRight[operator]?.(value) === true;
  const span = typeof limit === "bigint" ? spanOf(operator, limit) : undefined;
  return { test, ...(span === undefined ? {} : { span }) };
};

const spanOf = (operator: string, limit: bigint): Span | undefined =>
  ({ $gt: { from: limit + 1n }, $gte: { from: limit }, $lt: { to: limit - 1n }, $lte: { to: limit } })[operator];

/** `*` is any text, `?` one character; a backslash takes the meaning of either away. */
const wildcards = (pattern: string): RegExp => {
  const source = pattern.replace(
    /\\(.)|([*?])|[\s\S]/g,
    (one, escaped: string | undefined, wild: string | undefined) => {
      if (wild !== undefined) return wild === "*" ? "[\\s\\S]*" : "[\\s\\S]";
      return (escaped ?? one).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    },
  );
  return new RegExp(`^${source}$`);
};

/** A value of a filter in the form the search index has. */
const readValue = (column: Filterable, value: Json, reading: Reading): Indexed => {
  const { name, kind, words } = column;
  if (isList(value) || isObject(value) || value === null) return unparsable(name);
  switch (kind) {
    case "key":
      return readKey(name, value, reading);
    case "int":
      return /^-?\d+$/.test(String(value)) ? BigInt(String(value)) : unparsable(name);
    case "flag":
      return typeof value === "boolean" ? BigInt(value) : unparsable(name);
    case "date":
      return readDate(name, String(value), reading);
    case "word": {
      const word = String(value).toUpperCase();
      return words.includes(word) ? word : unexpected(String(value), name, words);
    }
    default:
      return String(value);
  }
};

const readKey = (name: string, value: string | number | bigint | boolean, { wrong }: Reading): Indexed => {
  if (/^-?\d+$/.test(String(value))) return BigInt(String(value));
  wrong.push(
    `The provided ${name} '${value}' is not a valid key. Expected a numeric value. Did you pass an entity id instead of an entity key?`,
  );
  return 0n;
};

const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)$/;

const readDate = (name: string, value: string, { version, wrong }: Reading): Indexed => {
  const at = RFC_3339.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(at)) return BigInt(at);
  if (!reaches(version, "8.9")) throw new Problem(400, `Failed to parse date-time: [${value}]`);
  wrong.push(`The provided ${name} '${value}' cannot be parsed as a date according to RFC 3339, section 5.6.`);
  return 0n;
};

/** The object that a filter has to be. */
export const readObject = (name: string, value: Json): JsonObject => (isObject(value) ? value : unparsable(name));
