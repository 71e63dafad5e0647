import type { Restriction, Row, Sort, Value, Window } from "../engine.ts";
import { folded } from "./query.ts";

/** Decides about one row; `end` means that no later row can match. */
export type Test = (row: Row) => "take" | "drop" | "end";

export const equals =
  (name: string, wanted: Value): Test =>
  (row) =>
    row[name] === wanted ? "take" : "drop";

/** A part of a text, in any case. */
export const contains = (name: string, wanted: Value): Test => {
  const part = folded(wanted);
  return (row) => (folded(row[name] ?? "").includes(part) ? "take" : "drop");
};

export const isAmong =
  ({ field, values, isExclusion }: Restriction): Test =>
  (row) =>
    values.has(String(row[field])) === isExclusion ? "drop" : "take";

/** In a list that is sorted by the date, the first row beyond the far end of the window is the end of the list. */
export const within =
  (name: string, { after, before }: Window, order: Sort["order"] | undefined): Test =>
  (row) => {
    const date = row[name];
    if (typeof date !== "string") return order === undefined ? "drop" : "end";
    if (after !== undefined && date < after) return order === "DESC" ? "end" : "drop";
    if (before !== undefined && date > before) return order === "ASC" ? "end" : "drop";
    return "take";
  };
