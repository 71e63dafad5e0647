import type { Row, Sort, Value } from "../engine.ts";
import type { Entity } from "../entity.ts";

/** Digit strings of different lengths in the order of their numbers. */
export const compareKeys = (one: string, other: string): number =>
  one.length - other.length || (one < other ? -1 : Number(one > other));

const compareValues = (kind: string | undefined, one: Value, other: Value): number => {
  if (kind === "key") return compareKeys(String(one), String(other));
  return one < other ? -1 : Number(one > other);
};

/** Compares rows the way the APIs sort: by each field in turn, what is missing last in both directions, ties by key upwards. */
export const compareRows =
  (entity: Entity, sort: readonly Sort[]) =>
  (one: Row, other: Row): number => {
    for (const { field, order } of sort) {
      const [left, right] = [one[field], other[field]];
      if (left === undefined || right === undefined) {
        if (left !== right) return left === undefined ? 1 : -1;
        continue;
      }
      const difference = compareValues(entity.fields[field]?.kind, left, right);
      if (difference !== 0) return order === "DESC" ? -difference : difference;
    }
    return compareKeys(String(one[entity.key]), String(other[entity.key]));
  };
