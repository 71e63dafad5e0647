/** A number of things in words, e.g. `1 day` and `2 days`. */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

/** Seconds as people say them. */
export const spokenSeconds = (seconds: number): string => {
  if (seconds < 120) return `${seconds} s`;
  const minutes = seconds / 60;
  if (minutes < 120) return `${Math.round(minutes)} min`;
  const hours = minutes / 60;
  return hours < 48 ? `${Math.round(hours)} h` : counted(Math.round(hours / 24), "day");
};
