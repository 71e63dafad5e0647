import { readable, withoutEntities } from "./secret-escapes.ts";
import type { SecretNames } from "./secret-names.ts";
import { isRevealing } from "./secret-references.ts";
import { insideSpan, type Masked, type Span, withMasks } from "./secret-spans.ts";

const GAP = String.raw`(?:\s|\\{1,40}[nrt])`;
const NAME = String.raw`[\w:.-]+`;

/** A tag with its attributes; the last value may be cut off, and in a JSON text the quotes have backslashes before them. */
const TAG = new RegExp(`<${NAME}(?:${GAP}+${NAME}(?:\\s*=\\s*(?:\\\\{0,40}"[^"]*(?:"|$)|'[^']*(?:'|$)))?)+`, "g");
const ATTRIBUTE = new RegExp(`${GAP}(${NAME})\\s*=\\s*(?:(\\\\{0,40})"([^"]*)|'([^']*))`, "g");

/** Attributes that hold a value, by those that may name it; an expression in all but the first. */
const NAMERS: ReadonlyMap<string, readonly string[]> = new Map([
  ["value", ["key", "name", "target"]],
  ["source", ["target", "key", "name"]],
  ["expression", ["resultVariable"]],
  ["inputCollection", ["inputElement"]],
  ["outputElement", ["outputCollection"]],
]);

const NAMING = new Set([...NAMERS.values()].flat());

interface Attribute {
  readonly name: string;
  /** Where its value begins. */
  readonly start: number;
  readonly value: string;
}

const unescaped = (text: string): string => withoutEntities(text)?.text ?? text;

const attributesOf = (tag: string, at: number): readonly Attribute[] =>
  [...tag.matchAll(ATTRIBUTE)].map(({ 0: whole, 1: name = "", 2: before = "", 3: double, 4: single = "", index }) => {
    const inside = double ?? single;
    const start = at + index + whole.length - inside.length;
    const isEscaped = before !== "" && inside.endsWith(before);
    return { name, start, value: isEscaped ? inside.slice(0, -before.length) : inside };
  });

const isNamespace = (name: string): boolean => name.startsWith("xmlns");

const spansIn = (attributes: readonly Attribute[], names: SecretNames): readonly Span[] => {
  /** Attributes whose values are secret names. */
  const saying = new Set(
    attributes.filter(({ name, value }) => NAMING.has(name) && names.says(unescaped(value))).map(({ name }) => name),
  );
  return attributes.flatMap(({ name, start, value }) => {
    const namers = NAMERS.get(name) ?? [];
    const isNamed = namers.some((one) => saying.has(one)) || (names.says(name) && !isNamespace(name));
    const isExpression = namers.length > 0 && name !== "value";
    return isNamed && isRevealing({ value: unescaped(value), isExpression })
      ? [insideSpan(start, start + value.length)]
      : [];
  });
};

/**
 * Masks what an XML tag gives to a secret name, such as the value of a header, in any order of the attributes, and attributes of a
 * secret name.
 */
export const maskAttributes = (text: string, names: SecretNames): Masked => {
  const read = readable(text);
  if (!read.text.includes("<") || !(names.mayHold(read.text) || names.mayHold(unescaped(text)))) {
    return { text, count: 0 };
  }
  const spans = [...read.text.matchAll(TAG)].flatMap(({ 0: tag, index }) =>
    spansIn(attributesOf(tag, index), names).map((span) => ({
      ...span,
      start: read.at(span.start),
      end: read.at(span.end),
    })),
  );
  return withMasks(text, spans);
};
