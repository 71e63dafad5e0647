/** Milliseconds in so many seconds. */
export const seconds = (count: number): number => count * 1000;
/** Milliseconds in so many minutes. */
export const minutes = (count: number): number => seconds(count * 60);
/** Milliseconds in so many hours. */
export const hours = (count: number): number => minutes(count * 60);
/** Milliseconds in so many days. */
export const days = (count: number): number => hours(count * 24);

/** The least and the most milliseconds that something takes. */
export type Span = readonly [number, number];

const part = (count: number, letter: string): string => (count === 0 ? "" : `${count}${letter}`);

/** Milliseconds as an ISO 8601 duration of days, hours, minutes and seconds, e.g. `P1DT12H`. */
export const isoDuration = (span: number): string => {
  const day = Math.floor(span / days(1));
  const hour = Math.floor((span % days(1)) / hours(1));
  const minute = Math.floor((span % hours(1)) / minutes(1));
  const second = Math.floor((span % minutes(1)) / seconds(1));
  const time = `${part(hour, "H")}${part(minute, "M")}${part(second, "S")}`;
  return `P${part(day, "D")}${time === "" ? "" : `T${time}`}`;
};
