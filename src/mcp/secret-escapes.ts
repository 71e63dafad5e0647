import { countUpTo } from "./secret-quotes.ts";

/** A text in which some things are written in another way, and where each place of it lies in the text as it was. */
export interface Readable {
  readonly text: string;
  /** The index in the text as it was. */
  at(index: number): number;
}

/**
 * White space in a pattern, also as JSON escapes it. Groups that repeat without an end use up the stack of the engine in long texts, and
 * so many line breaks stand nowhere.
 */
export const GAP = String.raw`\s*(?:\\{1,40}[nrt]\s*){0,1000}`;

const unchanged = (text: string): Readable => ({ text, at: (index) => index });

/** Writes what a pattern finds in another way; what is undefined stays. Neither is ever cut in two by a place. */
const rewritten = (given: string, pattern: RegExp, write: (match: RegExpExecArray) => string | undefined): Readable => {
  const pieces: string[] = [];
  const ends: number[] = [];
  const endsAsGiven: number[] = [];
  let length = 0;
  let last = 0;
  for (const match of given.matchAll(pattern)) {
    const written = write(match);
    if (written === undefined) continue;
    const between = given.slice(last, match.index);
    pieces.push(between, written);
    length += between.length + written.length;
    last = match.index + match[0].length;
    ends.push(length);
    endsAsGiven.push(last);
  }
  if (last === 0) return unchanged(given);
  pieces.push(given.slice(last));
  return {
    text: pieces.join(""),
    at(index) {
      const before = countUpTo(ends, index);
      const beyond = index - (ends[before - 1] ?? 0);
      return Math.min((endsAsGiven[before - 1] ?? 0) + beyond, endsAsGiven[before] ?? given.length);
    },
  };
};

/** One way of reading after another. */
const after = (first: Readable, next: (text: string) => Readable): Readable => {
  const second = next(first.text);
  return { text: second.text, at: (index) => first.at(second.at(index)) };
};

/** Of a run of backslashes the last begins the escape, or in a JSON text inside a JSON text half of them do. */
const ESCAPE = /(?<!\\)(\\+)(?:u([0-9a-f]{4})|\/)/gi;

const FIRST_SHOWN = 0x20;
const SURROGATES = { first: 0xd800, last: 0xdfff };

/** Backslashes before a character when it is written without `\u`, at the same depth of texts in texts. */
const backslashes = (run: number, own: number): number =>
  run % 2 === 1 ? run - 1 + own : 2 * backslashes(run / 2, own) + own;

const character = ([, { length: run } = "", hex]: RegExpExecArray): string | undefined => {
  const code = hex === undefined ? "/".charCodeAt(0) : Number.parseInt(hex, 16);
  // Control characters are JSON only as escapes, and half a pair is no character.
  if (code < FIRST_SHOWN || (code >= SURROGATES.first && code <= SURROGATES.last)) return undefined;
  const shown = String.fromCharCode(code);
  return "\\".repeat(backslashes(run, /["\\]/.test(shown) ? 1 : 0)) + shown;
};

/** Writes out `\u0077` as `w`, `\u0022` as `\"` and `\/` as `/`, at any depth of JSON texts inside JSON texts. */
export const readable = (given: string): Readable =>
  /\\[u/]/i.test(given) ? rewritten(given, ESCAPE, character) : unchanged(given);

const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(quot|apos|amp|lt|gt|nbsp));/gi;

const NAMED: ReadonlyMap<string, string> = new Map([
  ["quot", '"'],
  ["apos", "'"],
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["nbsp", "\u00a0"],
]);

const LAST = 0x10ffff;

const entity = ([, decimal, hex, name]: RegExpExecArray): string | undefined => {
  if (name !== undefined) return NAMED.get(name.toLowerCase());
  const code = Number.parseInt(decimal ?? hex ?? "", decimal === undefined ? 16 : 10);
  return code > LAST ? undefined : String.fromCodePoint(code);
};

/** The same, and the entities of XML and HTML written out as well; undefined where there are none. */
export const withoutEntities = (given: string): Readable | undefined => {
  const read = readable(given);
  if (!read.text.includes("&")) return undefined;
  const written = after(read, (text) => rewritten(text, ENTITY, entity));
  return written.text === read.text ? undefined : after(written, readable);
};

const WHITE: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** What one string of JSON escapes in another. */
const IN_STRING = /\\([nrt"\\/])/g;

/** The text that a string of JSON stands for. */
const unquoted = (given: string): Readable =>
  rewritten(given, IN_STRING, ([, escaped = ""]) => WHITE.get(escaped) ?? escaped);

/**
 * The value of an attribute as XML reads it, where its tag may lie in a JSON text, in which its quotes have so many backslashes before
 * them; undefined where it has no entities.
 */
export const attributeText = (value: string, escapes: number): Readable | undefined => {
  if (!value.includes("&")) return undefined;
  let read = unchanged(value);
  for (let left = escapes; left > 0; left = (left - 1) / 2) read = after(read, unquoted);
  return after(read, (text) => withoutEntities(text) ?? unchanged(text));
};

/** White space as JSON escapes it, and characters as URLs do. */
const SPELLED = /%(0[9ad]|[2-7][\da-f])|\\{1,40}(?:u00(0[9ad])|[nrt])/gi;

/** All that stands for another character is written out, whatever language it belongs to: to look for shapes, not for structure. */
export const spelledOut = (given: string): Readable =>
  after(withoutEntities(given) ?? readable(given), (text) =>
    rewritten(text, SPELLED, ([whole, percent, escaped]) => {
      const hex = percent ?? escaped;
      return hex === undefined
        ? WHITE.get(whole.slice(-1).toLowerCase())
        : String.fromCharCode(Number.parseInt(hex, 16));
    }),
  );
