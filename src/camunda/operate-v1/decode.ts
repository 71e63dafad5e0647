import { OperateError } from "../../errors.ts";
import { isObject, member } from "../../narrow.ts";
import type { Row, Value } from "../engine.ts";
import type { Entity, Field } from "../entity.ts";
import { fromWireWord } from "./words.ts";

const bad = (what: string): OperateError => new OperateError("BAD_RESPONSE", `the cluster answered ${what}`);

const DIGITS = /^-?\d{1,19}$/;

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** `2022-03-17T11:50:25.729+0000` becomes `2022-03-17T11:50:25.729Z`; what is no date stays as it is. */
const date = (value: string): string => {
  const time = new Date(value);
  return Number.isNaN(time.getTime()) ? value : time.toISOString();
};

const DECODERS: Readonly<Record<Field["kind"], (value: unknown, field: Field) => Value | undefined>> = {
  key: (value) => {
    const digits = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : text(value);
    return digits !== undefined && DIGITS.test(digits) ? digits : undefined;
  },
  id: text,
  text,
  int: (value) => (typeof value === "number" ? value : undefined),
  flag: (value) => (typeof value === "boolean" ? value : undefined),
  date: (value) => (typeof value === "string" ? date(value) : undefined),
  word: (value, field) => (typeof value === "string" ? fromWireWord(field, value) : undefined),
};

/** A row of the Operate API under this project's names. Nulls and unknown members are left out. */
export const decodeRow = (entity: Entity, json: unknown): Row => {
  if (!isObject(json)) throw bad(`something else than a ${entity.name}`);
  const values: [string, Value][] = [];
  for (const field of Object.values(entity.fields)) {
    const raw = field.v1 === undefined ? undefined : member(json, field.v1.name);
    if (raw === undefined || raw === null) continue;
    const value = DECODERS[field.kind](raw, field);
    if (value === undefined) throw bad(`a ${entity.name} whose ${field.name} is no ${field.kind}`);
    values.push([field.name, value]);
  }
  return Object.fromEntries(values);
};

/** The rows and the total of a search answer (Operate API `Results...`). */
export const decodeResults = (entity: Entity, json: unknown): { rows: Row[]; total: number } => {
  const items = member(json, "items");
  const total = member(json, "total");
  if (!Array.isArray(items) || typeof total !== "number") throw bad(`something else than a list of ${entity.plural}`);
  return { rows: items.map((item) => decodeRow(entity, item)), total };
};
