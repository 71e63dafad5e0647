import { type Random, random } from "../company/random.ts";
import { CAUSES, type Cause } from "./causes.ts";
import { type Definition, deployedDefinitions, ELEMENTS } from "./processes.ts";

/** What becomes of one instance of a round. */
export interface Fate {
  readonly definition: Definition;
  readonly cause: Cause;
  /** Ids of the elements it passes, in order; the incident sits on the one at `stuck`. */
  readonly path: readonly string[];
  readonly stuck: number;
  /** Whether somebody resolved the incident, and the instance went on to its end. */
  readonly resolved: boolean;
}

/** The fates of one round, which repeat; and what is deployed. */
export interface Plan {
  readonly definitions: readonly Definition[];
  readonly fates: readonly Fate[];
}

const ROUND = 2000;
const RESOLVED = 0.08;

const { start, check, route, book, approve, notify, end, archive, rate } = ELEMENTS;
const USUAL = [start, check, route, book, approve, notify, end];
const SERVICES = [check, book, notify] as const;

/** Draws a round: common causes and new versions more often, but each definition and each cause at least once. */
export const drawPlan = (seed: number): Plan => {
  const chance = random(seed);
  const definitions = deployedDefinitions();
  const deal = dealer(chance, definitions);
  return { definitions, fates: Array.from({ length: ROUND }, (_, slot) => deal(slot)) };
};

const dealer = (chance: Random, definitions: readonly Definition[]): ((slot: number) => Fate) => {
  const byUse = weighted(definitions, ({ version }, index) => version ** 2 / (1 + index));
  const byHarm = weighted(CAUSES, (_, index) => 1 / (1 + index));
  return (slot) => {
    const definition = definitions[slot] ?? byUse(chance);
    const cause = CAUSES[slot] ?? byHarm(chance);
    const { path, element } = wayOf(cause, chance);
    // What is not deployed could only be resolved by a deployment, which never came.
    const resolved = path === USUAL && chance.chance(RESOLVED);
    return { definition, cause, path, stuck: path.indexOf(element), resolved };
  };
};

const wayOf = ({ at }: Cause, chance: Random): { readonly path: readonly string[]; readonly element: string } => {
  switch (at) {
    case "service":
      return { path: USUAL, element: chance.pick(SERVICES) };
    case "gateway":
      return { path: USUAL, element: route };
    case "person":
      return { path: USUAL, element: approve };
    case "call":
      return { path: [start, check, route, archive], element: archive };
    case "rule":
      return { path: [start, check, route, rate], element: rate };
  }
};

/** Draws from a list that is not empty, by the weight of each. */
const weighted = <Thing>(
  things: readonly Thing[],
  weight: (thing: Thing, index: number) => number,
): ((chance: Random) => Thing) => {
  let total = 0;
  const sums = things.map((thing, index) => {
    total += weight(thing, index);
    return { thing, upTo: total };
  });
  return (chance) => {
    const drawn = chance.between(0, total);
    const found = sums.find(({ upTo }) => drawn < upTo) ?? sums.at(-1);
    if (found === undefined) throw new RangeError("Nothing to draw from");
    return found.thing;
  };
};
