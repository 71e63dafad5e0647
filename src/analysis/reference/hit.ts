import type { Row } from "../../camunda/engine.ts";
import type { Entity } from "../../camunda/entity.ts";
import { textOf } from "../read.ts";

/** Most things that a reference is said to mean. */
export const MOST_HITS = 20;

/** One thing that a reference means. */
export interface Hit {
  readonly entity: Entity;
  readonly row: Row;
  /** How it was found. */
  readonly foundBy: "key" | "link" | "jobKey" | "businessId" | "variable";
  /** The variable whose value it is, where it was found by one. */
  readonly variableName?: string;
  /** It is only a word of that value. */
  readonly isPart?: true;
}

/** What a reference means; newest first. */
export interface Resolved {
  readonly hits: readonly Hit[];
  /** Everything was looked at: nothing else fits. */
  readonly isEverything: boolean;
  readonly notices: readonly string[];
}

/** Each thing once, as it was found first. */
export const distinct = (hits: readonly Hit[]): Hit[] => {
  const seen = new Set<string>();
  return hits.filter(({ entity, row }) => {
    const id = `${entity.name} ${textOf(row, entity.key)}`;
    return !seen.has(id) && seen.add(id);
  });
};

/** By the date of their start. */
export const newestFirst = (hits: readonly Hit[]): Hit[] =>
  [...hits].sort((a, b) => (textOf(b.row, "startDate") ?? "").localeCompare(textOf(a.row, "startDate") ?? ""));
