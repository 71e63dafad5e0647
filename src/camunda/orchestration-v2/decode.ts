import { isObject, member } from "../../narrow.ts";
import type { Detail, Row, Value } from "../engine.ts";
import type { Entity, Field, NestedList } from "../entity.ts";
import { bad, countIn, textIn } from "../expected.ts";

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** The last point in time that a `Date` can hold, in milliseconds since 1970. */
const LAST_DATE = 8.64e15;

/** A date as nearly all answers write it, and as it is shown. */
const AS_SHOWN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Some answers of 8.8 still write the offset as `+0000`, a wait state milliseconds; what is no date stays as it is. */
const date = (value: unknown): string | undefined => {
  if (typeof value === "number") return Math.abs(value) <= LAST_DATE ? new Date(value).toISOString() : undefined;
  if (typeof value !== "string") return undefined;
  if (AS_SHOWN.test(value)) return value;
  const time = new Date(value);
  return Number.isNaN(time.getTime()) ? value : time.toISOString();
};

/*
 * Keys are strings from 8.8 on. A key that is a number comes from the early /v2 of 8.6 and 8.7, which means other things by the
 * same names, so it is refused. What is no key at all (`{scope}-{name}` for a variable) passes.
 */
const DECODERS: Readonly<Record<Field["kind"], (value: unknown) => Value | undefined>> = {
  key: text,
  id: text,
  text,
  json: text,
  word: text,
  int: (value) => (typeof value === "number" ? value : undefined),
  flag: (value) => (typeof value === "boolean" ? value : undefined),
  date,
};

const isNothing = (field: Field, raw: unknown): boolean =>
  raw === undefined || raw === null || (raw === "" && field.kind !== "json");

/** A list of texts is shown as one text. */
const flat = (field: Field, raw: unknown): unknown =>
  field.v2?.isList === true && Array.isArray(raw) && raw.every((one) => typeof one === "string") ? raw.join(", ") : raw;

/** A field that this API may show, and how it is read; what is inside another member has a path of several names. */
interface Column {
  readonly field: Field;
  readonly path: readonly string[];
  readonly decode: (value: unknown) => Value | undefined;
}

/** Found out once for all rows of an answer. */
const columnsOf = (fields: Entity["fields"]): readonly Column[] =>
  Object.values(fields).map((field) => ({
    field,
    path: field.v2 === undefined || field.isHidden ? [] : field.v2.name.split("."),
    decode: DECODERS[field.kind],
  }));

/** What a column holds before it is decoded; nothing where this API does not show the field. */
const rawOf = ({ field, path }: Column, json: unknown): unknown => {
  const [first] = path;
  if (first === undefined) return undefined;
  const value = path.length === 1 ? member(json, first) : path.reduce(member, json);
  return flat(field, value);
};

const decodeColumns = (what: string, columns: readonly Column[], json: unknown): Row => {
  if (!isObject(json)) throw bad(`something else than a ${what}`);
  const row: Record<string, Value> = {};
  for (const column of columns) {
    const { field, decode } = column;
    const raw = rawOf(column, json);
    const value = isNothing(field, raw) ? field.v2?.otherwise : decode(raw);
    if (value === undefined && isNothing(field, raw)) continue;
    if (value === undefined) throw bad(`a ${what} whose ${field.name} is no ${field.kind}`);
    row[field.name] = value;
  }
  return row;
};

const decodeOne = (entity: Entity, columns: readonly Column[], json: unknown): Row => {
  const row = decodeColumns(entity.name, columns, json);
  if (row[entity.key] === undefined) throw bad(`a ${entity.name} without ${entity.key}`);
  return row;
};

/**
 * A row of the Orchestration Cluster API. Nulls, empty texts and unknown members are left out; a row without its key is one of the
 * early /v2, which calls it otherwise.
 */
export const decodeRow = (entity: Entity, json: unknown): Row => decodeOne(entity, columnsOf(entity.fields), json);

/** Items of a list; those that hold a list of their own under `into` are taken apart, so that the rows are flat. */
const decodeList = ({ name, fields, group }: NestedList, items: readonly unknown[]): Row[] => {
  const columns = columnsOf(fields);
  return items.flatMap((item) => {
    const inner = group === undefined ? undefined : member(item, group.into);
    if (!Array.isArray(inner) || !isObject(item)) return [decodeColumns(name, columns, item)];
    const parts: unknown[] = inner.length === 0 ? [{}] : inner;
    // From 8.9 on, a part says again what the whole says, or null for it.
    return parts.map((part) => decodeColumns(name, columns, { ...(isObject(part) ? part : {}), ...item }));
  });
};

/** A row with the lists inside it; a list that the answer lacks is empty. */
export const decodeDetail = (entity: Entity, json: unknown): Detail => {
  const row = decodeRow(entity, json);
  const lists = entity.lists.map((list) => {
    const items = member(json, list.path.v2) ?? [];
    if (!Array.isArray(items)) throw bad(`a ${entity.name} whose ${list.name} is no list`);
    return [list.name, decodeList(list, items)] as const;
  });
  return { row, lists: Object.fromEntries(lists) };
};

/** The items of an answer that is a list, by itself or under `items`. */
export const decodeItems = (what: string, json: unknown): readonly unknown[] => {
  const items = Array.isArray(json) ? json : member(json, "items");
  if (!Array.isArray(items)) throw bad(`something else than a list of ${what}`);
  return items;
};

/** The rows of a search with what its page tells; a page without `totalItems` is none of 8.8 or later. */
export const decodeResults = (entity: Entity, json: unknown) => {
  const items = decodeItems(entity.plural, json);
  const page = member(json, "page");
  const total = countIn(`a list of ${entity.plural} without a total`, page, "totalItems");
  const after = text(member(page, "endCursor"));
  const columns = columnsOf(entity.fields);
  return {
    rows: items.map((item) => decodeOne(entity, columns, item)),
    total,
    totalIsExact: member(page, "hasMoreTotalItems") !== true,
    ...(after === undefined || after === "" || items.length === 0 ? {} : { after }),
  };
};

const STATISTICS = "something else than a list of statistics";
const FLOWS = "something else than a list of sequence flows";

/** Counts per element. */
export const decodeStatistics = (json: unknown): Row[] =>
  decodeItems("statistics", json).map((item) => ({
    elementId: textIn(STATISTICS, item, "elementId"),
    active: countIn(STATISTICS, item, "active"),
    incidents: countIn(STATISTICS, item, "incidents"),
    completed: countIn(STATISTICS, item, "completed"),
    canceled: countIn(STATISTICS, item, "canceled"),
  }));

/** Ids of sequence flows in the model: `elementId`; older answers name them by `sequenceFlowId` only. */
export const decodeFlows = (json: unknown): string[] =>
  decodeItems("sequence flows", json).map((item) =>
    textIn(FLOWS, item, text(member(item, "elementId")) ? "elementId" : "sequenceFlowId"),
  );
