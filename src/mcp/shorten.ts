import type { Row, Value } from "../camunda/engine.ts";
import { preview } from "../preview.ts";

/** Rows with their long values shortened, and how many were. */
export interface Shortened {
  readonly rows: readonly Row[];
  readonly count: number;
}

const short = (value: Value, longest: number): Value =>
  typeof value === "string" && value.length > longest ? preview(value, longest, value.length) : value;

/** Cuts every text longer than `longest` characters and says its full length behind the cut. */
export const shorten = (rows: readonly Row[], longest: number): Shortened => {
  if (longest === Number.POSITIVE_INFINITY) return { rows, count: 0 };
  let count = 0;
  const cut = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => {
        const shown = short(value, longest);
        if (shown !== value) count += 1;
        return [name, shown];
      }),
    ),
  );
  return { rows: cut, count };
};
