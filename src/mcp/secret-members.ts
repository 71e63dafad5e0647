import type { SecretNames } from "./secret-names.ts";
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

/** A name in quotes with a colon, in JSON or in JSON that is the text of a JSON value; the look behind keeps it linear. */
const MEMBER = /(?<!\\)(\\*)"([^"\\]{0,400})\1"\s*:\s*/;
const NEXT = new RegExp(MEMBER, "g");
const HERE = new RegExp(MEMBER, "y");

const PLAIN = /[^\s,}\]"\\]{0,40}/y;

const plainAt = (text: string, start: number): string => {
  PLAIN.lastIndex = start;
  return PLAIN.exec(text)?.[0] ?? "";
};

const found = (text: string, from: number, pattern: RegExp): Member | undefined => {
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [whole, { length: escapes } = "", name = ""] = match;
  const start = match.index + whole.length;
  const quote = quoteAt(escapes);
  if (text.startsWith(quote, start)) return { name, escapes, kind: "string", start: start + quote.length, plain: "" };
  if (text[start] === "{" || text[start] === "[") return { name, escapes, kind: "nested", start, plain: "" };
  return { name, escapes, kind: "plain", start, plain: plainAt(text, start) };
};

/** The member whose name begins here with its backslashes, if one does. */
export const memberAt = (text: string, from: number): Member | undefined => found(text, from, HERE);

/** Whether a quote with a run of backslashes before it ends a string that began behind one with so many. */
export const endsString = (run: number, escapes: number): boolean =>
  // Escaped backslashes at the end of the value come in as many as it takes to write one; a quote with fewer ends the text around.
  run < escapes || run % (2 * escapes + 2) === escapes;

/** Where a JSON string ends that began behind a quote with so many backslashes before it, or where the text is cut. */
const endOfString = (text: string, from: number, escapes: number): number => {
  for (let quote = text.indexOf('"', from); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let run = 0;
    while (quote - 1 - run >= from && text[quote - 1 - run] === "\\") run += 1;
    if (endsString(run, escapes)) return quote - Math.min(run, escapes);
  }
  return text.length;
};

/** Where an object or a list ends that begins here, strings in it left out of account. */
const endOfNested = (text: string, from: number, escapes: number): number => {
  let depth = 0;
  for (let index = from; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') {
      if (escapes > 0 && text[index - 1] !== "\\") return index;
      const end = endOfString(text, index + 1, escapes);
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

const spanOf = (text: string, { kind, start, escapes, plain }: Member): Span => {
  if (kind === "string") return insideSpan(start, endOfString(text, start, escapes));
  const end = kind === "nested" ? endOfNested(text, start, escapes) : start + plain.length;
  return wholeSpan(start, end, escapes);
};

/** Whether the value of a member is secret under a name. */
export const isSecretUnder = (name: string, { kind, plain }: Member, names: SecretNames): boolean =>
  names.hides(name, kind === "plain" ? plain : "text");

/** The values of members with a secret name, at any depth of a JSON text, also where it is cut. */
export const memberSpans = (text: string, names: SecretNames): readonly Span[] => {
  const spans: Span[] = [];
  for (let member = found(text, 0, NEXT); member !== undefined; ) {
    // The value of a member that stays is looked through as well.
    let next = member.kind === "string" ? member.start - quoteAt(member.escapes).length : member.start;
    if (isSecretUnder(member.name, member, names)) {
      const span = spanOf(text, member);
      if (span.end > span.start) spans.push(span);
      next = Math.max(span.end, next);
    }
    member = found(text, next, NEXT);
  }
  return spans;
};
