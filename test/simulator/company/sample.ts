import { company } from "../../../src/simulator/company/company.ts";
import type { Row } from "../../../src/simulator/world.ts";

/** Milliseconds since 1970 at which the sample of these tests ends. */
export const now = Date.parse("2026-11-24T10:15:00.123Z");

/** The company that these tests look at. */
export const sample = company({ now });

/** A text field of a row that must be there. */
export const text = (row: Row, field: string): string => {
  const value = row[field];
  if (typeof value !== "string") throw new Error(`${field} is missing in ${JSON.stringify(row)}`);
  return value;
};

/** Rows by their key. */
export const byKey = (path: string, key: string): ReadonlyMap<string, Row> =>
  new Map(sample.table(path).map((row) => [text(row, key), row]));

/** Rows that belong to a process instance. */
export const of = (path: string, processInstanceKey: string): readonly Row[] =>
  sample.table(path).filter((row) => row["processInstanceKey"] === processInstanceKey);
