import { MASK } from "../secrets.ts";

/** A secret value in a JSON text, by its place there. */
export interface Span {
  readonly start: number;
  /** Behind its last character. */
  readonly end: number;
  /** What stands there instead. */
  readonly shown: string;
}

/** A quote at a depth of JSON texts inside JSON texts, by the backslashes before it. */
export const quoteAt = (escapes: number): string => `${"\\".repeat(escapes)}"`;

/** The inside of a string. */
export const insideSpan = (start: number, end: number): Span => ({ start, end, shown: MASK });

/** Anything else becomes a string. */
export const wholeSpan = (start: number, end: number, escapes: number): Span => ({
  start,
  end,
  shown: quoteAt(escapes) + MASK + quoteAt(escapes),
});

/** Whether it is masked already: who looks twice does not count it twice. */
export const isMasked = (text: string, { start, end, shown }: Span): boolean => {
  const inside = text.slice(start, end);
  return inside === MASK || inside === shown;
};

/** In the order of the text, and without those that lie in another one. */
export const outermost = (spans: readonly Span[]): readonly Span[] => {
  const ordered = [...spans].sort((a, b) => a.start - b.start || b.end - a.end);
  let end = 0;
  return ordered.filter((span) => {
    if (span.start < end) return false;
    end = span.end;
    return true;
  });
};
