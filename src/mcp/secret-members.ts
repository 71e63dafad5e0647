import { GAP } from "./secret-escapes.ts";
import type { SecretNames } from "./secret-names.ts";
import type { Quotes } from "./secret-quotes.ts";
import { isPlaceholder } from "./secret-references.ts";
import { insideSpan, quoteAt, type Span, wholeSpan } from "./secret-spans.ts";

/** A member of an object in a JSON text, or of a context in FEEL. */
export interface Member {
  readonly name: string;
  /** Its name stands without quotes: its value is an expression. */
  readonly isBare: boolean;
  /** Backslashes before its quotes: none, or as many as JSON texts inside JSON texts have. */
  readonly escapes: number;
  readonly kind: "string" | "nested" | "plain";
  /** Where its value begins, behind the quote of a string. */
  readonly start: number;
  /** The beginning of its value as JSON text where it is neither a string nor nested: enough to tell what it is. */
  readonly plain: string;
}

/** A quote with the backslashes before it; the look behind keeps it linear. */
const QUOTE = /(?<!\\)\\*"/g;

const COLON = new RegExp(`${GAP}:${GAP}`, "y");

const PLAIN = /[^\s,}\]"\\]*/y;
/** There may be very many members, and each may seem to go on to the end of the text. */
const BEGINNING = /[^\s,}\]"\\]{0,200}/y;

/** What a pattern finds at exactly this place. */
const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

/** A name without quotes, in FEEL or as other languages print an object, with what follows it. */
const WORD = String.raw`[^\s"{}[\](),:;=<>\\]{1,200}`;
const BARE = new RegExp(String.raw`${GAP}(${WORD}(?:\s{1,20}${WORD}){0,20})${GAP}:(?!:)${GAP}`, "y");

/** Backslashes that stand here before a quote; fewer than none where something else does. */
const runAt = (text: string, at: number): number => {
  let end = at;
  while (text[end] === "\\") end += 1;
  return text[end] === '"' ? end - at : -1;
};

const valueAt = (text: string, at: number, name: string, isBare: boolean, least: number): Member => {
  const run = runAt(text, at);
  // A quote with fewer backslashes ends the text that the name is in.
  if (run >= least) return { name, isBare, escapes: run, kind: "string", start: at + run + 1, plain: "" };
  const isNested = text[at] === "{" || text[at] === "[";
  const plain = isNested ? "" : (matchAt(BEGINNING, text, at)?.[0] ?? "");
  return { name, isBare, escapes: least, kind: isNested ? "nested" : "plain", start: at, plain };
};

/** Where a value ends that begins here and is neither a string nor nested. */
export const plainEnd = (text: string, start: number): number => start + (matchAt(PLAIN, text, start)?.[0].length ?? 0);

/**
 * The member whose name begins here without quotes, behind a bracket or a comma. A quote with fewer backslashes than `least` ends what it
 * stands in.
 */
export const bareMemberAt = (text: string, from: number, least: number): Member | undefined => {
  const name = matchAt(BARE, text, from)?.[1];
  return name === undefined ? undefined : valueAt(text, BARE.lastIndex, name, true, least);
};

/** The member whose name begins at this quote, with so many backslashes before it, if one does. */
export const memberAt = (text: string, quotes: Quotes, quote: number, escapes: number): Member | undefined => {
  const start = quote + 1;
  const end = quotes.endFrom(start, escapes);
  if (!text.startsWith(quoteAt(escapes), end)) return undefined;
  if (matchAt(COLON, text, end + escapes + 1) === null) return undefined;
  return valueAt(text, COLON.lastIndex, text.slice(start, end), false, escapes);
};

/** Where an object or a list ends that begins here, strings in it left out of account. */
const endOfNested = (text: string, quotes: Quotes, from: number, escapes: number): number => {
  let depth = 0;
  for (let index = from; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') {
      if (escapes > 0 && text[index - 1] !== "\\") return index;
      const end = quotes.endFrom(index + 1, escapes);
      index = end + escapes;
      if (text[index] !== '"') return end;
    } else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return text.length;
};

const spanOf = (text: string, quotes: Quotes, { kind, start, escapes }: Member): Span => {
  if (kind === "string") return insideSpan(start, quotes.endFrom(start, escapes));
  const end = kind === "nested" ? endOfNested(text, quotes, start, escapes) : plainEnd(text, start);
  return wholeSpan(start, end, escapes);
};

/** Whether the value of a member is secret under its name. */
const isSecret = ({ name, kind, plain }: Member, names: SecretNames): boolean =>
  names.hides(name, kind === "plain" ? plain : "text");

/** The values of members with a secret name, at any depth of a JSON text, also where it is cut. */
export const memberSpans = (text: string, quotes: Quotes, names: SecretNames): readonly Span[] => {
  const spans: Span[] = [];
  for (let quote = matchAt(QUOTE, text, 0); quote !== null; ) {
    let next = QUOTE.lastIndex;
    const member = memberAt(text, quotes, next - 1, next - 1 - quote.index);
    if (member !== undefined) {
      // The value of a member that stays is looked through as well.
      next = member.kind === "string" ? member.start - quoteAt(member.escapes).length : member.start;
      if (isSecret(member, names)) {
        const span = spanOf(text, quotes, member);
        if (span.end > span.start && !isPlaceholder(text.slice(span.start, span.end))) spans.push(span);
        next = Math.max(span.end, next);
      }
    }
    quote = matchAt(QUOTE, text, next);
  }
  return spans;
};
