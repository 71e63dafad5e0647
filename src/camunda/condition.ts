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

const ordered = (found: unknown, wanted: Value, isRight: (difference: number) => boolean): boolean => {
  if (!isOrdered(found) || typeof found !== typeof wanted) return false;
  return isRight(found === wanted ? 0 : found < wanted ? -1 : 1);
};

/**
 * Whether the JSON text of a variable's value meets a condition. Types count: the number 1000 is not the text "1000". `contains`
 * looks into texts, and into the JSON text of anything else. `exists` is met by every value; that it shall not exist is for the caller. Numbers are compared as doubles, so equality beyond 2^53 is by text.
 */
export const meets = ({ operator, value }: VariableCondition, json: string): boolean => {
  const found = asJson(json);
  const isSame = json.trim() === JSON.stringify(value) || (found === value && typeof found !== "object");
  switch (operator) {
    case "exists":
      return true;
    case "eq":
      return isSame;
    case "ne":
      return !isSame;
    case "contains":
      return folded(typeof found === "string" ? found : json).includes(folded(value));
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
