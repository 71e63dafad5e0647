import type { Candidate } from "./source.ts";

const folded = (text: string): string => text.toLocaleLowerCase("en");

/** How well a candidate fits what is typed: 0 begins with it, 1 contains it, 2 has a name that contains it; undefined: not at all. */
const rank = ({ value, also = [] }: Candidate, typed: string): number | undefined => {
  const text = folded(value);
  if (text.startsWith(typed)) return 0;
  if (text.includes(typed)) return 1;
  return also.some((other) => other !== undefined && folded(other).includes(typed)) ? 2 : undefined;
};

/** The values that fit what is typed, in any case, those that begin with it first; within that in the order given. */
export const matching = (candidates: readonly Candidate[], typed: string): readonly string[] => {
  const wanted = folded(typed.trim());
  const ranked = candidates.map((candidate) => ({ value: candidate.value, rank: rank(candidate, wanted) }));
  return [0, 1, 2].flatMap((wantedRank) => ranked.flatMap(({ value, rank }) => (rank === wantedRank ? [value] : [])));
};
