import type { Row, Value } from "../camunda/engine.ts";
import { oneLine } from "../visible.ts";

/** A value repeated in the rows is worth a legend entry from this length on. */
const LEGEND_FROM = 24;
const MARK = /^\^\d+$/;
const DATE_WITH_MILLISECONDS = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const TO_THE_SECOND = "2026-11-24T10:11:12".length;

/** A value as it stands in a text: on one line, dates to the second. */
export const cell = (value: Value): string => {
  if (value === "") return '""';
  const text = oneLine(String(value));
  return DATE_WITH_MILLISECONDS.test(text) ? `${text.slice(0, TO_THE_SECOND)}Z` : text;
};

/** Those values of a row that it has, as they stand in a text. */
export const cells = (row: Row, columns: readonly string[]): string[] =>
  columns.flatMap((column) => {
    const value = row[column];
    return value === undefined ? [] : [cell(value)];
  });

const isConstant = (rows: readonly Row[], column: string): boolean =>
  rows.length > 1 && rows[0]?.[column] !== undefined && rows.every((row) => row[column] === rows[0]?.[column]);

/** Long values that occur more than once, with the mark that stands for each. */
const legendOf = (lines: readonly (readonly string[])[]): ReadonlyMap<string, string> => {
  const once = new Set<string>();
  const repeated = new Set<string>();
  for (const line of lines) {
    for (const text of line) {
      // A value that looks like a mark would be taken for one, so there are none then.
      if (MARK.test(text)) return new Map();
      if (text.length < LEGEND_FROM) continue;
      if (once.has(text)) repeated.add(text);
      else once.add(text);
    }
  }
  return new Map([...once].filter((text) => repeated.has(text)).map((text, index) => [text, `^${index + 1}`]));
};

/**
 * Rows as text: what all rows share is said once, then one header line, one line per row with tabs between the cells (an absent
 * value is an empty cell), then what the marks `^1`, `^2` ... stand for. Columns that no row has are left out.
 */
export const table = (rows: readonly Row[], columns: readonly string[]): string[] => {
  const present = columns.filter((column) => rows.some((row) => row[column] !== undefined));
  const constants = present.filter((column, index) => index > 0 && isConstant(rows, column));
  const varying = present.filter((column) => !constants.includes(column));
  const lines = rows.map((row) =>
    varying.map((column) => {
      const value = row[column];
      return value === undefined ? "" : cell(value);
    }),
  );
  const legend = legendOf(lines);
  const marked = (line: readonly string[]): readonly string[] =>
    legend.size === 0 ? line : line.map((text) => legend.get(text) ?? text);
  const shared = constants.map((column) => `${column}=${cell(rows[0]?.[column] ?? "")}`);
  return [
    ...(shared.length === 0 ? [] : [`all:\t${shared.join("\t")}`]),
    ...(varying.length === 0 ? [] : [varying.join("\t")]),
    ...lines.map((line) => marked(line).join("\t")),
    ...[...legend].map(([text, mark]) => `${mark}:\t${text}`),
  ];
};
