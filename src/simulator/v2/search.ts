import type { Version } from "../../camunda/entity.ts";
import type { Condition } from "../collection.ts";
import type { Json, JsonObject } from "../json.ts";
import { type Entry, type Level, type Position, sorted } from "../order.ts";
import { COUNTED, pageOf, sourcesOf } from "../source.ts";
import type { Stock } from "../store.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import type { Filter } from "./filter.ts";
import { Problem } from "./problem.ts";
import type { Page } from "./query.ts";
import type { Resource } from "./resource.ts";

/** What a search looks for. */
export interface Query {
  readonly filter: Filter;
  readonly levels: readonly Level[];
  readonly page: Page;
}

/** What a search has found: the entries of the page, and how many there are in all, up to 10,001. */
export interface Hits {
  readonly entries: readonly Entry[];
  readonly total: number;
}

/** Finds the rows of a page. */
export const search = (stock: Stock, resource: Resource, { filter, levels, page }: Query): Hits => {
  const sources = sourcesOf(
    stock,
    resource.properties[resource.key]?.from ?? resource.key,
    levels,
    filter.conditions,
    filter.tests,
  );
  if (sources === undefined)
    throw new Problem(500, "Unexpected error occurred during the request processing: no index.");
  const { limit, from = 0 } = page;
  const window = {
    after: page.after === undefined ? undefined : readCursor(page.after, levels),
    before: page.before === undefined ? undefined : readCursor(page.before, levels),
    size: from + limit,
  };
  const found = sources.map((source) => pageOf(source, levels, window));
  const entries = found.flatMap((one) => one.entries);
  const inOrder = found.length === 1 ? entries : sorted(entries, levels);
  return {
    entries: window.before === undefined ? inOrder.slice(from, from + limit) : inOrder.slice(-limit),
    total: found.reduce((sum, { total }) => sum + total, 0),
  };
};

/** Every row that meets conditions; does not look further than they need. */
export const rowsOf = function* (
  stock: Stock,
  key: string,
  conditions: readonly Condition[],
): Generator<Stock["rows"][number]> {
  const { rows, made, gone } = stock;
  for (const row of rows) if (conditions.every(({ accepts }) => accepts(row))) yield row;
  if (made === undefined) return;
  let narrowed = made;
  const left: Condition[] = [];
  for (const condition of conditions) {
    const narrower = narrowed.where(condition);
    if (narrower === undefined) left.push(condition);
    else narrowed = narrower;
  }
  for (let index = 0; index < narrowed.size; index += 1) {
    const row = narrowed.at(index);
    if (row !== undefined && !gone.has(String(row[key])) && left.every(({ accepts }) => accepts(row))) yield row;
  }
};

/** The `page` of an answer; 8.8 leaves cursors out where there is no row, later versions answer null. */
export const pageOfAnswer = (hits: Hits, version: Version, startless = false): JsonObject => {
  const cursor = (position: Position | undefined): Json => (position === undefined ? null : writeCursor(position));
  const start = startless ? null : cursor(hits.entries[0]?.position);
  const end = cursor(hits.entries.at(-1)?.position);
  const optional = version === "8.8";
  return {
    totalItems: Math.min(hits.total, COUNTED),
    hasMoreTotalItems: hits.total > COUNTED,
    ...(start === null && optional ? {} : { startCursor: start }),
    ...(end === null && optional ? {} : { endCursor: end }),
  };
};
