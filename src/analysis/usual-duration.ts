import type { Call, Engine } from "../camunda/engine.ts";
import { elementInstance } from "../camunda/entities/element-instance.ts";
import { rowsOf } from "./read.ts";

/** Finished passages that are looked at, newest first. */
const SAMPLE = 100;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Fewer finished passages than this say nothing about what is usual. */
export const ENOUGH = 5;

/** How many times its p95 an element may take. */
const FACTOR = 3;

/** No element is looked at before it is this old, in milliseconds. */
export const LEAST_AGE = HOUR;

/** How long tokens usually stay at an element, in milliseconds. */
export interface UsualDuration {
  /** Finished passages that this is known from; without any there is no median and no p95. */
  readonly sampleSize: number;
  readonly median?: number;
  /** 95 of 100 passages take at most this long. */
  readonly p95?: number;
}

/** The smallest of the sorted values that `share` of them do not exceed. */
const quantile = (sorted: readonly number[], share: number): number | undefined =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];

/** Median and p95 of durations. */
export const usualOf = (durations: readonly number[]): UsualDuration => {
  const sorted = [...durations].sort((one, other) => one - other);
  const median = quantile(sorted, 0.5);
  const p95 = quantile(sorted, 0.95);
  return {
    sampleSize: sorted.length,
    ...(median === undefined ? {} : { median }),
    ...(p95 === undefined ? {} : { p95 }),
  };
};

/** Whether enough passages finished to say what is usual. */
export const isKnown = (usual: UsualDuration | undefined): usual is UsualDuration & { median: number; p95: number } =>
  usual?.median !== undefined && usual.p95 !== undefined && usual.sampleSize >= ENOUGH;

/** The age in milliseconds from which on a passage takes far too long; a day where nothing is usual yet. */
export const unusualFrom = (usual: UsualDuration | undefined): number =>
  isKnown(usual) ? Math.max(FACTOR * usual.p95, LEAST_AGE) : DAY;

/** Milliseconds from `startDate` to `endDate` of rows that have both. */
export const durationsOf = (rows: readonly Readonly<Record<string, unknown>>[]): number[] =>
  rows
    .map(({ startDate, endDate }) => Date.parse(String(endDate)) - Date.parse(String(startDate)))
    .filter((duration) => duration >= 0);

/** How long the newest completed passages through an element of a process took, in all its versions. */
export const usualDuration = async (
  engine: Engine,
  place: { readonly processDefinitionId: string; readonly elementId: string },
  call: Call,
): Promise<UsualDuration> => {
  const { rows } = await rowsOf(
    engine,
    elementInstance,
    {
      filter: { ...place, state: "COMPLETED" },
      sort: [{ field: "endDate", order: "DESC" }],
      limit: SAMPLE,
      fields: ["startDate", "endDate"],
    },
    call,
  );
  return usualOf(durationsOf(rows));
};
