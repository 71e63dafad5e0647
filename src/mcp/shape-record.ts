import type { Row } from "../camunda/engine.ts";
import { OperateError } from "../errors.ts";
import { cutAt } from "../preview.ts";
import type { Fact, FieldsPart, RecordAnswer, RowsPart, TextPart } from "../tools/answer.ts";
import { structureOf } from "../tools/nested.ts";
import { oneLine, visible } from "../visible.ts";
import { type Channels, fits } from "./channels.ts";
import { largest } from "./largest.ts";
import { shorten } from "./shorten.ts";
import { cell, cells, table } from "./table.ts";

/** How values of the cluster are made fit to be shown. */
export type Clean = (row: Row) => Row;

/** How much of a record is shown. */
interface Measures {
  /** Characters of each long text. */
  readonly text: number;
  /** Characters of each field of its own. */
  readonly field: number;
  /** Characters of each value in a list. */
  readonly value: number;
  /** Rows of each list. */
  readonly rows: number;
  /** Rows of each list that is kept. */
  readonly kept: number;
}

const MOST_ROWS = 100;
const LIMIT = "OPERATE_MCP_MAX_RESULT_BYTES";
const RAISE = `raise ${LIMIT} to see more`;
/** Steps of shortening, tried in turn: the longest value in characters that is shown whole. */
const LONGEST = [Number.POSITIVE_INFINITY, 2000, 1000, 300, 100, 30];

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

const factText = (fact: Fact): string => {
  if (typeof fact !== "object") return cell(fact);
  return fact.length === 0 ? "none" : fact.map(oneLine).join(", ");
};

/** One piece of the answer as both channels show it. */
interface Piece {
  readonly lines: readonly string[];
  readonly members: Readonly<Record<string, unknown>>;
  readonly notices: readonly string[];
}

type Cutter = (measures: Measures) => Piece;

const textPiece = (name: string, { text, offset, most = Number.POSITIVE_INFINITY }: TextPart): Cutter => {
  return (measures) => {
    const slice = cutAt(text.slice(offset), Math.min(measures.text, most, text.length - offset));
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

type Facts = Readonly<Record<string, Fact>>;

const only = (facts: Facts, columns: readonly string[]): Facts =>
  Object.fromEntries(columns.flatMap((name) => (facts[name] === undefined ? [] : [[name, facts[name]]])));

/** Facts made fit to be shown: single values, which may be shortened, and lists, which may not. */
const cleaned = (facts: Facts, clean: Clean): { values: Row; lists: Readonly<Record<string, readonly string[]>> } => ({
  values: clean(
    Object.fromEntries(
      Object.entries(facts).flatMap(([name, fact]) => (typeof fact === "object" ? [] : [[name, fact]])),
    ),
  ),
  lists: Object.fromEntries(
    Object.entries(facts).flatMap(([name, fact]) => (typeof fact === "object" ? [[name, fact.map(visible)]] : [])),
  ),
});

const joined = (facts: Facts): Row =>
  Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, typeof fact === "object" ? fact.join(", ") : fact]),
  );

/** What a reader can do about rows that are not shown. */
const cutRowsNotice = (name: string, part: RowsPart, shown: number): string => {
  const isForSize = shown < Math.min(MOST_ROWS, part.rows.length);
  const steps = [...(isForSize ? [RAISE] : []), part.rest ?? (isForSize ? [] : "the rest is not shown")].flat();
  return `${name}: the first ${shown} of ${part.rows.length} are shown; ${steps.join("; ")}.`;
};

const rowsPiece = (name: string, part: RowsPart, clean: Clean): Cutter => {
  const { columns, isKept = false, isLines = false, longest = Number.POSITIVE_INFINITY } = part;
  const given = part.rows.slice(0, MOST_ROWS).map((row) => cleaned(only(row, columns), clean));
  return (measures) => {
    const taken = given.slice(0, isKept ? measures.kept : measures.rows);
    const { rows, count } = shorten(
      taken.map(({ values }) => values),
      isKept ? longest : Math.min(longest, measures.value),
    );
    const shown = rows.map((row, index) => only({ ...row, ...taken[index]?.lists }, columns));
    const cut = shown.length < part.rows.length ? [cutRowsNotice(name, part, shown.length)] : [];
    const shortened =
      count === 0
        ? []
        : [
            `${name}: ${count} long values are shortened, with the length of the whole in brackets; ${part.whole ?? RAISE}.`,
          ];
    const all = shown.map(joined);
    return {
      lines: isLines
        ? all.map((row) => `${name}: ${cells(row, columns).join("\t")}`)
        : [`${name}: ${shown.length}`, ...indented(table(all, columns))],
      members: isLines && shown.length === 0 ? {} : { [name]: structureOf(part, shown) },
      notices: [...cut, ...shortened],
    };
  };
};

const fieldsPiece = (fields: Facts, clean: Clean): Cutter => {
  const { values, lists } = cleaned(fields, clean);
  return (measures) => {
    const [row = {}] = shorten([values], measures.field).rows;
    const cut = Object.keys(values).filter((name) => row[name] !== values[name]);
    const shown: Readonly<Record<string, Fact>> = { ...row, ...lists };
    const inOrder = Object.keys(fields).flatMap((name) =>
      shown[name] === undefined ? [] : [[name, shown[name]] as const],
    );
    return {
      lines: inOrder.map(([name, fact]) => `${name}: ${factText(fact)}`),
      members: Object.fromEntries(inOrder),
      notices: cut.map(
        (name) =>
          `${name}: the first ${measures.field} of ${String(values[name]).length} characters are shown; ${RAISE}.`,
      ),
    };
  };
};

/** Fields under a name of their own. */
const groupPiece = (name: string, { fields }: FieldsPart, clean: Clean): Cutter => {
  const cut = fieldsPiece(fields, clean);
  return (measures) => {
    const { lines, members, notices } = cut(measures);
    if (lines.length === 0) return { lines, members: {}, notices };
    return { lines: [`${name}:`, ...indented(lines)], members: { [name]: members }, notices };
  };
};

const partPiece = (name: string, part: RowsPart | TextPart | FieldsPart, clean: Clean): Cutter => {
  if (part.kind === "text") return textPiece(name, part);
  return part.kind === "rows" ? rowsPiece(name, part, clean) : groupPiece(name, part, clean);
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

const tooLong = (budget: number): OperateError =>
  new OperateError("TOO_LARGE", `the answer cannot be cut to the size limit of ${budget} bytes`, {
    next: `include less, or raise ${LIMIT}`,
  });

const longest = (texts: readonly number[]): number => Math.max(0, ...texts);

/** The longest of the fields, and the longest rest of the long texts. */
const lengthsOf = ({ fields, parts }: RecordAnswer): { field: number; text: number } => ({
  field: longest(
    [fields, ...Object.values(parts).map((part) => (part.kind === "fields" ? part.fields : {}))]
      .flatMap((group) => Object.values(group))
      .map((fact) => (typeof fact === "string" ? fact.length : 0)),
  ),
  text: longest(
    Object.values(parts).map((part) =>
      part.kind === "text" ? Math.min(part.most ?? part.text.length, part.text.length - part.offset) : 0,
    ),
  ),
});

/** The part of the budget that is kept for long texts while other values are cut, so that reading on makes headway. */
const SHARE_OF_TEXT = 1 / 4;

/** Characters of a field that is shown as long as rows can go instead: a sentence. */
const SENTENCE = 200;

const sentence = (most: number): number => Math.max(most, SENTENCE);

const mostKept = ({ parts }: RecordAnswer): number =>
  longest(Object.values(parts).map((part) => (part.kind === "rows" && part.isKept ? part.rows.length : 0)));

/**
 * One thing within the budget: first its long values are shortened, then its lists are cut, at last those that are kept, which never
 * lose all; its own fields and then its long texts get what is left. A notice says where to read on.
 */
export const shapeRecord = (answer: RecordAnswer, clean: Clean, budget: number): Channels => {
  const cutters = [
    fieldsPiece(answer.fields, clean),
    ...Object.entries(answer.parts).map(([name, part]) => partPiece(name, part, clean)),
  ];
  const isFitting = (measures: Measures): boolean => fits(render(cutters, answer.notices, measures), budget);
  const lengths = lengthsOf(answer);
  const text = Math.min(lengths.text, Math.floor(budget * SHARE_OF_TEXT));
  const whole = { text, rows: MOST_ROWS, kept: MOST_ROWS };
  const value = LONGEST.find((most) => isFitting({ ...whole, field: sentence(most), value: most })) ?? 30;
  const rows = largest(MOST_ROWS, (count) => isFitting({ ...whole, field: sentence(value), value, rows: count }));
  const short = { text, field: sentence(value), value, rows };
  const kept = largest(MOST_ROWS, (count) => isFitting({ ...short, kept: count }));
  if (kept === 0 && mostKept(answer) > 0) throw tooLong(budget);
  const room = largest(lengths.field, (length) => isFitting({ ...short, field: length, kept }));
  const field = isFitting({ ...short, kept }) ? Math.max(room, short.field) : room;
  const measures = {
    ...short,
    field,
    kept,
    text: largest(lengths.text, (length) => isFitting({ ...short, text: length, field, kept })),
  };
  if (!isFitting(measures) || (measures.text === 0 && lengths.text > 0)) throw tooLong(budget);
  return render(cutters, answer.notices, measures);
};
