import {
  behindApostrophes,
  endBefore,
  firstSpan,
  isOperand,
  jsonOf,
  secretSpan,
  type Value,
} from "./secret-expressions.ts";
import { bareMemberAt, type Member, memberAt, plainEnd } from "./secret-members.ts";
import type { SecretNames } from "./secret-names.ts";
import { endsString, type Quotes } from "./secret-quotes.ts";
import type { Span } from "./secret-spans.ts";

/** Members whose value names the value beside it, in any case and order. */
const NAMING = new Set(["name", "key", "id", "field"]);
const NAMED = new Set(["value", "val"]);

/** A quote with the backslashes before it, a bracket or a comma; the look behind keeps it linear. */
const TOKEN = /(?<!\\)(\\*)"|[{}[\](),]/g;

/**
 * What is open at one place of the text: an object, also one in which all names are in quotes and values no expressions, a list, or a
 * string, which may hold a JSON text.
 */
interface Frame {
  readonly kind: "object" | "plain" | "list" | "arguments" | "string";
  /** Of a string: backslashes before the quote that it began behind. */
  readonly escapes: number;
  /** The value that this is. */
  readonly value?: Value;
  /** Secret names beside the values, by the member that says them. */
  naming?: Map<string, string> | undefined;
  values?: Value[] | undefined;
  /** Values whose own names are secret. */
  secret?: Value[];
  /** The one of both whose end is not known yet. */
  last?: Value | undefined;
  /** It lies in a value that is looked at as a whole. */
  readonly isWithin: boolean;
}

const frame = (kind: Frame["kind"], escapes: number, around?: Frame, value?: Value): Frame => ({
  kind,
  escapes,
  isWithin: around !== undefined && (around.isWithin || around.last?.isSecret === true),
  ...(value === undefined ? {} : { value }),
});

/**
 * The values that another member of their object names as secret, as in `{"name":"password","value":"x"}`, and those of members as FEEL
 * writes them, as in `{password: "x" + y}`, at any depth of a JSON text. One pass, which keeps what is open: quotes and brackets that
 * fit nothing are passed over, and where the text is cut, what is open ends. Without contexts of FEEL, only JSON is read.
 */
export const objectSpans = (
  text: string,
  quotes: Quotes,
  names: SecretNames,
  { hasContexts }: { readonly hasContexts: boolean },
): readonly Span[] => {
  const spans: Span[] = [];
  // Members outside of all brackets are those of an object that began before the text did.
  const open: Frame[] = [frame("plain", 0)];
  // Each needs twice the backslashes of the one around it, so there are never many.
  const strings: number[] = [];
  /** The value whose bracket comes next. */
  let opening: Value | undefined;
  let ended = { at: -1, end: -1 };
  const object = hasContexts ? "object" : "plain";

  const settle = ({ kind, naming, values, secret }: Frame): void => {
    const hide = (value: Value, said: readonly string[]): void => {
      const json = jsonOf(text, value);
      if (!said.some((name) => names.hides(name, json))) return;
      if (value.member.kind === "plain") value.end = plainEnd(text, value.member.start);
      const span = kind === "object" ? secretSpan(text, quotes, value) : firstSpan(value);
      if (span !== undefined) spans.push(span);
    };
    for (const value of secret ?? []) hide(value, [value.member.name]);
    if (naming === undefined) return;
    for (const value of values ?? []) hide(value, [...naming.values()]);
  };

  /** The value that is being read ends here; many may end at the same place. */
  const finish = (top: Frame | undefined, at: number): void => {
    if (top?.last === undefined) return;
    if (ended.at !== at) ended = { at, end: endBefore(text, at) };
    top.last.extent = ended.end;
    top.last = undefined;
  };

  const close = (end: number, inside = end): void => {
    const closed = open.pop();
    if (closed === undefined) return;
    if (closed.kind === "string") strings.pop();
    if (closed.value !== undefined) closed.value.end = end;
    finish(closed, inside);
    settle(closed);
  };

  /** A bracket that began before the text, or before the string around it, ends an object all the same. */
  const closeBracket = (bracket: string, index: number): void => {
    const isOpen = open.at(-1)?.kind === "arguments";
    if (bracket === ")") {
      if (isOpen) close(index + 1, index);
      return;
    }
    while (open.at(-1)?.kind === "arguments") close(index);
    const top = open.at(-1);
    if (top === undefined) return;
    if (top.kind !== "string" && open.length > 1) {
      close(index + 1, index);
      return;
    }
    settle(top);
    top.naming = undefined;
    top.values = undefined;
  };

  const openString = (escapes: number, value?: Value): void => {
    const around = open[strings.at(-1) ?? -1];
    if (around !== undefined && escapes <= 2 * around.escapes) return;
    strings.push(open.length);
    open.push(frame("string", escapes, open.at(-1), value));
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
  const enter = (member: Member, index: number): number => {
    const { name, kind, start, escapes, plain } = member;
    const role = name.toLowerCase();
    const top = open.at(-1);
    finish(top, index);
    const isSeen = top !== undefined && !top.isWithin;
    if (isSeen && NAMING.has(role) && kind === "string") {
      const said = text.slice(start, quotes.endFrom(start, escapes));
      if (names.says(said)) top.naming = (top.naming ?? new Map()).set(role, said);
    }
    const isSecret = isSeen && top.kind === "object" && names.says(name);
    const value = isSecret || NAMED.has(role) ? { member, isSecret, end: start + plain.length } : undefined;
    if (isSeen && value !== undefined) {
      const list = isSecret ? "secret" : "values";
      top[list] ??= [];
      top[list].push(value);
      top.last = value;
    }
    if (kind === "string") openString(escapes, value);
    opening = kind === "nested" ? value : undefined;
    return isSecret && kind === "plain" ? behindApostrophes(text, start) : start;
  };

  /** In an object a name may stand without quotes. */
  const enterBare = (index: number): number => {
    const around = open[strings.at(-1) ?? -1];
    const least = around === undefined ? 0 : 2 * around.escapes + 1;
    const member = open.at(-1)?.kind === "object" ? bareMemberAt(text, index, least) : undefined;
    return member === undefined ? index : enter(member, index);
  };

  const openBracket = (kind: Frame["kind"], index: number): number => {
    const top = open.at(-1);
    // In anything but an expression they are signs like others.
    if (kind === "arguments" && top?.last === undefined && top?.kind !== "arguments") return index + 1;
    open.push(frame(kind, 0, top, opening));
    opening = undefined;
    return enterBare(index + 1);
  };

  const takeQuote = (index: number, run: number): number => {
    const next = index + run + 1;
    if (closeString(index + run, run)) return next;
    const member = memberAt(text, quotes, next - 1, run);
    if (member !== undefined) return enter(member, index);
    const kind = open.at(-1)?.kind;
    if (kind === "list" || kind === "arguments" || (kind === "object" && isOperand(text, index))) openString(run);
    return next;
  };

  /** Takes one sign; answers where to read on. */
  const takeSign = (sign: string, run: string | undefined, index: number): number => {
    if (run !== undefined) return takeQuote(index, run.length);
    switch (sign) {
      case "{":
        return openBracket(object, index);
      case "[":
        return openBracket("list", index);
      case "(":
        return openBracket("arguments", index);
      case ",":
        if (open.at(-1)?.kind === "object") finish(open.at(-1), index);
        return enterBare(index + 1);
      default:
        closeBracket(sign, index);
        return index + 1;
    }
  };

  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [sign, run] = match;
    TOKEN.lastIndex = takeSign(sign, run, match.index);
  }
  while (open.length > 0) close(text.length);
  return spans;
};
