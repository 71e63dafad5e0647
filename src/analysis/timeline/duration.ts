const UNITS = [
  ["d", 86_400],
  ["h", 3600],
  ["m", 60],
  ["s", 1],
] as const;

/** A length of time as a person says it, in its two largest units: `2h 13m`. */
export const shortDuration = (milliseconds: number): string => {
  let left = Math.floor(milliseconds / 1000);
  const words: string[] = [];
  for (const [unit, seconds] of UNITS) {
    const count = Math.floor(left / seconds);
    left -= count * seconds;
    if (count > 0) words.push(`${count}${unit}`);
  }
  return words.slice(0, 2).join(" ") || `${Math.round(milliseconds)}ms`;
};
