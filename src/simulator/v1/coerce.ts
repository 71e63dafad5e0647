import type { Kind } from "../../camunda/entity.ts";
import { Refusal } from "../answer.ts";
import { isList, isObject, type Json } from "../json.ts";

const JAVA: Readonly<Record<Kind, string>> = {
  key: "java.lang.Long",
  int: "java.lang.Integer",
  flag: "java.lang.Boolean",
  date: "java.lang.String",
  id: "java.lang.String",
  text: "java.lang.String",
  word: "java.lang.String",
  json: "java.lang.String",
};

const LIMITS = { key: 2n ** 63n, int: 2n ** 31n };

/** Refuses a body as Camunda's JSON reader does. */
export const unreadable = (why: string): never => {
  throw new Refusal("Invalid request", `JSON parse error: ${why}`);
};

/** Refuses a value of the wrong type. */
export const mistyped = (type: string, value: Json | undefined): never => {
  const from =
    isList(value) || isObject(value)
      ? `${isList(value) ? "Array" : "Object"} value (token \`JsonToken.START_${isList(value) ? "ARRAY" : "OBJECT"}\`)`
      : typeof value === "string"
        ? `String ${JSON.stringify(value)}: not a valid value`
        : `value ${String(value)}`;
  return unreadable(`Cannot deserialize value of type \`${type}\` from ${from}`);
};

/** An integer of 64 (`key`) or 32 (`int`) bits, from a number or a string of digits; fractions are cut off. */
export const toInteger = (kind: "key" | "int", value: Json): bigint => {
  const whole = typeof value === "number" ? Math.trunc(value) : value;
  if (typeof whole === "string" && !/^\s*[+-]?\d+\s*$/.test(whole)) return mistyped(JAVA[kind], value);
  if (typeof whole === "string" || typeof whole === "number" || typeof whole === "bigint") {
    const integer = BigInt(typeof whole === "string" ? whole.trim().replace("+", "") : whole);
    const limit = LIMITS[kind];
    if (integer >= -limit && integer < limit) return integer;
    return unreadable(`Numeric value (${integer}) out of range of ${kind === "key" ? "long" : "int"}`);
  }
  return mistyped(JAVA[kind], value);
};

/**
 * A value of a filter in the form the search index has: integers for keys, numbers and flags, text for all else.
 * Undefined when Camunda takes it for not given.
 */
export const toWanted = (kind: Kind, value: Json): string | bigint | undefined => {
  if (value === null || value === "") return undefined;
  if (kind === "key" || kind === "int") return toInteger(kind, value);
  if (isList(value) || isObject(value)) return mistyped(JAVA[kind], value);
  if (kind !== "flag") return String(value);
  if (typeof value === "number" || typeof value === "bigint") return Number(value) === 0 ? 0n : 1n;
  const word = String(value).toLowerCase();
  return word === "true" ? 1n : word === "false" ? 0n : mistyped(JAVA[kind], value);
};
