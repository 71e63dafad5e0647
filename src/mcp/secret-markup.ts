import { attributeText, readable, withoutEntities } from "./secret-escapes.ts";
import { namedSpans, QUOTE } from "./secret-json.ts";
import type { SecretNames } from "./secret-names.ts";
import { isRevealing } from "./secret-references.ts";
import { insideSpan, type Span } from "./secret-spans.ts";
import { type Attribute, tagsIn } from "./secret-tags.ts";

/** Attributes that hold a value, by those that may name it; an expression in all but the first. */
const NAMERS: ReadonlyMap<string, readonly string[]> = new Map([
  ["value", ["key", "name", "target"]],
  ["source", ["target", "key", "name"]],
  ["expression", ["resultVariable"]],
  ["inputCollection", ["inputElement"]],
  ["outputElement", ["outputCollection"]],
]);

const NAMING = new Set([...NAMERS.values()].flat());

/** A sign without which there is none, also as JSON escapes it. */
const MARKUP = /[<&]|\\u00(?:3c|26)/i;

const unescaped = (text: string): string => withoutEntities(text)?.text ?? text;

/** Where no plain quote stood, none may come. */
const withEntities = (text: string, span: Span): Span =>
  /["\\]/.test(text[span.start] ?? "") ? span : { ...span, shown: span.shown.replaceAll('"', "&#34;") };

/** What is secret in a value that has entities: whatever text the tag is in, here they stand for quotes of the value alone. */
const insideOf = ({ value, escapes, at }: Attribute, names: SecretNames): readonly Span[] => {
  const read = attributeText(value, escapes);
  if (read === undefined) return [];
  return namedSpans(read, names)
    .map((span) => withEntities(value, span))
    .map((span) => ({ ...span, start: at(span.start), end: at(span.end) }));
};

const isNamespace = (name: string): boolean => name.startsWith("xmlns");

const spansOf = (tag: readonly Attribute[], names: SecretNames): readonly Span[] => {
  /** Attributes whose values are secret names. */
  const saying = new Set(
    tag.filter(({ name, value }) => NAMING.has(name) && names.says(unescaped(value))).map(({ name }) => name),
  );
  return tag.flatMap((attribute) => {
    const { name, value, start, end } = attribute;
    const namers = NAMERS.get(name) ?? [];
    const isNamed = namers.some((one) => saying.has(one)) || (names.says(name) && !isNamespace(name));
    const isExpression = namers.length > 0 && name !== "value";
    return isNamed && isRevealing({ value: unescaped(value), isExpression })
      ? [insideSpan(start, end)]
      : insideOf(attribute, names);
  });
};

/** The text with blanks for the values of attributes that have entities, which have been looked at. */
const withoutValues = (text: string, tags: readonly (readonly Attribute[])[]): string => {
  const pieces: string[] = [];
  let last = 0;
  for (const { value, start, end } of tags.flat()) {
    if (!value.includes("&")) continue;
    pieces.push(text.slice(last, start), " ".repeat(end - start));
    last = end;
  }
  return pieces.join("") + text.slice(last);
};

/** Whether a text is JSON: then a quote that is an entity in a string of it ends none of its strings. */
const isJson = (text: string): boolean => {
  if (!/^\s*["[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** A part of a text, and where in that it begins. */
interface Part {
  readonly text: string;
  readonly from: number;
}

const STRING = /"((?:[^"\\]|\\.)*)"/g;

/** What stands in the strings of a JSON text. */
const stringsIn = (json: string): readonly Part[] =>
  [...json.matchAll(STRING)].map(({ 1: text = "", index }) => ({ text, from: index + 1 }));

/** What is secret in a text when its entities are written out, and when what stood in attributes is left out. */
const restSpans = ({ text, from }: Part, names: SecretNames): readonly Span[] => {
  const read = withoutEntities(text) ?? readable(text);
  return namedSpans(read, names).map((span) => ({ ...span, start: from + span.start, end: from + span.end }));
};

/**
 * What an XML tag gives to a secret name, such as the value of a header, in any order of the attributes; attributes of a secret name;
 * and what has a secret name in the value of an attribute or in a text with entities.
 */
export const markupSpans = (text: string, names: SecretNames): readonly Span[] => {
  if (!MARKUP.test(text) || !(names.mayHold(text) || names.mayHold(unescaped(text)))) return [];
  const tags = tagsIn(text);
  const rest = withoutValues(text, tags);
  const others =
    QUOTE.test(rest) && isJson(text)
      ? stringsIn(rest).flatMap((one) => restSpans(one, names))
      : restSpans({ text: rest, from: 0 }, names);
  return [...tags.flatMap((tag) => spansOf(tag, names)), ...others.map((span) => withEntities(text, span))];
};
