import type { Entity, Version } from "../../camunda/entity.ts";
import { Refusal } from "../answer.ts";
import type { Json } from "../json.ts";
import type { Row } from "../world.ts";
import { type Column, columnsOf, type Indexed, showRow } from "./column.ts";
import { spanOf } from "./date-match.ts";
import { firstAfter, inOrder, type Level, readPosition } from "./order.ts";
import { type Query, readQuery, validate } from "./query.ts";
import { type Quirks, quirksOf } from "./quirks.ts";

const COUNTED = 10_000;

/** Answers `POST /v1/{entity}/search` for a body; throws a `Refusal` for one that Camunda refuses. */
export const search = (entity: Entity, version: Version, rows: readonly Row[], body: string): Json => {
  const query = readQuery(body, entity, version);
  validate(query, entity, version);
  const columns = columnsOf(entity, version);
  const quirks = quirksOf(entity);
  const levels = levelsOf(query, entity, columns, quirks);
  const ordered = inOrder(rows, levels);
  const position = query.searchAfter && (readPosition(query.searchAfter, levels) ?? failed(quirks));
  const start = position === undefined ? 0 : firstAfter(ordered, position, levels);
  const matches = predicateOf(query.filter, quirks);

  const found = [];
  let total = 0;
  for (const [index, entry] of ordered.entries()) {
    if (!matches(entry.row)) continue;
    total += 1;
    if (index >= start && found.length < query.size) found.push(entry);
    if (total >= COUNTED && found.length === query.size) break;
  }
  return {
    items: found.map(({ row }) => showRow(row, columns)),
    sortValues: found.at(-1)?.position ?? [],
    total: Math.min(total, COUNTED),
  };
};

const failed = ({ unreadable }: Quirks): never => {
  throw new Refusal("API application error", unreadable);
};

/** The order of a query: its sort, then the key, which is always ascending. */
const levelsOf = (
  query: Query,
  entity: Entity,
  columns: ReadonlyMap<string, Column>,
  quirks: Quirks,
): readonly Level[] => {
  const given = (query.sort ?? []).map(({ field, descending }): Level => {
    if (field === undefined) throw new Refusal("Invalid request", "field name must not be null");
    const column = columns.get(field);
    return column === undefined || quirks.unindexed.includes(field) ? failed(quirks) : { column, descending };
  });
  const key = columns.get(entity.fields[entity.key]?.v1?.name ?? "");
  return key === undefined ? failed(quirks) : [...given, { column: key, descending: false }];
};

const predicateOf = (filter: ReadonlyMap<Column, Indexed>, quirks: Quirks): ((row: Row) => boolean) => {
  const tests = [...filter].map(([column, wanted]) => {
    const test = testOf(column, wanted, quirks);
    return (row: Row): boolean => {
      const value = column.indexed(row);
      return value !== undefined && test(value);
    };
  });
  return (row) => tests.every((test) => test(row));
};

const testOf = (column: Column, wanted: Indexed, quirks: Quirks): ((value: Indexed) => boolean) => {
  if (column.kind === "date") {
    const { from, to } = spanOf(String(wanted)) ?? failed(quirks);
    return (value) => typeof value === "bigint" && value >= from && value <= to;
  }
  if (quirks.fullText.includes(column.name)) {
    const words = [...wordsOf(wanted)];
    return (value) => {
      const present = wordsOf(value);
      return words.every((word) => present.has(word));
    };
  }
  return (value) => value === wanted;
};

const wordsOf = (value: Indexed): ReadonlySet<string> =>
  new Set(
    String(value)
      .toLowerCase()
      .match(/[\p{L}\p{N}_]+/gu),
  );
