const UNITS = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1000, "s"],
] as const;

/** A span of milliseconds as people say it: its two largest units, e.g. `2 d 3 h`. */
export const spanText = (milliseconds: number): string => {
  let rest = Math.max(0, milliseconds);
  const parts = UNITS.flatMap(([size, unit]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${unit}`];
  });
  return parts.slice(0, 2).join(" ") || "<1 s";
};
