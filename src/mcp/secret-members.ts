import type { SecretNames } from "./secret-names.ts";
import type { Quotes } from "./secret-quotes.ts";
import { isPlaceholder } from "./secret-references.ts";
import { insideSpan, quoteAt, type Span, wholeSpan } from "./secret-spans.ts";

/** A member of an object in a JSON text. */
export interface Member {
  readonly name: string;
  /** Backslashes before its quotes: none, or as many as JSON texts inside JSON texts have. */
  readonly escapes: number;
  readonly kind: "string" | "nested" | "plain";
  /** Where its value begins, behind the quote of a string. */
  readonly start: number;
  /** Its value as JSON text where it is neither a string nor nested. */
  readonly plain: string;
}

/** A quote with the backslashes before it; the look behind keeps it linear. */
const QUOTE = /(?<!\\)(\\*)"/g;
const HERE = new RegExp(QUOTE, "y");

/** White space, also as JSON text escapes it. */
const GAP = String.raw`(?:\s|\\+[nrt])*`;
const COLON = new RegExp(`${GAP}:${GAP}`, "y");

const PLAIN = /[^\s,}\]"\\]*/y;

/** What a pattern finds at exactly this place. */
const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

const valueAt = (text: string, start: number, name: string, least: number): Member => {
  const escapes = matchAt(HERE, text, start)?.[1]?.length ?? -1;
  // A quote with fewer backslashes ends the text that the name is in.
  if (escapes >= least) return { name, escapes, kind: "string", start: start + escapes + 1, plain: "" };
  if (text[start] === "{" || text[start] === "[") return { name, escapes: least, kind: "nested", start, plain: "" };
  return { name, escapes: least, kind: "plain", start, plain: matchAt(PLAIN, text, start)?.[0] ?? "" };
};

/** The member whose name begins here with its quote and the backslashes before that, if one does. */
export const memberAt = (text: string, quotes: Quotes, from: number): Member | undefined => {
  const run = matchAt(HERE, text, from)?.[1];
  if (run === undefined) return undefined;
  const escapes = run.length;
  const start = from + escapes + 1;
  const end = quotes.endFrom(start, escapes);
  if (!text.startsWith(quoteAt(escapes), end)) return undefined;
  if (matchAt(COLON, text, end + escapes + 1) === null) return undefined;
  return valueAt(text, COLON.lastIndex, text.slice(start, end), escapes);
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

const spanOf = (text: string, quotes: Quotes, { kind, start, escapes, plain }: Member): Span => {
  if (kind === "string") return insideSpan(start, quotes.endFrom(start, escapes));
  const end = kind === "nested" ? endOfNested(text, quotes, start, escapes) : start + plain.length;
  return wholeSpan(start, end, escapes);
};

/** Whether the value of a member is secret under a name. */
export const isSecretUnder = (name: string, { kind, plain }: Member, names: SecretNames): boolean =>
  names.hides(name, kind === "plain" ? plain : "text");

/** The values of members with a secret name, at any depth of a JSON text, also where it is cut. */
export const memberSpans = (text: string, quotes: Quotes, names: SecretNames): readonly Span[] => {
  const spans: Span[] = [];
  for (let quote = matchAt(QUOTE, text, 0); quote !== null; ) {
    const member = memberAt(text, quotes, quote.index);
    let next = QUOTE.lastIndex;
    if (member !== undefined) {
      // The value of a member that stays is looked through as well.
      next = member.kind === "string" ? member.start - quoteAt(member.escapes).length : member.start;
      if (isSecretUnder(member.name, member, names)) {
        const span = spanOf(text, quotes, member);
        if (span.end > span.start && !isPlaceholder(text.slice(span.start, span.end))) spans.push(span);
        next = Math.max(span.end, next);
      }
    }
    quote = matchAt(QUOTE, text, next);
  }
  return spans;
};
