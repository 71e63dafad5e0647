import { isList, readJson, writeJson } from "../json.ts";
import { type Level, type Position, readPosition } from "../order.ts";
import { invalid } from "./problem.ts";

/** A position as a cursor: the values that the search index sorts by, as JSON, in base64. */
export const writeCursor = (position: Position): string => Buffer.from(writeJson(position)).toString("base64");

/** The position that a cursor is; refuses one that does not fit the sort. */
export const readCursor = (cursor: string, levels: readonly Level[]): Position => {
  try {
    const values = readJson(Buffer.from(cursor, "base64").toString("utf8"));
    const position = isList(values) ? readPosition(values, levels) : undefined;
    if (position !== undefined) return position;
  } catch {
    // No JSON in it.
  }
  return invalid(`Cannot decode page cursor '${cursor}'.`);
};
