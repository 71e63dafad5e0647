import type { Row } from "../camunda/engine.ts";
import { cutAt } from "../preview.ts";
import type { Fact, RecordAnswer, RowsPart, TextPart } from "../tools/answer.ts";
import { structureOf } from "../tools/nested.ts";
import { type Channels, fits } from "./channels.ts";
import { largest } from "./largest.ts";
import { shorten } from "./shorten.ts";
import { cell, table } from "./table.ts";
import { oneLine, visible } from "./visible.ts";

/** How values of the cluster are made fit to be shown. */
export interface Cleaner {
  row(row: Row): Row;
  text(text: string): string;
}

/** How much of a record is shown. */
interface Measures {
  /** Characters of each long text. */
  readonly text: number;
  /** Characters of every other value. */
  readonly value: number;
  /** Rows of each list. */
  readonly rows: number;
}

const MOST_ROWS = 100;
/** Steps of shortening, tried in turn: the longest value in characters that is shown whole. */
const LONGEST = [Number.POSITIVE_INFINITY, 2000, 1000, 300, 100, 30];

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

const factText = (fact: Fact): string => (typeof fact === "object" ? fact.map(oneLine).join(", ") : cell(fact));

/** One piece of the answer as both channels show it. */
interface Piece {
  readonly lines: readonly string[];
  readonly members: Readonly<Record<string, unknown>>;
  readonly notices: readonly string[];
}

type Cutter = (measures: Measures) => Piece;

const textPiece = (name: string, { text: raw, offset }: TextPart, clean: Cleaner): Cutter => {
  // Cleaned as a whole, because a secret may lie across a cut.
  const text = clean.text(raw);
  return (measures) => {
    const slice = cutAt(text.slice(offset), Math.min(measures.text, text.length - offset));
    const end = offset + slice.length;
    const shown = visible(slice);
    const range = `${name}: characters ${offset} to ${end} of ${text.length}`;
    const notice = end < text.length ? `${range}; read on with offset ${end}.` : `${range}, the end.`;
    const isWhole = offset === 0 && end === text.length;
    return {
      lines: [`${name}:`, ...indented(shown.split("\n"))],
      members: { [name]: shown },
      notices: isWhole ? [] : [notice],
    };
  };
};

const only = (row: Row, columns: readonly string[]): Row =>
  Object.fromEntries(columns.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]])));

const rowsPiece = (name: string, part: RowsPart, clean: Cleaner): Cutter => {
  const all = part.rows.slice(0, MOST_ROWS).map((row) => clean.row(only(row, part.columns)));
  return (measures) => {
    const { rows, count } = shorten(all.slice(0, measures.rows), measures.value);
    const cut =
      rows.length < part.rows.length ? [`${name}: the first ${rows.length} of ${part.rows.length} are shown.`] : [];
    const shortened = count === 0 ? [] : [`${name}: ${count} long values are shortened.`];
    return {
      lines: [`${name}: ${rows.length}`, ...indented(table(rows, part.columns))],
      members: { [name]: structureOf(part, rows) },
      notices: [...cut, ...shortened],
    };
  };
};

const fieldsPiece = (fields: RecordAnswer["fields"], clean: Cleaner): Cutter => {
  const values = clean.row(
    Object.fromEntries(
      Object.entries(fields).flatMap(([name, fact]) => (typeof fact === "object" ? [] : [[name, fact]])),
    ),
  );
  const lists = Object.fromEntries(
    Object.entries(fields).flatMap(([name, fact]) =>
      typeof fact === "object" ? [[name, fact.map((entry) => visible(clean.text(entry)))]] : [],
    ),
  );
  return (measures) => {
    const { rows, count } = shorten([values], measures.value);
    const shown: Readonly<Record<string, Fact>> = { ...rows[0], ...lists };
    const inOrder = Object.keys(fields).flatMap((name) =>
      shown[name] === undefined ? [] : [[name, shown[name]] as const],
    );
    return {
      lines: inOrder.map(([name, fact]) => `${name}: ${factText(fact)}`),
      members: Object.fromEntries(inOrder),
      notices: count === 0 ? [] : [`${count} long values are shortened.`],
    };
  };
};

const render = (cutters: readonly Cutter[], notices: readonly string[], measures: Measures): Channels => {
  const pieces = cutters.map((cut) => cut(measures));
  const all = [...notices, ...pieces.flatMap((piece) => piece.notices)];
  return {
    text: [...pieces.flatMap(({ lines }) => lines), ...all.map((notice) => `note: ${notice}`)].join("\n"),
    structured: {
      ...Object.assign({}, ...pieces.map(({ members }) => members)),
      ...(all.length === 0 ? {} : { notices: all }),
    },
  };
};

/**
 * One thing within the budget: first its long values are shortened, then its lists are cut, and its long texts get what is left. A
 * notice says where to read on.
 */
export const shapeRecord = (answer: RecordAnswer, clean: Cleaner, budget: number): Channels => {
  const parts = Object.entries(answer.parts);
  const cutters = [
    fieldsPiece(answer.fields, clean),
    ...parts.map(([name, part]) =>
      part.kind === "text" ? textPiece(name, part, clean) : rowsPiece(name, part, clean),
    ),
  ];
  const isFitting = (measures: Measures): boolean => fits(render(cutters, answer.notices, measures), budget);
  const value = LONGEST.find((longest) => isFitting({ text: 0, value: longest, rows: MOST_ROWS })) ?? 30;
  const rows = largest(MOST_ROWS, (count) => isFitting({ text: 0, value, rows: count }));
  const longestText = Math.max(
    0,
    ...parts.map(([, part]) => (part.kind === "text" ? part.text.length - part.offset : 0)),
  );
  const text = largest(longestText, (length) => isFitting({ text: length, value, rows }));
  return render(cutters, answer.notices, { text, value, rows });
};
