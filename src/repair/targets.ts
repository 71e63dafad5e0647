import type { Call, Engine, Row } from "../camunda/engine.ts";
import type { Entity } from "../camunda/entity.ts";
import { inParallel } from "../camunda/parallel.ts";
import type { Query } from "../camunda/search/query.ts";
import { search } from "../camunda/search/search.ts";
import { OperateError } from "../errors.ts";
import type { Refused } from "./plan.ts";

/** What is to be changed, as it was asked for. */
export type Chosen = { readonly keys: readonly string[] } | { readonly query: Omit<Query, "limit"> };

/** The rows that are meant, and the keys of which there is none. */
export interface Found {
  readonly rows: readonly Row[];
  readonly refused: readonly Refused[];
}

const tooMany = (entity: Entity, said: string, maxItems: number): OperateError =>
  new OperateError(
    "INVALID_ARGUMENT",
    `these are ${said} ${entity.plural}, and one confirmation is for ${maxItems} at most`,
    {
      next: "narrow the filter, e.g. by version, element or time, or give the keys in several calls; OPERATE_MCP_MAX_WRITE_ITEMS sets the limit",
    },
  );

/** Refuses more than one confirmation is for. */
export const checkNumber = (entity: Entity, count: number, maxItems: number): void => {
  if (count > maxItems) throw tooMany(entity, String(count), maxItems);
};

/** Says that there is nothing with a key. */
export const noSuch = (entity: Entity, key: string): Refused => ({
  key,
  code: "NOT_FOUND",
  reason: `there is no ${entity.name} with this key`,
});

const isMissing = (error: unknown): boolean => error instanceof OperateError && error.code === "NOT_FOUND";

/** A row by its key; undefined where there is none. */
export const rowAt = async (engine: Engine, entity: Entity, key: string, call: Call): Promise<Row | undefined> => {
  try {
    return (await engine.get(entity, key, call)).row;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

const byKeys = async (engine: Engine, entity: Entity, given: readonly string[], call: Call): Promise<Found> => {
  const keys = [...new Set(given)];
  const rows = await inParallel(keys, (key) => rowAt(engine, entity, key, call));
  return {
    rows: rows.filter((row) => row !== undefined),
    refused: keys.flatMap((key, index) => (rows[index] === undefined ? [noSuch(entity, key)] : [])),
  };
};

const byQuery = async (
  engine: Engine,
  entity: Entity,
  query: Omit<Query, "limit">,
  maxItems: number,
  call: Call,
): Promise<Found> => {
  const found = await search(engine, entity, { ...query, limit: maxItems + 1 }, Object.keys(entity.fields), call);
  if (found.items.length > maxItems) {
    throw tooMany(entity, `${found.totalIsExact ? "" : "at least "}${found.total}`, maxItems);
  }
  if (!found.totalIsExact || (await found.resumeAfter(found.items.length)) !== undefined) {
    throw new OperateError(
      "INVALID_ARGUMENT",
      "not every row could be compared with this filter, so nobody knows all it means",
      {
        next: "narrow the filter to what the cluster can filter by itself, or search first and give the keys",
      },
    );
  }
  return { rows: found.items, refused: [] };
};

/** The rows that are meant, at most `maxItems`. A filter has to be understood whole: no row is left to chance. */
export const find = async (
  engine: Engine,
  entity: Entity,
  chosen: Chosen,
  maxItems: number,
  call: Call,
): Promise<Found> => {
  if (!("keys" in chosen)) return byQuery(engine, entity, chosen.query, maxItems, call);
  checkNumber(entity, new Set(chosen.keys).size, maxItems);
  return byKeys(engine, entity, chosen.keys, call);
};
