import { isObject, member } from "../../narrow.ts";
import type { Detail, Row, Value } from "../engine.ts";
import type { Entity, Field } from "../entity.ts";
import { bad, countIn, textIn } from "../expected.ts";
import { fromWireWord } from "./words.ts";

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

const MOST_DIGITS = 19;

/** Whether a text is a 64-bit number; a loop, as it is asked several times for each row. */
const isInteger = (value: string): boolean => {
  const first = value.startsWith("-") ? 1 : 0;
  for (let at = first; at < value.length; at += 1) {
    const c = value.charCodeAt(at);
    if (c < 0x30 || c > 0x39) return false;
  }
  return value.length > first && value.length - first <= MOST_DIGITS;
};

/** The usual form, on a day that every month has, so that it needs no look at the calendar. */
const USUAL_DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}\+0000$/;
const WITHOUT_OFFSET = "2022-03-17T11:50:25.729".length;

/** `2022-03-17T11:50:25.729+0000` becomes `2022-03-17T11:50:25.729Z`; what is no date stays as it is. */
const date = (value: string): string => {
  if (USUAL_DATE.test(value)) return `${value.slice(0, WITHOUT_OFFSET)}Z`;
  const time = new Date(value);
  return Number.isNaN(time.getTime()) ? value : time.toISOString();
};

const DECODERS: Readonly<Record<Field["kind"], (value: unknown, field: Field) => Value | undefined>> = {
  key: (value) => {
    const digits = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : text(value);
    return digits !== undefined && isInteger(digits) ? digits : undefined;
  },
  id: text,
  text,
  json: text,
  int: (value) => (typeof value === "number" ? value : undefined),
  flag: (value) => (typeof value === "boolean" ? value : undefined),
  date: (value) => (typeof value === "string" ? date(value) : undefined),
  word: (value, field) => (typeof value === "string" ? fromWireWord(field, value) : undefined),
};

/** A field that this API knows, and how it is read. */
interface Column {
  readonly field: Field;
  readonly wireName: string;
  readonly decode: (value: unknown, field: Field) => Value | undefined;
}

/** Found out once for all rows of an answer. */
const columnsOf = (fields: Entity["fields"]): readonly Column[] =>
  Object.values(fields).flatMap((field) =>
    field.v1 === undefined ? [] : { field, wireName: field.v1.name, decode: DECODERS[field.kind] },
  );

const decodeColumns = (what: string, columns: readonly Column[], json: unknown): Row => {
  if (!isObject(json)) throw bad(`something else than a ${what}`);
  const row: Record<string, Value> = {};
  for (const { field, wireName, decode } of columns) {
    const raw = Object.hasOwn(json, wireName) ? json[wireName] : undefined;
    if (raw === undefined || raw === null) continue;
    const value = decode(raw, field);
    if (value === undefined) throw bad(`a ${what} whose ${field.name} is no ${field.kind}`);
    row[field.name] = value;
  }
  return row;
};

/** A row of the Operate API under this project's names. Nulls and unknown members are left out. */
export const decodeRow = (entity: Entity, json: unknown): Row =>
  decodeColumns(entity.name, columnsOf(entity.fields), json);

/** A row with the lists inside it; a list that the answer lacks is empty. */
export const decodeDetail = (entity: Entity, json: unknown): Detail => {
  const row = decodeRow(entity, json);
  const lists = entity.lists.map(({ name, path, fields }) => {
    const items = member(json, path.v1) ?? [];
    if (!Array.isArray(items)) throw bad(`a ${entity.name} whose ${name} is no list`);
    const columns = columnsOf(fields);
    return [name, items.map((item: unknown) => decodeColumns(name, columns, item))] as const;
  });
  return { row, lists: Object.fromEntries(lists) };
};

/** The rows and the total of a search answer (Operate API `Results...`). */
export const decodeResults = (entity: Entity, json: unknown): { rows: Row[]; total: number } => {
  const what = `something else than a list of ${entity.plural}`;
  const items = member(json, "items");
  const total = countIn(what, json, "total");
  if (!Array.isArray(items)) throw bad(what);
  const columns = columnsOf(entity.fields);
  return { rows: items.map((item: unknown) => decodeColumns(entity.name, columns, item)), total };
};

const STATISTICS = "something else than a list of statistics";
const FLOWS = "something else than a list of sequence flows";

/** The bare list of `FlowNodeStatistics`. */
export const decodeStatistics = (json: unknown): Row[] => {
  if (!Array.isArray(json)) throw bad(STATISTICS);
  return json.map((item: unknown) => ({
    elementId: textIn(STATISTICS, item, "activityId"),
    active: countIn(STATISTICS, item, "active"),
    incidents: countIn(STATISTICS, item, "incidents"),
    completed: countIn(STATISTICS, item, "completed"),
    canceled: countIn(STATISTICS, item, "canceled"),
  }));
};

/** The bare list of ids that `sequence-flows` answers. */
export const decodeFlows = (json: unknown): string[] => {
  if (!Array.isArray(json)) throw bad(FLOWS);
  return json.map((item: unknown) => {
    if (typeof item !== "string" || item === "") throw bad(FLOWS);
    return item;
  });
};
