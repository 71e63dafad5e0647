import type { Entity } from "../../src/camunda/entity.ts";
import { isObject, member } from "../../src/narrow.ts";
import type { Json } from "../../src/simulator/json.ts";
import type { Row } from "../../src/simulator/world.ts";
import { type Api, wireOf } from "./rows.ts";

/** The rows in the structure of an answer. */
export const itemsOf = (structured: unknown): Row[] => {
  const items = member(structured, "items");
  return (Array.isArray(items) ? items : [])
    .filter(isObject)
    .map((item) =>
      Object.fromEntries(
        Object.entries(item).map(([name, value]) => [
          name,
          typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : undefined,
        ]),
      ),
    );
};

/** The cursor of the next page, where there is one. */
export const nextOf = (structured: unknown): unknown => member(member(structured, "page"), "next");

/** The keys of rows, in an order of their own. */
export const keysOf = (entity: Entity, rows: readonly Row[]): string[] =>
  rows.map((row) => String(row[entity.key])).sort();

/** The answer to a search of a cluster that is newer than everything: one row with a new field and new words. */
export const answerFromTheFuture = (entity: Entity, api: Api): Json => {
  const isKey = entity.fields[entity.key]?.kind === "key";
  const row = Object.fromEntries(
    Object.values(entity.fields).flatMap((field): [string, Json][] => {
      const name = wireOf(field, api)?.name;
      if (name === undefined) return [];
      if (field.name === entity.key) return [[name, isKey && api.generation === "v1" ? 5 : "5"]];
      return field.kind === "word" ? [[name, "BRAND_NEW"]] : [];
    }),
  );
  const items = [{ ...row, brandNew: { a: [1] } }];
  return api.generation === "v1"
    ? { items, sortValues: [5], total: 1 }
    : { items, page: { totalItems: 1, hasMoreTotalItems: false, startCursor: "5", endCursor: "5" } };
};
