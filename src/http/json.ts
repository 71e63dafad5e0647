import { OperateError } from "../errors.ts";
import { UnreadableBody } from "./http.ts";

/** Deepest nesting read; nothing Camunda answers comes near it, and what follows may then walk a value recursively. */
const MAX_DEPTH = 64;
/** Digits of `Number.MAX_SAFE_INTEGER`, 9007199254740991: fewer always fit a double, more never do for certain. */
const MAX_SAFE_DIGITS = 16;

const QUOTE = 0x22;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Index of the quote from `end` on that is not escaped; the end of the text when there is none. */
const unescapedQuote = (text: string, from: number): number => {
  for (let end = from; end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
};

/** Index of the quote that ends the string which begins at `start`; the end of the text when there is none. */
const endOfString = (text: string, start: number): number => {
  const end = text.indexOf('"', start + 1);
  return end !== -1 && text.charCodeAt(end - 1) !== BACKSLASH ? end : unescapedQuote(text, end);
};

/** Index of the first character from `start` on that is no white space. */
const afterSpace = (text: string, start: number): number => {
  let at = start;
  while (at < text.length && " \t\r\n".includes(text.charAt(at))) at++;
  return at;
};

const isDigit = (c: number): boolean => c >= ZERO && c <= NINE;

/** Whether a character goes on with a number behind its leading digits: one of `.`, `e`, `E`, `+`, `-`. */
const isFraction = (c: number): boolean => c === 0x2e || c === 0x65 || c === 0x45 || c === 0x2b || c === MINUS;

/** Whether the integer that stands from `start` to `end` is one that a double would change. */
const changesAsDouble = (text: string, start: number, end: number): boolean => {
  const first = text.charCodeAt(start) === MINUS ? start + 1 : start;
  const digits = end - first;
  if (digits < MAX_SAFE_DIGITS) return false;
  const leading = text.charCodeAt(first);
  const changes =
    digits > MAX_SAFE_DIGITS || (leading === NINE && !Number.isSafeInteger(Number(text.slice(start, end))));
  // A leading zero is an error, which quotes would heal; so is a number as the name of a member.
  return changes && leading !== ZERO && text.charCodeAt(afterSpace(text, end)) !== COLON;
};

/** The same JSON text with quotes around the integers that a double would change. One pass, strings are jumped over. */
const quoteLargeIntegers = (text: string): string => {
  let quoted = "";
  let copied = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    let c = text.charCodeAt(at);
    if (c === QUOTE) at = endOfString(text, at);
    else if (c > NINE) {
      if (c === CLOSE_BRACE || c === CLOSE_BRACKET) depth--;
      else if ((c === OPEN_BRACE || c === OPEN_BRACKET) && ++depth > MAX_DEPTH)
        throw new OperateError("BAD_RESPONSE", "the answer is JSON nested too deeply to be read");
    } else if (c >= ZERO || c === MINUS) {
      const start = at;
      do c = text.charCodeAt(++at);
      while (isDigit(c));
      if (isFraction(c)) {
        do c = text.charCodeAt(++at);
        while (isDigit(c) || isFraction(c));
      } else if (at - start >= MAX_SAFE_DIGITS && changesAsDouble(text, start, at)) {
        quoted += `${text.slice(copied, start)}"${text.slice(start, at)}"`;
        copied = at;
      }
      at--;
    }
  }
  return copied === 0 ? text : quoted + text.slice(copied);
};

/**
 * Reads JSON exactly: integers beyond ±(2^53 - 1) become strings of digits, everything else is as `JSON.parse` reads it.
 * A byte order mark is skipped. Throws `BAD_RESPONSE`; no text of the input is in the error.
 */
export const parseJson = (text: string): unknown => {
  const plain = quoteLargeIntegers(text.startsWith("\uFEFF") ? text.slice(1) : text);
  try {
    return JSON.parse(plain);
  } catch {
    throw new OperateError("BAD_RESPONSE", "the answer is not valid JSON, or was cut short", {
      cause: new UnreadableBody(),
    });
  }
};

/** Index of the bracket that closes the one at `start`. */
const endOfNesting = (text: string, start: number): number => {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === QUOTE) at = endOfString(text, at);
    else if (c === OPEN_BRACE || c === OPEN_BRACKET) depth++;
    else if ((c === CLOSE_BRACE || c === CLOSE_BRACKET) && --depth === 0) return at;
  }
  return text.length;
};

/** What stands behind the last array of a text when only members that are no text, list or object follow it. */
const ONLY_PLAIN_MEMBERS = /(?:\s*,\s*"[^"\\]*"\s*:\s*[\w.+-]+)*\s*\}\s*$/y;

/**
 * The same as `rawArray` where that is to be seen from the end of the text, which may be a thousand times shorter than all of it;
 * undefined where it is not. In valid JSON the name in plain quotes is the name of a member or a text, and one that only plain members
 * of the same object and the end follow is at the top.
 */
const lastRawArray = (text: string, member: string): string | undefined => {
  const name = JSON.stringify(member);
  const at = text.lastIndexOf(name);
  if (at < 1 || text.charCodeAt(at - 1) === BACKSLASH) return undefined;
  const colon = afterSpace(text, at + name.length);
  const start = afterSpace(text, colon + 1);
  if (text.charCodeAt(colon) !== COLON || text.charCodeAt(start) !== OPEN_BRACKET) return undefined;
  const end = endOfNesting(text, start) + 1;
  ONLY_PLAIN_MEMBERS.lastIndex = end;
  return ONLY_PLAIN_MEMBERS.test(text) ? text.slice(start, end) : undefined;
};

/**
 * The exact text of the array that a top-level member of a JSON object holds, e.g. `[1646904085499, 9007199254743288]`;
 * undefined when there is no such member or it holds something else. The text must be one that `parseJson` accepts.
 */
export const rawArray = (text: string, member: string): string | undefined => {
  const last = lastRawArray(text, member);
  if (last !== undefined) return last;
  let found: string | undefined;
  const open = afterSpace(text, text.startsWith("\uFEFF") ? 1 : 0);
  if (text.charCodeAt(open) !== OPEN_BRACE) return undefined;
  for (let at = open + 1; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === OPEN_BRACE || c === OPEN_BRACKET) at = endOfNesting(text, at);
    if (c !== QUOTE) continue;
    const end = endOfString(text, at);
    const colon = afterSpace(text, end + 1);
    if (text.charCodeAt(colon) === COLON && parseJson(text.slice(at, end + 1)) === member) {
      const value = afterSpace(text, colon + 1);
      // As with `JSON.parse`, the last of several members of the same name counts.
      found = text.charCodeAt(value) === OPEN_BRACKET ? text.slice(value, endOfNesting(text, value) + 1) : undefined;
    }
    at = end;
  }
  return found;
};

/** JSON text that is written as it stands. Throws `INVALID_ARGUMENT` when it is not JSON. */
export class Raw {
  readonly text: string;

  constructor(text: string) {
    try {
      JSON.parse(text);
    } catch {
      throw new OperateError("INVALID_ARGUMENT", "a value that must be JSON is not");
    }
    this.text = text;
  }
}

/** Writes JSON: a `bigint` and a `Raw` as bare tokens, members that are undefined not at all. */
export const stringifyJson = (value: unknown): string => {
  if (value instanceof Raw) return value.text;
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return `[${value.map(stringifyJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value).filter(([, held]) => held !== undefined);
  return `{${members.map(([name, held]) => `${JSON.stringify(name)}:${stringifyJson(held)}`).join(",")}}`;
};
