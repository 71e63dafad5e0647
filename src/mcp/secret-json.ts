import { type Readable, readable, withoutEntities } from "./secret-escapes.ts";
import { memberSpans } from "./secret-members.ts";
import type { SecretNames } from "./secret-names.ts";
import { objectSpans } from "./secret-objects.ts";
import { quotesOf } from "./secret-quotes.ts";
import { type Masked, type Span, withMasks } from "./secret-spans.ts";

/** The secret values that a text has when it is read like this, by their places in the text as it was. */
const spansIn = ({ text, at }: Readable, names: SecretNames): readonly Span[] => {
  if (!names.mayHold(text)) return [];
  const quotes = quotesOf(text);
  return [...memberSpans(text, quotes, names), ...objectSpans(text, quotes, names)].map((span) => ({
    ...span,
    start: at(span.start),
    end: at(span.end),
  }));
};

/** Where no plain quote stood, none may come. */
const withEntities = (text: string, span: Span): Span =>
  /["\\]/.test(text[span.start] ?? "") ? span : { ...span, shown: span.shown.replaceAll('"', "&#34;") };

/**
 * Masks what has a secret name in a JSON text, in a context of FEEL, or in a text with either in it: the values of members, and
 * values beside their name; at any depth, also where it is cut, escaped, or written with entities. All else stays as it is written.
 */
export const maskJson = (text: string, names: SecretNames): Masked => {
  const plain = spansIn(readable(text), names);
  const unescaped = withoutEntities(text);
  const more = unescaped === undefined ? [] : spansIn(unescaped, names);
  return withMasks(text, [...plain, ...more.map((span) => withEntities(text, span))]);
};
