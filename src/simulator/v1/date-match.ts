/** A span of time, both ends included, in epoch milliseconds. */
export interface Span {
  readonly from: bigint;
  readonly to: bigint;
}

const PATTERN = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{2})(\d{2})(?:\|\|\/([yMwdhHms]))?$/;

/**
 * The span that a date in a filter means: that very millisecond, or with `||/d` and its like the whole day (`y M w d h m s`)
 * around it, in UTC. Undefined when it is not in the format of the API (`2022-03-17T11:50:25.729+0000`).
 */
export const spanOf = (date: string): Span | undefined => {
  const [, upToHours, minutes, unit] = PATTERN.exec(date) ?? [];
  const at = Date.parse(`${upToHours}:${minutes}`);
  if (Number.isNaN(at)) return undefined;
  if (unit === undefined) return { from: BigInt(at), to: BigInt(at) };
  const from = startOf(new Date(at), unit);
  return { from: BigInt(from), to: BigInt(startAfter(new Date(from), unit) - 1) };
};

const LENGTHS: Readonly<Record<string, number>> = {
  w: 7 * 86_400_000,
  d: 86_400_000,
  h: 3_600_000,
  H: 3_600_000,
  m: 60_000,
  s: 1000,
};

// 1970 began on a Thursday, weeks begin on Monday.
const FIRST_MONDAY = 4 * 86_400_000;

const startOf = (date: Date, unit: string): number => {
  if (unit === "y") return Date.UTC(date.getUTCFullYear(), 0);
  if (unit === "M") return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
  const length = LENGTHS[unit] ?? 1;
  const first = unit === "w" ? FIRST_MONDAY : 0;
  return Math.floor((date.getTime() - first) / length) * length + first;
};

const startAfter = (start: Date, unit: string): number => {
  if (unit === "y") return Date.UTC(start.getUTCFullYear() + 1, 0);
  if (unit === "M") return Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1);
  return start.getTime() + (LENGTHS[unit] ?? 1);
};
