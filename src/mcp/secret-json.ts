import { readable } from "./secret-escapes.ts";
import { memberSpans } from "./secret-members.ts";
import type { SecretNames } from "./secret-names.ts";
import { objectSpans } from "./secret-objects.ts";
import { quotesOf } from "./secret-quotes.ts";
import type { Masked } from "./secret-shapes.ts";
import { isMasked, outermost } from "./secret-spans.ts";

/**
 * Masks what has a secret name in a JSON text, or in a text with JSON in it: the values of members, and values beside their name; at
 * any depth, also where it is cut or escaped. All else stays as it is written.
 */
export const maskJson = (text: string, names: SecretNames): Masked => {
  const read = readable(text);
  if (!names.mayHold(read.text)) return { text, count: 0 };
  const quotes = quotesOf(read.text);
  const found = [...memberSpans(read.text, quotes, names), ...objectSpans(read.text, quotes, names)];
  const spans = outermost(found).filter((span) => !isMasked(read.text, span));
  const kept: string[] = [];
  let last = 0;
  for (const { start, end, shown } of spans) {
    kept.push(text.slice(last, read.at(start)), shown);
    last = read.at(end);
  }
  return { text: kept.join("") + text.slice(last), count: spans.length };
};
