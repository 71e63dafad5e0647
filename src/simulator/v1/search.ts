import type { Entity, Version } from "../../camunda/entity.ts";
import { Refusal } from "../answer.ts";
import type { Condition } from "../collection.ts";
import type { Json } from "../json.ts";
import { type Indexed, type Level, readPosition, sorted } from "../order.ts";
import { showRow } from "../show-row.ts";
import { COUNTED, pageOf, sourcesOf } from "../source.ts";
import type { Stock } from "../store.ts";
import { type Column, type Columns, columnsOf } from "./column.ts";
import { spanOf } from "./date-match.ts";
import { type Query, readQuery, validate } from "./query.ts";
import { type Quirks, quirksOf } from "./quirks.ts";

/** Answers `POST /v1/{entity}/search` for a body; throws a `Refusal` for one that Camunda refuses. */
export const search = (entity: Entity, version: Version, stock: Stock, body: string): Json => {
  const query = readQuery(body, entity, version);
  validate(query, entity, version);
  const columns = columnsOf(entity, version);
  const quirks = quirksOf(entity);
  const levels = levelsOf(query, entity, columns, quirks);
  const position = query.searchAfter && (readPosition(query.searchAfter, levels) ?? failed(quirks));
  const conditions = [...query.filter].map(([column, wanted]) => conditionOf(column, wanted, quirks));
  const sources = sourcesOf(stock, entity.key, levels, conditions) ?? failed(quirks);

  const pages = sources.map((source) => pageOf(source, levels, { after: position, size: query.size }));
  const entries = pages.flatMap((page) => page.entries);
  const found = sources.length === 1 ? entries : sorted(entries, levels).slice(0, query.size);
  const total = pages.reduce((sum, page) => sum + page.total, 0);
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
const levelsOf = (query: Query, entity: Entity, columns: Columns, quirks: Quirks): readonly Level[] => {
  const given = (query.sort ?? []).map(({ field, descending }): Level => {
    if (field === undefined) throw new Refusal("Invalid request", "field name must not be null");
    const column = columns.get(field);
    return column === undefined || quirks.unindexed.includes(field) ? failed(quirks) : { column, descending };
  });
  const key = columns.get(entity.fields[entity.key]?.v1?.name ?? "");
  return key === undefined ? failed(quirks) : [...given, { column: key, descending: false }];
};

const conditionOf = (column: Column, wanted: Indexed, quirks: Quirks): Condition => {
  const test = testOf(column, wanted, quirks);
  return {
    field: column.field,
    wanted: [wanted],
    accepts: (row) => {
      const value = column.indexed(row);
      return value !== undefined && test(value);
    },
  };
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
