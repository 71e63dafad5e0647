/** Gives so many random bytes. */
export type Random = (bytes: number) => Buffer;

/** A random UUID. */
export const uuid = (random: Random): string => {
  const hex = random(16).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)].join("-");
};
