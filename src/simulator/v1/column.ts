import type { Entity, Kind, Version } from "../../camunda/entity.ts";
import type { Json } from "../json.ts";
import type { Row } from "../world.ts";
import { quirksOf, reaches } from "./quirks.ts";

/** A value as the search index holds it: keys, numbers, flags (0, 1) and dates (epoch milliseconds) as integers, all else as text. */
export type Indexed = string | bigint;

/** One field of an entity as the Operate API of some version has it. */
export interface Column {
  /** Name in the Operate API. */
  readonly name: string;
  readonly kind: Kind;
  /** Whether the index holds integers. */
  readonly numeric: boolean;
  /** The words a word field declares, as this API says them. */
  readonly words: readonly string[];
  /** What the index holds of a row. */
  readonly indexed: (row: Row) => Indexed | undefined;
  /** What an answer shows of a row; undefined when it is left out. */
  readonly shown: (row: Row) => Json | undefined;
}

const NUMERIC: readonly Kind[] = ["key", "int", "flag", "date"];

/** The fields of an entity in a version, by their names in the Operate API, in the order in which answers show them. */
export const columnsOf = (entity: Entity, version: Version): ReadonlyMap<string, Column> => {
  const { textKeys, olderWords } = quirksOf(entity);
  const columns = Object.values(entity.fields).flatMap((field): Column[] => {
    if (field.v1 === undefined || !reaches(version, field.v1.since)) return [];
    const { kind } = field;
    const numeric = NUMERIC.includes(kind) && !textKeys.includes(field.v1.name);
    const spelt = new Map(
      field.words.map(({ word, v1 }) => [word, olderWords[word] ?? (typeof v1 === "string" ? v1 : word)]),
    );
    const worded = (value: string) => spelt.get(value) ?? value;
    return [
      {
        name: field.v1.name,
        kind,
        numeric,
        words: [...new Set(spelt.values())],
        indexed: (row) => {
          const value = row[field.name];
          return value === undefined ? undefined : numeric ? toInteger(kind, value) : worded(String(value));
        },
        shown: (row) => {
          const value = row[field.name];
          if (typeof value !== "string") return value;
          if (kind === "key") return BigInt(value);
          return kind === "date" ? new Date(value).toISOString().replace("Z", "+0000") : worded(value);
        },
      },
    ];
  });
  return new Map(columns.map((column) => [column.name, column]));
};

const toInteger = (kind: Kind, value: string | number | boolean): bigint =>
  BigInt(kind === "date" ? Date.parse(String(value)) : value);

/** A row as an answer shows it: fields without a value left out. */
export const showRow = (row: Row, columns: ReadonlyMap<string, Column>): Json => {
  const shown: Record<string, Json> = {};
  for (const [name, column] of columns) {
    const value = column.shown(row);
    if (value !== undefined) shown[name] = value;
  }
  return shown;
};
