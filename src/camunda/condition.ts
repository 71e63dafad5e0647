import type { Value, VariableCondition } from "./engine.ts";
import { folded } from "./search/query.ts";

const asJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isOrdered = (value: unknown): value is string | number => typeof value === "string" || typeof value === "number";

const ordered = (found: unknown, wanted: Value | null, isRight: (difference: number) => boolean): boolean => {
  if (!isOrdered(found) || !isOrdered(wanted) || typeof found !== typeof wanted) return false;
  return isRight(found === wanted ? 0 : found < wanted ? -1 : 1);
};

/**
 * Whether the JSON text of a variable's value meets a condition. `eq` and `ne` compare that text, as the API's own filter does: the
 * number 1000 is neither the text "1000" nor the number written as 1000.0. What is ordered is compared by value, numbers as doubles.
 * `contains` looks into texts, and into the JSON text of anything else. `exists` is met by every value; that it shall not exist is
 * for the caller.
 */
export const meets = ({ operator, value }: VariableCondition, json: string): boolean => {
  const found = asJson(json);
  const isSame = json === JSON.stringify(value);
  switch (operator) {
    case "exists":
      return true;
    case "eq":
      return isSame;
    case "ne":
      return !isSame;
    case "contains":
      return folded(typeof found === "string" ? found : json).includes(folded(value ?? "null"));
    case "gt":
      return ordered(found, value, (difference) => difference > 0);
    case "gte":
      return ordered(found, value, (difference) => difference >= 0);
    case "lt":
      return ordered(found, value, (difference) => difference < 0);
    case "lte":
      return ordered(found, value, (difference) => difference <= 0);
  }
};
