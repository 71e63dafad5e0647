import type { Row } from "../camunda/engine.ts";
import { OperateError } from "../errors.ts";
import { pick } from "../members.ts";
import type { ListAnswer } from "../tools/answer.ts";
import { bytes, type Channels, fits } from "./channels.ts";
import { largest } from "./largest.ts";
import { type Shortened, shorten } from "./shorten.ts";
import { table } from "./table.ts";

/** Steps of shortening, tried in turn: the longest text in characters that is shown whole. */
const LONGEST = [Number.POSITIVE_INFINITY, 1000, 300, 100, 30];

const NOTHING =
  "Nothing matches. Values are compared exactly unless the argument says otherwise; what happened in the last seconds may not be readable yet.";

const NO_MORE = "Nothing follows: the rows that are counted were on the pages before, or have changed since.";

/** What there is to say where no row is shown and none follows. */
const emptyNotices = ({ total, totalIsExact }: ListAnswer): readonly string[] => {
  if (total > 0) return [NO_MORE];
  return totalIsExact ? [NOTHING] : [];
};

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

/** The cursor of a shorter page is as long as that of the whole one, give or take the place of one more row. */
const CURSOR_ROOM = 800;

const tooLong = (budget: number): OperateError =>
  new OperateError("TOO_LARGE", `one row with its page.next is more than the size limit of ${budget} bytes`, {
    next: "shorten the arguments, ask for fewer fields, sort by another field, or raise OPERATE_MCP_MAX_RESULT_BYTES",
  });

/** As many of the rows as fit together with the cursor that goes on behind them, whose length only the cursor itself tells. */
const fewer = async (
  answer: ListAnswer,
  rows: readonly Row[],
  notices: readonly string[],
  end: string | undefined,
  budget: number,
): Promise<Channels> => {
  const shown = (count: number, next: string | undefined): Channels =>
    render(answer, rows.slice(0, count), [...notices, cutNotice(count, rows.length)], next);
  let room = bytes(end ?? "") + CURSOR_ROOM;
  let most = rows.length - 1;
  while (most > 0) {
    const placeholder = "x".repeat(room);
    const count = Math.max(
      1,
      largest(most, (one) => fits(shown(one, placeholder), budget)),
    );
    const next = await answer.cursorAfter(count);
    const cut = shown(count, next);
    if (fits(cut, budget)) return cut;
    room = bytes(next ?? "");
    most = count - 1;
  }
  throw tooLong(budget);
};

/**
 * A list within the budget: first long values are shortened, then rows are dropped from the end, the same ones in both channels,
 * and the cursor goes on behind the last row shown.
 */
export const shapeList = async (answer: ListAnswer, clean: (row: Row) => Row, budget: number): Promise<Channels> => {
  const rows = answer.items.map((row) => clean(pick(row, answer.columns)));
  const end = await answer.cursorAfter(rows.length);
  const isNothing = rows.length === 0 && end === undefined;
  const own = [...answer.notices, ...(isNothing ? emptyNotices(answer) : [])];
  let cut: Shortened = { rows, count: 0 };
  let notices = own;
  for (const longest of LONGEST) {
    cut = shorten(rows, longest);
    notices = cut.count === 0 ? own : [...own, shortenedNotice(cut.count)];
    const whole = render(answer, cut.rows, notices, end);
    if (fits(whole, budget)) return whole;
  }
  return fewer(answer, cut.rows, notices, end, budget);
};
