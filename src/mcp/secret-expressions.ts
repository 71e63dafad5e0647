import type { Member } from "./secret-members.ts";
import type { Quotes } from "./secret-quotes.ts";
import { hasLiteral, isPlaceholder } from "./secret-references.ts";
import { insideSpan, quoteAt, type Span, wholeSpan } from "./secret-spans.ts";

/** A value of an object that may be secret. */
export interface Value {
  readonly member: Member;
  /** By its own name. */
  readonly isSecret: boolean;
  /** Behind the first thing in it; of a string before its last quote. */
  end: number;
  /** Behind all of it without the white space there, where that is known: in FEEL it may be an expression. */
  extent?: number;
}

const isSpace = (character: string | undefined): boolean => character !== undefined && /\s/.test(character);

/** Where the text ends that is before this place, white space left out, also as JSON escapes it. */
export const endBefore = (text: string, at: number): number => {
  for (let end = at; ; ) {
    if (isSpace(text[end - 1])) end -= 1;
    else if (text[end - 2] === "\\" && /[nrt]/.test(text[end - 1] ?? "")) {
      end -= 2;
      while (text[end - 1] === "\\") end -= 1;
    } else return end;
  }
};

const LONGEST_WORD = 9;
/** What stands before another operand of an expression. */
const OPERATOR = /[-+*/(=<>,[{]$|\b(?:then|else|in|and|or|return|satisfies|between)$/;

/** Whether a string that begins here can be a part of an expression. */
export const isOperand = (text: string, at: number): boolean => {
  const end = endBefore(text, at);
  return OPERATOR.test(text.slice(Math.max(0, end - LONGEST_WORD - 1), end));
};

/** The place behind a string in apostrophes, as other languages have it, that begins here; here where none does. */
export const behindApostrophes = (text: string, start: number): number => {
  if (text[start] !== "'") return start;
  let end = text.indexOf("'", start + 1);
  while (end >= 0 && text[end - 1] === "\\") end = text.indexOf("'", end + 1);
  return Math.max(start, end + 1);
};

/** A value as JSON text; of any string the same, as it is secret whatever it says. */
export const jsonOf = (text: string, { member: { kind, start }, end, extent = end }: Value): string =>
  kind === "string" ? "text" : text.slice(start, extent);

/** The first thing of a value: a string, what stands between brackets, a number. */
export const firstSpan = ({ member: { kind, start, escapes }, end }: Value): Span | undefined => {
  if (end <= start) return undefined;
  return kind === "string" ? insideSpan(start, end) : wholeSpan(start, end, escapes);
};

/** What of the value of a member with a secret name is secret: nothing of an expression that only says where it comes from. */
export const secretSpan = (text: string, quotes: Quotes, value: Value): Span | undefined => {
  const { member, extent = value.end } = value;
  const { kind, start, escapes, isBare } = member;
  const begin = kind === "string" ? start - quoteAt(escapes).length : start;
  const end = Math.max(extent, begin);
  const inside = text.slice(begin, end);
  if (kind === "string" && end <= value.end + quoteAt(escapes).length) {
    return isPlaceholder(text.slice(start, value.end)) ? undefined : firstSpan(value);
  }
  if (!isBare) return end > begin ? wholeSpan(begin, end, escapes) : undefined;
  // Values may lie in values, and to look for the first quote of each would take time by the square of their number.
  const run = quotes.runBetween(begin, end);
  if (run !== undefined) return wholeSpan(begin, end, run);
  // Without a quote in it nothing tells how one has to be written here.
  return hasLiteral(inside) ? insideSpan(begin, end) : undefined;
};
