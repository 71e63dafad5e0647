import { MASK } from "../secrets.ts";
import type { SecretNames } from "./secret-names.ts";
import type { Masked } from "./secret-shapes.ts";

/** A name in quotes with a colon, in JSON or in JSON that is the text of a JSON value; the look behind keeps it linear. */
const MEMBER = /(?<!\\)(\\*)"([^"\\]{0,400})\1"\s*:\s*/g;

const PLAIN = /[^\s,}\]"\\]{0,40}/y;

/**
 * Where a JSON string ends that began behind a quote with so many backslashes before it: at a quote with as many, not counting
 * escaped backslashes of the value; at one with fewer, which ends the text around it; or where the text is cut.
 */
const endOfString = (text: string, from: number, escapes: number): number => {
  for (let quote = text.indexOf('"', from); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let run = 0;
    while (quote - 1 - run >= from && text[quote - 1 - run] === "\\") run += 1;
    if (run < escapes || run % (2 * escapes + 2) === escapes) return quote - Math.min(run, escapes);
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

const plainAt = (text: string, start: number): string => {
  PLAIN.lastIndex = start;
  return PLAIN.exec(text)?.[0] ?? "";
};

/** Masks the values of members with a secret name at any depth of a JSON text, also where it is cut or escaped. */
export const maskMembers = (text: string, names: SecretNames): Masked => {
  const kept: string[] = [];
  let last = 0;
  let count = 0;
  MEMBER.lastIndex = 0;
  for (let match = MEMBER.exec(text); match !== null; match = MEMBER.exec(text)) {
    const [whole, { length: escapes } = "", name = ""] = match;
    const start = match.index + whole.length;
    const mark = `${"\\".repeat(escapes)}"`;
    const isString = text.startsWith(mark, start);
    const isNested = text[start] === "{" || text[start] === "[";
    const plain = isString || isNested ? "" : plainAt(text, start);
    if (!names.hides(name, isString || isNested ? "text" : plain)) continue;
    const inside = start + mark.length;
    if (isString && text.startsWith(mark, inside)) continue;
    const end = isString
      ? endOfString(text, inside, escapes)
      : isNested
        ? endOfNested(text, start, escapes)
        : start + plain.length;
    kept.push(text.slice(last, start), isString ? mark + MASK : mark + MASK + mark);
    last = end;
    count += 1;
    MEMBER.lastIndex = Math.max(end, start);
  }
  return { text: kept.join("") + text.slice(last), count };
};
