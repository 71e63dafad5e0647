/** How many of the ascending numbers are not above the limit. */
export const countUpTo = (ascending: readonly number[], limit: number): number => {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Whether a quote with a run of backslashes before it ends a string that began behind one with so many. */
export const endsString = (run: number, escapes: number): boolean =>
  // Escaped backslashes at the end of the value come in as many as it takes to write one; a quote with fewer ends the text around.
  run < escapes || run % (2 * escapes + 2) === escapes;

/** The quotes of a text. */
export interface Quotes {
  /** Where a JSON string ends that began here behind a quote with so many backslashes before it, or where the text is cut. */
  endFrom(from: number, escapes: number): number;
  /** The backslashes before the first quote between two places; undefined where there is none. */
  runBetween(from: number, end: number): number | undefined;
}

/**
 * Finds the quotes once. To look for the end of a string behind each quote takes little longer than to read the text: of strings of
 * the same depth none reaches into another, and those of greater depth cost more backslashes than they find quotes.
 */
export const quotesOf = (text: string): Quotes => {
  const places: number[] = [];
  const runs: number[] = [];
  let last = -1;
  for (let quote = text.indexOf('"'); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let run = 0;
    while (quote - 1 - run > last && text[quote - 1 - run] === "\\") run += 1;
    places.push(quote);
    runs.push(run);
    last = quote;
  }
  return {
    endFrom(from, escapes) {
      for (let index = countUpTo(places, from - 1); index < places.length; index += 1) {
        const run = runs[index] ?? 0;
        if (endsString(run, escapes)) return (places[index] ?? 0) - Math.min(run, escapes);
      }
      return text.length;
    },
    runBetween(from, end) {
      const index = countUpTo(places, from - 1);
      return (places[index] ?? end) < end ? runs[index] : undefined;
    },
  };
};
