import { MASK } from "../secrets.ts";

/** A secret value in a text, by its place there. */
export interface Span {
  readonly start: number;
  /** Behind its last character. */
  readonly end: number;
  /** What stands there instead. */
  readonly shown: string;
}

/** The values of a text that are masked, and how many. */
export interface Masked {
  readonly text: string;
  readonly count: number;
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
const isMasked = (text: string, { start, end, shown }: Span): boolean => {
  const inside = text.slice(start, end);
  return inside === MASK || inside === shown;
};

/** In the order of the text, those that lie in another one or reach into it as one. */
const apart = (spans: readonly Span[]): readonly Span[] => {
  const ordered = [...spans].sort((a, b) => a.start - b.start || b.end - a.end);
  const all: Span[] = [];
  for (const span of ordered) {
    const before = all.at(-1);
    if (before === undefined || span.start >= before.end) all.push(span);
    else if (span.end > before.end) all[all.length - 1] = { ...before, end: span.end };
  }
  return all;
};

/** The text with these values masked. */
export const withMasks = (text: string, spans: readonly Span[]): Masked => {
  const hidden = apart(spans).filter((span) => !isMasked(text, span));
  const kept: string[] = [];
  let last = 0;
  for (const { start, end, shown } of hidden) {
    kept.push(text.slice(last, start), shown);
    last = end;
  }
  return { text: kept.join("") + text.slice(last), count: hidden.length };
};
