const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

const isUnit = (unit: string): unit is keyof typeof UNIT_MS => Object.hasOwn(UNIT_MS, unit);

const RELATIVE = /^-?(\d{1,6})\s*([smhdw])$/i;
const ABSOLUTE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** Whether a text is a point in time that `toInstant` understands. */
export const isTime = (text: string): boolean => toInstant(text, 0) !== undefined;

/**
 * A point in time as RFC 3339 in UTC. Understands RFC 3339, a plain date or a time without offset (both UTC), and an age
 * (`-2h`, `30m`, `7d`: that long before `now`). Undefined when it is none of them.
 */
export const toInstant = (text: string, now: number): string | undefined => {
  const [, amount, unit = ""] = RELATIVE.exec(text.trim()) ?? [];
  const known = unit.toLowerCase();
  if (amount !== undefined && isUnit(known)) return new Date(now - Number(amount) * UNIT_MS[known]).toISOString();
  const match = ABSOLUTE.exec(text.trim());
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0] = text.trim().slice(0, 10).split("-").map(Number);
  if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return undefined;
  const needsOffset = text.includes(":") && match[1] === undefined;
  const time = new Date(`${text.trim().replace(" ", "T").toUpperCase()}${needsOffset ? "Z" : ""}`);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
};

/** The same as the end of a window: a time that names a second and no fraction of it includes that second. */
export const toEnd = (text: string, now: number): string | undefined => {
  const instant = toInstant(text, now);
  return instant !== undefined && /:\d{2}:\d{2}(?![.\d])/.test(text) ? instant.replace(/\.\d{3}Z$/, ".999Z") : instant;
};
