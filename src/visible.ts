/*
 * Everything a reader could not see, or that could change how the text around it is read: control characters, bidirectional and
 * zero-width marks, tag characters, halves of surrogate pairs, the line separators of Unicode. Line break and tab stay, and so do
 * the two selectors that only say how an emoji is drawn.
 */
const HIDDEN = /(?!\n|\t|\ufe0e|\ufe0f)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

const asEscape = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, "0")}`,
  ).join("");

/** Letters, digits and punctuation of ASCII: nearly all there is, and told apart in a tenth of the time. */
const NOT_PLAIN = /[^ -~]/;
const NOT_PLAIN_LINES = /[^\n\t -~]/;

/** Text of the cluster with every hidden character shown as `\uXXXX`; line breaks and tabs stay. */
export const visible = (text: string): string => (NOT_PLAIN_LINES.test(text) ? text.replace(HIDDEN, asEscape) : text);

/** The same on one line, for a table cell or a `name: value` line: line breaks as `\n`, tabs as `\t`. */
export const oneLine = (text: string): string =>
  NOT_PLAIN.test(text) ? visible(text).replaceAll("\n", "\\n").replaceAll("\t", "\\t") : text;

/** Whether a name of somebody else's is one plain word, which can stand in a sentence of ours: an id, a version, a user, an address of mail. */
export const isPlainWord = (name: string): boolean => /^[\w.@+-]{1,60}$/.test(name);
