import { GAP, type Readable, readable } from "./secret-escapes.ts";

const NAME = String.raw`[\w:.-]+`;

const TAG = new RegExp(`<${NAME}`, "g");

/**
 * One attribute of a tag. Its value may be cut off, in HTML it may be missing or have no quotes, and in a JSON text the quotes have
 * backslashes before them.
 */
const ATTRIBUTE = new RegExp(
  String.raw`${GAP}(${NAME})(?:\s*=\s*(?:(\\{0,40})"([^"]*)(?:"|$)|'([^']*)(?:'|$)|([^\s"'<>=\\]+)))?`,
  "y",
);

/** An attribute of a tag in XML. */
export interface Attribute {
  readonly name: string;
  /** As it is written, with entities, but without escapes of JSON that need not be. */
  readonly value: string;
  /** Where that is in the text. */
  readonly start: number;
  readonly end: number;
  /** Backslashes before its quotes, where the tag is in a JSON text. */
  readonly escapes: number;
  /** The place in the text of a place in the value. */
  at(index: number): number;
}

const attributeOf = (match: RegExpExecArray, read: Readable): Attribute | undefined => {
  const { 0: whole, 1: name = "", 2: before = "", 3: double, 4: single, 5: bare, index } = match;
  const inside = double ?? single ?? bare;
  if (inside === undefined) return undefined;
  const isClosed = bare === undefined && /["']$/.test(whole.slice(-1));
  const start = index + whole.length - inside.length - (isClosed ? 1 : 0);
  const value = before !== "" && inside.endsWith(before) ? inside.slice(0, -before.length) : inside;
  const at = (place: number): number => read.at(start + place);
  return { name, value, start: at(0), end: at(value.length), escapes: before.length, at };
};

/** The attributes of each tag in a text, which may be XML, hold some, or hold some in JSON. */
export const tagsIn = (text: string): readonly (readonly Attribute[])[] => {
  const read = readable(text);
  const tags: Attribute[][] = [];
  TAG.lastIndex = 0;
  for (let tag = TAG.exec(read.text); tag !== null; tag = TAG.exec(read.text)) {
    const attributes: Attribute[] = [];
    ATTRIBUTE.lastIndex = TAG.lastIndex;
    for (let match = ATTRIBUTE.exec(read.text); match !== null; match = ATTRIBUTE.exec(read.text)) {
      TAG.lastIndex = ATTRIBUTE.lastIndex;
      const attribute = attributeOf(match, read);
      if (attribute !== undefined) attributes.push(attribute);
    }
    if (attributes.length > 0) tags.push(attributes);
  }
  return tags;
};
