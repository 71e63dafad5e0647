import { readable } from "./secret-escapes.ts";

const GAP = String.raw`(?:\s|\\{1,40}[nrt])`;
const NAME = String.raw`[\w:.-]+`;

/** A value without quotes, which HTML allows. */
const WORD = String.raw`[^\s"'<>=\\]+`;

/** A tag with its attributes; the last value may be cut off, and in a JSON text the quotes have backslashes before them. */
const TAG = new RegExp(
  `<${NAME}(?:${GAP}+${NAME}(?:\\s*=\\s*(?:\\\\{0,40}"[^"]*(?:"|$)|'[^']*(?:'|$)|${WORD}))?)+`,
  "g",
);
const ATTRIBUTE = new RegExp(`${GAP}(${NAME})\\s*=\\s*(?:(\\\\{0,40})"([^"]*)|'([^']*)|(${WORD}))`, "g");

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

/** The attributes of each tag in a text, which may be XML, hold some, or hold some in JSON. */
export const tagsIn = (text: string): readonly (readonly Attribute[])[] => {
  const read = readable(text);
  if (!read.text.includes("<")) return [];
  return [...read.text.matchAll(TAG)].map(({ 0: tag, index: from }) =>
    [...tag.matchAll(ATTRIBUTE)].map(
      ({ 0: whole, 1: name = "", 2: before = "", 3: double, 4: single, 5: bare = "", index }) => {
        const inside = double ?? single ?? bare;
        const start = from + index + whole.length - inside.length;
        const value = before !== "" && inside.endsWith(before) ? inside.slice(0, -before.length) : inside;
        const at = (place: number): number => read.at(start + place);
        return { name, value, start: at(0), end: at(value.length), escapes: before.length, at };
      },
    ),
  );
};
