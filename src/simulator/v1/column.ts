import type { Entity, Field, Kind, Version } from "../../camunda/entity.ts";
import type { Json } from "../json.ts";
import type { Sortable } from "../order.ts";
import type { Row } from "../world.ts";
import { type Quirks, quirksOf, reaches } from "./quirks.ts";

/** One field of an entity as the Operate API of some version has it. */
export interface Column extends Sortable {
  /** What the API takes it for; a key that it writes as text is an `id`. */
  readonly kind: Kind;
  /** The words a word field declares, as this API says them. */
  readonly words: readonly string[];
  /** What an answer shows of a row; undefined when it is left out. */
  readonly shown: (row: Row) => Json | undefined;
}

/** Columns by their names in the Operate API, in the order in which answers show them. */
export type Columns = ReadonlyMap<string, Column>;

const NUMERIC: readonly Kind[] = ["key", "int", "flag", "date"];
/** Characters of a long value that lists show and the index holds. */
const PREVIEW = 8191;

/** The fields of an entity in a version. */
export const columnsOf = (entity: Entity, version: Version): Columns => {
  const quirks = quirksOf(entity);
  const columns = columnsFor(Object.values(entity.fields), version, quirks);
  return quirks.keyIsId ? new Map([["id", idOf(entity, version)], ...columns]) : columns;
};

/** The fields of a version, of an entity or of a list inside its rows. */
export const columnsFor = (fields: readonly Field[], version: Version, quirks: Quirks): Columns =>
  new Map(
    fields.flatMap((field): [string, Column][] =>
      field.v1 === undefined || !reaches(version, field.v1.since)
        ? []
        : [[field.v1.name, columnOf(field, field.v1, version, quirks)]],
    ),
  );

const columnOf = (
  field: Field,
  { name, asText }: { readonly name: string; readonly asText: boolean },
  version: Version,
  { textKeys, preview, olderWords }: Quirks,
): Column => {
  const kind = asText ? "id" : field.kind;
  const numeric = NUMERIC.includes(kind) && !textKeys.includes(name);
  const spelt = spellings(field, version, olderWords);
  const held = (row: Row): Row[string] => {
    const value = row[field.name];
    if (typeof value !== "string") return value;
    return name === preview?.text ? value.slice(0, PREVIEW) : (spelt.get(value) ?? value);
  };
  return {
    name,
    dialect: `v1 ${version}`,
    field: field.name,
    kind,
    numeric,
    words: [...new Set(spelt.values())],
    indexed: (row) => {
      const value = held(row);
      return value === undefined ? undefined : numeric ? toInteger(kind, value) : String(value);
    },
    shown: (row) => {
      const value = held(row);
      if (typeof value !== "string") return value;
      return kind === "key" ? BigInt(value) : kind === "date" ? value.replace("Z", "+0000") : value;
    },
  };
};

/** What the Operate API of a version says for each word of a field; for one that is newer than the version, what it said before. */
export const spellings = (
  { words }: Field,
  version: Version,
  olderWords: Quirks["olderWords"] = {},
): ReadonlyMap<string, string> => {
  const unknown = (words.find(({ word }) => word === "UNKNOWN") ?? words[0])?.word;
  return new Map(
    words.map(({ word, v1, since }) => {
      const usual = typeof v1 === "string" ? v1 : word;
      return [word, olderWords[word] ?? (reaches(version, since) ? usual : (unknown ?? usual))];
    }),
  );
};

/** The key once more, as text: a member of the API that is not worth a field. */
const idOf = ({ key }: Entity, version: Version): Column => {
  const text = (row: Row) => (row[key] === undefined ? undefined : String(row[key]));
  return {
    name: "id",
    dialect: `v1 ${version}`,
    field: key,
    kind: "id",
    numeric: false,
    words: [],
    indexed: text,
    shown: text,
  };
};

const toInteger = (kind: Kind, value: string | number | boolean): bigint =>
  BigInt(kind === "date" ? Date.parse(String(value)) : value);
