import type { Call, Engine } from "../camunda/engine.ts";
import { elementInstance } from "../camunda/entities/element-instance.ts";
import { rowsOf, textOf } from "./read.ts";

/** How long an element usually takes, in milliseconds, by its newest finished passages. */
export interface UsualDuration {
  readonly sampleSize: number;
  readonly median: number;
  readonly p95: number;
}

const MOST_SAMPLES = 100;

/** The value below which this share of a sorted list lies. */
const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** Of a list of durations; undefined of none. */
export const usualOf = (durations: readonly number[]): UsualDuration | undefined => {
  if (durations.length === 0) return undefined;
  const sorted = [...durations].sort((a, b) => a - b);
  return { sampleSize: sorted.length, median: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) };
};

/** How long the newest finished passages through an element of one process version took; undefined when there are none. */
export const usualDuration = async (
  engine: Engine,
  where: { readonly processDefinitionKey: string; readonly elementId: string },
  call: Call,
): Promise<UsualDuration | undefined> => {
  const { rows } = await rowsOf(
    engine,
    elementInstance,
    {
      filter: { ...where, state: "COMPLETED" },
      sort: [{ field: "endDate", order: "DESC" }],
      limit: MOST_SAMPLES,
      fields: [],
    },
    call,
  );
  return usualOf(
    rows.flatMap((row) => {
      const [start, end] = [textOf(row, "startDate"), textOf(row, "endDate")];
      return start === undefined || end === undefined ? [] : [Date.parse(end) - Date.parse(start)];
    }),
  );
};
