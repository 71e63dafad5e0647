import type { Event } from "./events.ts";

/** One or more passages of the same element, or one other event. */
export interface Step {
  readonly first: Event;
  readonly count: number;
  readonly start: number;
  /** Absent while one of them is under way. */
  readonly end?: number;
  readonly total: number;
  readonly shortest: number;
  readonly longest: number;
}

/** A span in which nothing began or ended. */
export interface Gap {
  readonly start: number;
  readonly length: number;
}

const HOUR = 3_600_000;

/** What is folded into one step: passages of the same element; what has no id of an element stays alone. */
const identity = ({ event, processInstanceKey, row }: Event, index: number): string =>
  event === "element" && row["elementId"] !== undefined
    ? `${processInstanceKey} ${row["elementId"]} ${row["type"]}`
    : `${event} ${index}`;

const stepOf = (events: readonly Event[], now: number): Step | undefined => {
  const [first] = events;
  if (first === undefined) return undefined;
  const lengths = events.map(({ event, start, end }) => (event === "element" ? (end ?? now) - start : 0));
  const isOpen = events.some(({ event, end }) => event === "element" && end === undefined);
  return {
    ...{ first, count: events.length, start: first.start },
    ...(isOpen ? {} : { end: Math.max(...events.map(({ start, end }) => end ?? start)) }),
    total: lengths.reduce((sum, length) => sum + length, 0),
    shortest: Math.min(...lengths),
    longest: Math.max(...lengths),
  };
};

/** Passages of the same element in the same instance as one step, in order of their first start. */
export const fold = (events: readonly Event[], now: number): readonly Step[] => {
  const groups = new Map<string, Event[]>();
  events.forEach((event, index) => {
    const key = identity(event, index);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [event]);
    else group.push(event);
  });
  return [...groups.values()].flatMap((group) => stepOf(group, now) ?? []);
};

/** Spans longer than an hour or a tenth of the whole in which nothing began or ended. */
export const gapsIn = (events: readonly Event[], from: number, to: number): readonly Gap[] => {
  const times = [from, ...events.flatMap(({ start, end }) => [start, end ?? start]), to].sort((a, b) => a - b);
  return times.flatMap((start, index) => {
    const length = (times[index + 1] ?? start) - start;
    return length > Math.min(HOUR, (to - from) / 10) && length > 0 ? [{ start, length }] : [];
  });
};
