import type { Row } from "../camunda/engine.ts";
import type { Fact, RecordAnswer, RowsPart, TextPart } from "../tools/answer.ts";
import { type Channels, fits } from "./channels.ts";
import { cutAt, shorten } from "./shorten.ts";
import { cell, table } from "./table.ts";
import { oneLine, visible } from "./visible.ts";

/** How values of the cluster are made fit to be shown. */
export interface Cleaner {
  row(row: Row): Row;
  text(text: string): string;
}

const MAX_ROWS = 100;
/** Longest field of a record that is shown whole when the record is too big. */
const LONGEST = 2000;

const factText = (fact: Fact): string => (typeof fact === "object" ? fact.map(oneLine).join(", ") : cell(fact));

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

/** One part, cut to `length` characters or rows. */
interface Cut {
  readonly lines: readonly string[];
  readonly value: unknown;
  readonly notices: readonly string[];
}

const cutText = (name: string, { text, offset }: TextPart, clean: Cleaner, length: number): Cut => {
  const slice = cutAt(text.slice(offset), Math.min(length, text.length - offset));
  const end = offset + slice.length;
  const shown = visible(clean.text(slice));
  const range = `${name}: characters ${offset} to ${end} of ${text.length}`;
  const notice = end < text.length ? `${range}; read on with offset ${end}.` : `${range}, the end.`;
  const isWhole = offset === 0 && end === text.length;
  return { lines: [`${name}:`, ...indented(shown.split("\n"))], value: shown, notices: isWhole ? [] : [notice] };
};

const cutRows = (name: string, { rows, columns }: RowsPart, clean: Cleaner): Cut => {
  const shown = rows.slice(0, MAX_ROWS).map(clean.row);
  const notices = rows.length > shown.length ? [`${name}: the first ${shown.length} of ${rows.length} are shown.`] : [];
  return { lines: [`${name}: ${rows.length}`, ...indented(table(shown, columns))], value: shown, notices };
};

const render = (answer: RecordAnswer, clean: Cleaner, length: number, longest: number): Channels => {
  const plain = Object.fromEntries(
    Object.entries(answer.fields).map(([name, fact]) => [name, typeof fact === "object" ? fact.join(", ") : fact]),
  );
  const { rows, count } = shorten([clean.row(plain)], longest);
  const [fields = {}] = rows;
  const parts = Object.entries(answer.parts).map(([name, part]) => ({
    name,
    cut: part.kind === "text" ? cutText(name, part, clean, length) : cutRows(name, part, clean),
  }));
  const notices = [
    ...answer.notices,
    ...(count === 0 ? [] : [`${count} long values are shortened.`]),
    ...parts.flatMap(({ cut }) => cut.notices),
  ];
  const structuredFields = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const fact = answer.fields[name];
      return [name, typeof fact === "object" ? fact.map((entry) => visible(clean.text(entry))) : value];
    }),
  );
  return {
    text: [
      ...Object.entries(fields).map(([name, value]) => `${name}: ${factText(value)}`),
      ...parts.flatMap(({ cut }) => cut.lines),
      ...notices.map((notice) => `note: ${notice}`),
    ].join("\n"),
    structured: {
      ...structuredFields,
      ...Object.fromEntries(parts.map(({ name, cut }) => [name, cut.value])),
      ...(notices.length === 0 ? {} : { notices }),
    },
  };
};

/** One thing within the budget: its long texts are cut to what is left, and a notice says where to read on. */
export const shapeRecord = (answer: RecordAnswer, clean: Cleaner, budget: number): Channels => {
  const texts = Object.values(answer.parts).filter((part) => part.kind === "text");
  const longestText = Math.max(0, ...texts.map(({ text, offset }) => text.length - offset));
  const longest = fits(render(answer, clean, 0, Number.POSITIVE_INFINITY), budget) ? Number.POSITIVE_INFINITY : LONGEST;
  let low = 0;
  let high = longestText;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(render(answer, clean, middle, longest), budget)) low = middle;
    else high = middle - 1;
  }
  return render(answer, clean, low, longest);
};
