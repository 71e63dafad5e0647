import type { Row, Value } from "../camunda/engine.ts";
import { oneLine } from "./visible.ts";

/** A value repeated in the rows is worth a legend entry from this length on. */
const LEGEND_FROM = 24;
const MARK = /^\^\d+$/;
const DATE_WITH_MILLISECONDS = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\.\d{3}Z$/;

/** A value as it stands in a text: on one line, dates to the second. */
export const cell = (value: Value): string => {
  const text = value === "" ? '""' : oneLine(String(value));
  const [, seconds] = DATE_WITH_MILLISECONDS.exec(text) ?? [];
  return seconds === undefined ? text : `${seconds}Z`;
};

const isConstant = (rows: readonly Row[], column: string): boolean =>
  rows.length > 1 && rows[0]?.[column] !== undefined && rows.every((row) => row[column] === rows[0]?.[column]);

/** Long values that occur more than once, with the mark that stands for each. */
const legendOf = (rows: readonly Row[], columns: readonly string[]): ReadonlyMap<string, string> => {
  const counts = new Map<string, number>();
  for (const row of rows) {
    for (const column of columns) {
      const value = row[column];
      const text = value === undefined ? "" : cell(value);
      if (text.length >= LEGEND_FROM) counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  }
  // A value that looks like a mark would be taken for one, so there are none then.
  const isAmbiguous = rows.some((row) => columns.some((column) => MARK.test(String(row[column] ?? ""))));
  if (isAmbiguous) return new Map();
  const repeated = [...counts].filter(([, count]) => count > 1).map(([text]) => text);
  return new Map(repeated.map((text, index) => [text, `^${index + 1}`]));
};

/**
 * Rows as text: what all rows share is said once, then one header line, one line per row with tabs between the cells (an absent
 * value is an empty cell), then what the marks `^1`, `^2` ... stand for. Columns that no row has are left out.
 */
export const table = (rows: readonly Row[], columns: readonly string[]): string[] => {
  const present = columns.filter((column) => rows.some((row) => row[column] !== undefined));
  const constants = present.filter((column, index) => index > 0 && isConstant(rows, column));
  const varying = present.filter((column) => !constants.includes(column));
  const legend = legendOf(rows, varying);
  const line = (row: Row): string =>
    varying
      .map((column) => {
        const value = row[column];
        const text = value === undefined ? "" : cell(value);
        return legend.get(text) ?? text;
      })
      .join("\t");
  const shared = constants.map((column) => `${column}=${cell(rows[0]?.[column] ?? "")}`);
  return [
    ...(shared.length === 0 ? [] : [`all:\t${shared.join("\t")}`]),
    ...(varying.length === 0 ? [] : [varying.join("\t")]),
    ...rows.map(line),
    ...[...legend].map(([text, mark]) => `${mark}:\t${text}`),
  ];
};
