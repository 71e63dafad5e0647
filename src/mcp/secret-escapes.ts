import { countUpTo } from "./secret-quotes.ts";

/** A text in which escapes of JSON that need none are written out, and where each place of it lies in the text as it was. */
export interface Readable {
  readonly text: string;
  /** The index in the text as it was. */
  at(index: number): number;
}

/** Of a run of backslashes the last begins the escape, or in a JSON text inside a JSON text half of them do. */
const ESCAPE = /(?<!\\)(\\+)(?:u([0-9a-f]{4})|\/)/gi;

const FIRST_SHOWN = 0x20;
const SURROGATES = { first: 0xd800, last: 0xdfff };

/** Backslashes before a character when it is written without `\u`, at the same depth of texts in texts. */
const backslashes = (run: number, own: number): number =>
  run % 2 === 1 ? run - 1 + own : 2 * backslashes(run / 2, own) + own;

const written = (run: number, hex: string | undefined): string | undefined => {
  const code = hex === undefined ? "/".charCodeAt(0) : Number.parseInt(hex, 16);
  // Control characters are JSON only as escapes, and half a pair is no character.
  if (code < FIRST_SHOWN || (code >= SURROGATES.first && code <= SURROGATES.last)) return undefined;
  const character = String.fromCharCode(code);
  return "\\".repeat(backslashes(run, /["\\]/.test(character) ? 1 : 0)) + character;
};

/** Writes out `\u0077` as `w`, `\u0022` as `\"` and `\/` as `/`, at any depth of JSON texts inside JSON texts. */
export const readable = (given: string): Readable => {
  if (!/\\[u/]/i.test(given)) return { text: given, at: (index) => index };
  const pieces: string[] = [];
  const ends: number[] = [];
  const endsAsGiven: number[] = [];
  let length = 0;
  let last = 0;
  for (const match of given.matchAll(ESCAPE)) {
    const [whole, run = "", hex] = match;
    const character = written(run.length, hex);
    if (character === undefined) continue;
    const between = given.slice(last, match.index);
    pieces.push(between, character);
    length += between.length + character.length;
    last = match.index + whole.length;
    ends.push(length);
    endsAsGiven.push(last);
  }
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
