/** A repeatable source of chance: the same seed gives the same sequence on every machine. */
export interface Random {
  /** At least `least`, below `most`, not rounded. */
  between(least: number, most: number): number;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  /** One of the list, which must not be empty. */
  pick<const List extends readonly [unknown, ...unknown[]]>(list: List): List[number];
  /** True in `share` of the cases, 0 to 1. */
  chance(share: number): boolean;
  /** A source of its own, so that what one instance draws does not shift what the next one draws. */
  fork(): Random;
}

/** Random numbers from a 32-bit seed, by a multiply-and-shift generator that is fast and good enough for sample data. */
export const random = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number): number => least + next() * (most - least);
  const whole = (least: number, most: number): number => Math.floor(between(least, most + 1));
  return {
    between,
    whole,
    pick: (list) => list[whole(0, list.length - 1)] ?? list[0],
    chance: (share) => next() < share,
    fork: () => random(Math.floor(next() * 2 ** 32)),
  };
};
