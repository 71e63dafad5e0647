import { type Layer, OWN_PREFIX, written } from "./layer.ts";
import { allSettings } from "./settings.ts";

/** How many letters must be put in, taken out or exchanged to turn one word into the other. */
export const distance = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...to].entries()) {
      const exchanged = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(exchanged, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
};

// Farther apart than this, the names have nothing to do with each other.
const SIMILAR = 0.4;

const own = allSettings.map(({ name }) => name).filter((name) => name.startsWith(OWN_PREFIX));

/** The known name that was probably meant. */
const nearest = (name: string): string | undefined => {
  const [best] = own
    .map((candidate) => ({ candidate, far: distance(name, candidate) }))
    .filter(({ candidate, far }) => far <= (candidate.length - OWN_PREFIX.length) * SIMILAR)
    .sort((a, b) => a.far - b.far);
  return best?.candidate;
};

/** One warning for each variable that has our prefix and means nothing to us. */
export const unknownWarnings = (layers: readonly Layer[]): string[] => {
  const names = layers.flatMap((layer) => Object.keys(layer.variables).filter((name) => written(layer, name)));
  return [...new Set(names)]
    .filter((name) => name.startsWith(OWN_PREFIX) && !own.includes(name))
    .map((name) => {
      const meant = nearest(name);
      return `${name} is not a setting of this version${meant === undefined ? "" : `: ${meant} may be meant`}`;
    });
};
