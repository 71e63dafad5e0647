import type { Json } from "./json.ts";
import type { Row } from "./world.ts";

/** Columns by name, in the order in which answers show them. */
type Shown = ReadonlyMap<string, { readonly shown: (row: Row) => Json | undefined }>;

/** A row as an answer shows it: what a column leaves out is left out. */
export const showRow = (row: Row, columns: Shown): Record<string, Json> => {
  const shown: Record<string, Json> = {};
  for (const [name, column] of columns) {
    const value = column.shown(row);
    if (value !== undefined) shown[name] = value;
  }
  return shown;
};
