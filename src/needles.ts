/** A text that is looked for, and what is known of it. */
export interface Needle {
  /** At least `SHORTEST` characters. */
  readonly text: string;
}

/** Many texts that are looked for at once: however many there are, looking through a text takes one pass. */
export interface Needles<T extends Needle> {
  add(needle: T): void;
  delete(needle: T): void;
  /** The text with `mask` in place of every needle that is `meant`; needles that overlap get one mask. */
  replace(text: string, mask: string, meant: (needle: T) => boolean): string;
}

/** Characters that a needle has at least. */
export const SHORTEST = 6;

const SHIFT = 3;
const MARKS = 2 ** 16;

/** The mark of the last `SHORTEST` characters: earlier ones have been shifted out. */
const nextMark = (mark: number, text: string, at: number): number =>
  ((mark << SHIFT) ^ text.charCodeAt(at)) & (MARKS - 1);

const markOf = (start: string): number => {
  let mark = 0;
  for (let at = 0; at < start.length; at++) mark = nextMark(mark, start, at);
  return mark;
};

/** Nothing is looked for yet. */
export const openNeedles = <T extends Needle>(): Needles<T> => {
  // By how they begin. Most places in a text begin like none of them, which the mark of their characters tells.
  const beginnings = new Map<string, Set<T>>();
  const marked = new Uint16Array(MARKS);
  const count = (start: string, change: 1 | -1): void => {
    const mark = markOf(start);
    marked[mark] = (marked[mark] ?? 0) + change;
  };

  /** Where the longest one that is meant and begins at `at` ends. */
  const endOf = (text: string, at: number, meant: (needle: T) => boolean): number => {
    let end = at;
    for (const needle of beginnings.get(text.slice(at, at + SHORTEST)) ?? [])
      if (at + needle.text.length > end && meant(needle) && text.startsWith(needle.text, at))
        end = at + needle.text.length;
    return end;
  };

  return {
    add(needle) {
      const start = needle.text.slice(0, SHORTEST);
      const others = beginnings.get(start);
      if (others !== undefined) others.add(needle);
      else {
        beginnings.set(start, new Set([needle]));
        count(start, 1);
      }
    },
    delete(needle) {
      const start = needle.text.slice(0, SHORTEST);
      const others = beginnings.get(start);
      if (others?.delete(needle) !== true || others.size > 0) return;
      beginnings.delete(start);
      count(start, -1);
    },
    replace(text, mask, meant) {
      let kept = "";
      let from = 0;
      let seen = 0;
      /** End of the run of needles that is being replaced. */
      let end = 0;
      for (let at = 0; at < text.length; at++) {
        seen = nextMark(seen, text, at);
        if (marked[seen] === 0) continue;
        const start = at + 1 - SHORTEST;
        if (start < 0) continue;
        const reach = endOf(text, start, meant);
        if (reach <= Math.max(start, end)) continue;
        if (start >= end) kept += text.slice(from, start) + mask;
        end = reach;
        from = end;
      }
      return from === 0 ? text : kept + text.slice(from);
    },
  };
};
