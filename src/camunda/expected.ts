import { OperateError } from "../errors.ts";
import { member } from "../narrow.ts";

/** The error for an answer that the API would not give. */
export const bad = (what: string): OperateError => new OperateError("BAD_RESPONSE", `the cluster answered ${what}`);

/** A text that has to be there; `what` names the answer it is missing in. */
export const textIn = (what: string, json: unknown, name: string): string => {
  const found = member(json, name);
  if (typeof found !== "string" || found === "") throw bad(what);
  return found;
};

/** A number that has to be there. */
export const numberIn = (what: string, json: unknown, name: string): number => {
  const found = member(json, name);
  if (typeof found !== "number") throw bad(what);
  return found;
};

/** A number of things that has to be there: whole, not negative, and small enough to be exact. */
export const countIn = (what: string, json: unknown, name: string): number => {
  const found = numberIn(what, json, name);
  if (!Number.isSafeInteger(found) || found < 0) throw bad(what);
  return found;
};
