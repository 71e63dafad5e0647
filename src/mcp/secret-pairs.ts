import { isSecretUnder, type Member, memberAt } from "./secret-members.ts";
import type { SecretNames } from "./secret-names.ts";
import { endsString, type Quotes } from "./secret-quotes.ts";
import { insideSpan, type Span, wholeSpan } from "./secret-spans.ts";

/** Members whose value names the value beside it, in any case and order. */
const NAMING = new Set(["name", "key", "id", "field"]);
const NAMED = new Set(["value", "val"]);

/** A quote with the backslashes before it, or a bracket; the look behind keeps it linear. */
const TOKEN = /(?<!\\)(\\*)"|[{}[\]]/g;

/** A value beside a name. */
interface Value {
  readonly member: Member;
  end: number;
}

/** What is open at one place of the text: an object, a list, or a string, which may hold a JSON text. */
interface Frame {
  readonly kind: "object" | "list" | "string";
  /** Of a string: backslashes before the quote that it began behind. */
  readonly escapes: number;
  /** The value that this is. */
  readonly value?: Value;
  /** Secret names beside the values, by the member that says them. */
  readonly naming: Map<string, string>;
  readonly values: Value[];
}

const frame = (kind: Frame["kind"], escapes: number, value?: Value): Frame => ({
  kind,
  escapes,
  naming: new Map(),
  values: [],
  ...(value === undefined ? {} : { value }),
});

const spanOf = ({ member: { kind, start, escapes }, end }: Value): Span =>
  kind === "string" ? insideSpan(start, end) : wholeSpan(start, end, escapes);

/**
 * The values that another member of their object names as secret, as in `{"name":"password","value":"x"}`, at any depth of a JSON
 * text. One pass, which keeps what is open: quotes and brackets that fit nothing are passed over, and where the text is cut, what is
 * open ends.
 */
export const pairSpans = (text: string, quotes: Quotes, names: SecretNames): readonly Span[] => {
  const spans: Span[] = [];
  // Members outside of all brackets are those of an object that began before the text did.
  const open: Frame[] = [frame("object", 0)];
  // Each needs twice the backslashes of the one around it, so there are never many.
  const strings: number[] = [];

  const settle = ({ naming, values }: Frame): void => {
    for (const value of values) {
      const isSecret = [...naming.values()].some((name) => isSecretUnder(name, value.member, names));
      if (isSecret && value.end > value.member.start) spans.push(spanOf(value));
    }
  };

  const close = (end: number): void => {
    const closed = open.pop();
    if (closed === undefined) return;
    if (closed.kind === "string") strings.pop();
    if (closed.value !== undefined) closed.value.end = end;
    settle(closed);
  };

  /** A bracket that began before the text, or before the string around it, ends an object all the same. */
  const closeBracket = (index: number): void => {
    const top = open.at(-1);
    if (top === undefined) return;
    if (top.kind !== "string" && open.length > 1) {
      close(index + 1);
      return;
    }
    settle(top);
    top.naming.clear();
    top.values.length = 0;
  };

  const openString = (escapes: number, value?: Value): void => {
    const around = open[strings.at(-1) ?? -1];
    if (around !== undefined && escapes <= 2 * around.escapes) return;
    strings.push(open.length);
    open.push(frame("string", escapes, value));
  };

  /** Whether the quote ends a string that is open; the outermost that it fits ends, with all that is in it. */
  const closeString = (quote: number, run: number): boolean => {
    const at = strings.find((index) => endsString(run, open[index]?.escapes ?? 0));
    const escapes = open[at ?? -1]?.escapes;
    if (at === undefined || escapes === undefined) return false;
    while (open.length > at) close(quote - Math.min(run, escapes));
    return run >= escapes;
  };

  /** Notes a member of what is open, and opens its value; answers where to read on. */
  const enter = (member: Member): number => {
    const { name, kind, start, escapes, plain } = member;
    const role = name.toLowerCase();
    const top = open.at(-1);
    if (NAMING.has(role) && kind === "string") {
      const said = text.slice(start, quotes.endFrom(start, escapes));
      if (names.says(said)) top?.naming.set(role, said);
    }
    const value = NAMED.has(role) ? { member, end: start + plain.length } : undefined;
    if (value !== undefined) top?.values.push(value);
    if (kind === "string") openString(escapes, value);
    if (kind !== "nested") return start;
    open.push(frame(text[start] === "[" ? "list" : "object", 0, value));
    return start + 1;
  };

  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [token, run] = match;
    if (token === "{" || token === "[") open.push(frame(token === "[" ? "list" : "object", 0));
    else if (run === undefined) closeBracket(match.index);
    else if (!closeString(match.index + run.length, run.length)) {
      const member = memberAt(text, quotes, match.index);
      if (member !== undefined) TOKEN.lastIndex = enter(member);
      else if (open.at(-1)?.kind === "list") openString(run.length);
    }
  }
  while (open.length > 0) close(text.length);
  return spans;
};
