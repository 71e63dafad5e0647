import { type Readable, readable } from "./secret-escapes.ts";
import { memberSpans } from "./secret-members.ts";
import type { SecretNames } from "./secret-names.ts";
import { objectSpans } from "./secret-objects.ts";
import { quotesOf } from "./secret-quotes.ts";
import type { Span } from "./secret-spans.ts";
import { tagsIn } from "./secret-tags.ts";

/** What has a secret name in a text when it is read like this, by its places in the text as it was. */
export const namedSpans = (
  { text, at }: Readable,
  names: SecretNames,
  reading = { hasContexts: true },
): readonly Span[] => {
  if (!names.mayHold(text)) return [];
  const quotes = quotesOf(text);
  return [...memberSpans(text, quotes, names), ...objectSpans(text, quotes, names, reading)].map((span) => ({
    ...span,
    start: at(span.start),
    end: at(span.end),
  }));
};

/** A quote as markup has it. */
export const QUOTE = /&(?:quot|#34|#x22);/i;

/** Whether quotes of attributes stand as entities: what is FEEL in those is read when they are written out. */
const hasQuotedAttributes = (text: string): boolean =>
  QUOTE.test(text) && tagsIn(text).some((tag) => tag.some(({ value }) => QUOTE.test(value)));

/**
 * What has a secret name in a JSON text, in a context of FEEL, or in a text with either in it: the values of members, and values
 * beside their name; at any depth, also where it is cut or escaped.
 */
export const jsonSpans = (text: string, names: SecretNames): readonly Span[] =>
  namedSpans(readable(text), names, { hasContexts: !hasQuotedAttributes(text) });
