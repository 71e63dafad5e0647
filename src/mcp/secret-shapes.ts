import { type Readable, spelledOut } from "./secret-escapes.ts";
import { insideSpan, type Span } from "./secret-spans.ts";

/** A pre-check that is cheap beside the patterns, and what may hide such a word from it. */
const MAYBE = /eyJ|bearer|PRIVATE/i;
const HIDING = /%[4-7][\da-f]|\\u00|&#/i;

const DOTTED = /[\w.-]+/g;
const SHORTEST_HEADER = 11;
const SHORTEST_PAYLOAD = 8;

/** Words that follow `bearer` in prose and in challenges of a server. */
const PROSE =
  "tokens?|auth|authentication|authorization|realm|scheme|error|header|is|was|of|the|in|not|and|or|for|with";
const BEARER = new RegExp(`bearer[\\s+]{1,20}(?!(?:${PROSE})\\b)([\\w~+/.|:=%-]{3,})`, "gi");

/** A word may end in `bearer`, and a name follow it; unless it is one of a header. */
const IN_WORD = /[\p{L}\p{M}-]$/u;
const TECHNICAL = /(?:(?<!\p{L})x|auth\w{0,8}|https?|token|api|proxy|type|header|key)-?$/iu;
const LONGEST_WORD = 20;
const LONGEST_NAME = 16;
const NAME = /^\p{Lu}?\p{Ll}+[.:]*$/u;

/** Runs to the end where the end of the key is cut off. */
const KEY_LINE = String.raw`[A-Z\d\s+]{0,60}PRIVATE[\s+]{1,3}KEY(?:[\s+]{1,3}BLOCK)? ?-{4,5}`;
const PRIVATE_KEY = new RegExp(`-{4,5} ?BEGIN${KEY_LINE}[\\s\\S]*?(?:-{4,5} ?END${KEY_LINE}|$)`, "gi");

/** How many of the pieces between dots, from this one on, are a JWT or a JWE. */
const piecesOfToken = (pieces: readonly string[], at: number): number => {
  const long = (index: number): boolean => (pieces[index]?.length ?? 0) >= SHORTEST_PAYLOAD;
  if (!long(at + 1)) return 0;
  return long(at + 3) && long(at + 4) ? 5 : 3;
};

/** Cut at the dots, because a pattern that may begin anywhere in a long run reads it again from each place. */
const tokensIn = (run: string, index: number): readonly Span[] => {
  const pieces = run.split(".");
  const spans: Span[] = [];
  let start = index;
  for (let at = 0; at < pieces.length; at += 1) {
    const piece = pieces[at] ?? "";
    const begin = piece.indexOf("eyJ");
    const count = begin >= 0 && piece.length - begin >= SHORTEST_HEADER ? piecesOfToken(pieces, at) : 0;
    const taken = pieces.slice(at, at + Math.max(1, count));
    const end = start + taken.join(".").length;
    if (count > 0) spans.push(insideSpan(start + begin, end));
    start = end + 1;
    at += taken.length - 1;
  }
  return spans;
};

const isName = (value: string): boolean => value.length <= LONGEST_NAME && NAME.test(value);

const bearersIn = (text: string): readonly Span[] =>
  [...text.matchAll(BEARER)].flatMap(({ 0: whole, 1: value = "", index }) => {
    const before = text.slice(Math.max(0, index - LONGEST_WORD), index);
    if (IN_WORD.test(before) && !TECHNICAL.test(before) && isName(value)) return [];
    const end = index + whole.length;
    return [insideSpan(end - value.length, end)];
  });

const spansIn = ({ text, at }: Readable): readonly Span[] =>
  [
    ...[...text.matchAll(PRIVATE_KEY)].map(({ 0: whole, index }) => insideSpan(index, index + whole.length)),
    ...[...text.matchAll(DOTTED)].flatMap(({ 0: run, index }) => (run.includes("eyJ") ? tokensIn(run, index) : [])),
    ...bearersIn(text),
  ].map((span) => ({ ...span, start: at(span.start), end: at(span.end) }));

/** What is secret by its shape: a JWT, a bearer token, a private key; also under escapes of JSON, of URLs and of XML. */
export const shapeSpans = (text: string): readonly Span[] =>
  MAYBE.test(text) || HIDING.test(text) ? spansIn(spelledOut(text)) : [];
