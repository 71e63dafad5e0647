/** A value of the cluster with what names it: only both together tell whether it is secret. */
export interface Named {
  readonly name: string;
  readonly value: string;
  /** It may be an expression: one that only says where a value comes from is no secret. */
  readonly isExpression: boolean;
}

/** A text in which values stand that something names: they are looked at one by one before it becomes a text. */
export interface Phrase {
  readonly pieces: readonly (string | Named)[];
}

/** A text, or what is to become one. */
export type Wording = string | Phrase;

/** A value as a part of a text. */
export const named = (name: string, value: string): Phrase => ({ pieces: [{ name, value, isExpression: false }] });

/** An expression as a part of a text, by what its result is called. */
export const namedExpression = (name: string, value: string): Phrase => ({
  pieces: [{ name, value, isExpression: true }],
});

const piecesOf = (wording: Wording): Phrase["pieces"] => (typeof wording === "string" ? [wording] : wording.pieces);

/** One text of several. */
export const joined = (parts: readonly Wording[], between: string): Wording => {
  const texts = parts.filter((part) => typeof part === "string");
  if (texts.length === parts.length) return texts.join(between);
  return { pieces: parts.flatMap((part, index) => [...(index === 0 ? [] : [between]), ...piecesOf(part)]) };
};

/** One text of several, with nothing between them. */
export const phrase = (...parts: readonly Wording[]): Wording => joined(parts, "");

/** The text, each value in it as `show` says. */
export const spelled = (wording: Wording, show: (one: Named) => string): string =>
  piecesOf(wording)
    .map((piece) => (typeof piece === "string" ? piece : show(piece)))
    .join("");

/** The text with all values as they are: to compare it and to sort by it, not to show it. */
export const plain = (wording: Wording): string => spelled(wording, ({ value }) => value);

/** The same with each text and each value in it changed. */
export const withTexts = (wording: Wording, change: (text: string) => string): Wording =>
  typeof wording === "string"
    ? change(wording)
    : {
        pieces: wording.pieces.map((piece) =>
          typeof piece === "string" ? change(piece) : { ...piece, value: change(piece.value) },
        ),
      };
