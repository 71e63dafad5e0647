/** A JSON value in which no digit is lost: an integer beyond 2^53 is a bigint. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [name: string]: Json;
}

const DEEPEST = 500;
const BLANK = /(?:\s+|\/\*[\s\S]*?\*\/|\/\/[^\n]*)*/y;
const STRING = /"(?:[^"\\]+|\\.)*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/**
 * Reads JSON text as Camunda does: comments are accepted, the last of two equal names wins.
 * Throws a `SyntaxError` on anything else.
 */
export const readJson = (text: string): Json => {
  let at = 0;

  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };

  const next = (symbol: string): boolean => {
    take(BLANK);
    if (text[at] !== symbol) return false;
    at += 1;
    return true;
  };

  const fail = (): never => {
    const seen = text.codePointAt(at);
    throw new SyntaxError(
      seen === undefined ? "Unexpected end-of-input" : `Unexpected character ('${String.fromCodePoint(seen)}')`,
    );
  };

  const list = <T>(end: string, one: () => T): T[] => {
    const all: T[] = [];
    if (next(end)) return all;
    do all.push(one());
    while (next(","));
    return next(end) ? all : fail();
  };

  const string = (): string => {
    take(BLANK);
    const token = take(STRING);
    const value: unknown = token === undefined ? undefined : JSON.parse(token);
    return typeof value === "string" ? value : fail();
  };

  const value = (depth: number): Json => {
    if (depth > DEEPEST) throw new SyntaxError("Document nesting depth exceeds the maximum allowed");
    if (next("{")) {
      const member = (): [string, Json] => {
        const name = string();
        return next(":") ? [name, value(depth + 1)] : fail();
      };
      return Object.fromEntries(list("}", member));
    }
    if (next("[")) return list("]", () => value(depth + 1));
    if (text[at] === '"') return string();
    const number = take(NUMBER);
    if (number !== undefined) return exact(number);
    const word = take(WORD);
    return word === undefined ? fail() : word === "null" ? null : word === "true";
  };

  const read = value(0);
  take(BLANK);
  return at === text.length ? read : fail();
};

const exact = (token: string): number | bigint => {
  const double = Number(token);
  return /^-?\d+$/.test(token) && !Number.isSafeInteger(double) ? BigInt(token) : double;
};

/** Writes JSON text; a bigint becomes a bare integer. */
export const writeJson = (value: Json): string => {
  if (typeof value === "bigint") return String(value);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  let text = "";
  if (isList(value)) {
    for (const member of value) text += `${text === "" ? "" : ","}${writeJson(member)}`;
    return `[${text}]`;
  }
  for (const name of Object.keys(value)) {
    text += `${text === "" ? "" : ","}${JSON.stringify(name)}:${writeJson(value[name] ?? null)}`;
  }
  return `{${text}}`;
};

/** Whether a value is an array; `Array.isArray` does not narrow a readonly one. */
export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** Whether a value is an object. */
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
