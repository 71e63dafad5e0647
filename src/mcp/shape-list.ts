import type { Row } from "../camunda/engine.ts";
import type { ListAnswer } from "../tools/answer.ts";
import { bytes, type Channels, fits } from "./channels.ts";
import { type Shortened, shorten } from "./shorten.ts";
import { table } from "./table.ts";

/** Steps of shortening, tried in turn: the longest text in characters that is shown whole. */
const LONGEST = [Number.POSITIVE_INFINITY, 1000, 300, 100, 30];

const NOTHING =
  "Nothing matches. Values are compared exactly unless the argument says otherwise; what happened in the last seconds may not be readable yet.";

const shortenedNotice = (count: number): string =>
  `${count} long values are shortened; the length in brackets is that of the whole value.`;

const cutNotice = (shown: number, found: number): string =>
  `Shown are ${shown} of the ${found} rows of this page, to stay within the size limit; page.next goes on there.`;

const render = (
  answer: ListAnswer,
  rows: readonly Row[],
  notices: readonly string[],
  next: string | undefined,
): Channels => {
  const { total, totalIsExact, plural, columns } = answer;
  const lines = [
    `${plural}: ${rows.length} shown, ${totalIsExact ? "" : "at least "}${total} in all`,
    ...(rows.length === 0 ? [] : table(rows, columns)),
    ...notices.map((notice) => `note: ${notice}`),
    ...(next === undefined ? [] : [`page.next: ${next}`]),
  ];
  return {
    text: lines.join("\n"),
    structured: {
      items: rows,
      page: { total, totalIsExact, ...(next === undefined ? {} : { next }) },
      ...(notices.length === 0 ? {} : { notices }),
    },
  };
};

/** The largest count from 1 to `most` for which `isSmallEnough` holds; 1 when none does. */
const largest = (most: number, isSmallEnough: (count: number) => boolean): number => {
  let low = 1;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isSmallEnough(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
};

/**
 * A list within the budget: first long values are shortened, then rows are dropped from the end, the same ones in both channels,
 * and the cursor goes on behind the last row shown.
 */
export const shapeList = async (answer: ListAnswer, clean: (row: Row) => Row, budget: number): Promise<Channels> => {
  const rows = answer.items.map((row) =>
    clean(Object.fromEntries(answer.columns.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]])))),
  );
  const end = await answer.cursorAfter(rows.length);
  const isNothing = rows.length === 0 && end === undefined;
  const own = isNothing ? [...answer.notices, NOTHING] : [...answer.notices];
  let cut: Shortened = { rows, count: 0 };
  for (const longest of LONGEST) {
    cut = shorten(rows, longest);
    const notices = cut.count === 0 ? own : [...own, shortenedNotice(cut.count)];
    const whole = render(answer, cut.rows, notices, end);
    if (rows.length === 0 || fits(whole, budget)) return whole;
  }
  const notices = cut.count === 0 ? own : [...own, shortenedNotice(cut.count)];
  // The cursor of a shorter page is as long as that of the whole one, give or take a few digits.
  const placeholder = "x".repeat(bytes(end ?? "") + 800);
  const count = largest(rows.length, (shown) =>
    fits(render(answer, cut.rows.slice(0, shown), [...notices, cutNotice(shown, rows.length)], placeholder), budget),
  );
  const next = await answer.cursorAfter(count);
  return render(answer, cut.rows.slice(0, count), [...notices, cutNotice(count, rows.length)], next);
};
