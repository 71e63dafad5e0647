import { inParallel } from "../../camunda/parallel.ts";
import { defined } from "../../members.ts";
import { isKnown, LEAST_AGE, type UsualDuration, unusualFrom, usualDuration } from "../usual-duration.ts";
import type { Oddity } from "./odd.ts";
import type { Gathering } from "./standing.ts";
import type { Wait } from "./waits.ts";

/** Elements of which the usual time is looked up: each takes a request. */
const MOST_ELEMENTS = 8;

/** Waits that nobody but the cluster and its workers end, and that are therefore over soon. */
const ENDS_BY_ITSELF: readonly Wait["waitsFor"][] = ["JOB", "UNKNOWN"];

/** A token that stands for too long, the oldest of those at its element, and what is odd about it. */
export interface Slow {
  readonly wait: Wait;
  readonly oddity: Oddity;
  readonly usual: UsualDuration | undefined;
}

/** Tokens that take too long, the oldest first, and whether all could be judged. */
export interface SlowElements {
  readonly slow: readonly Slow[];
  readonly notices: readonly string[];
}

interface Aged {
  readonly wait: Wait;
  readonly took: number;
}

/** Those that stand at one element, the oldest first; a token whose element is not told stands alone. */
const placesOf = (aged: readonly Aged[]): readonly (readonly Aged[])[] => {
  const places = new Map<string, Aged[]>();
  for (const one of aged) {
    const { processDefinitionId = "", elementId, elementInstanceKey } = one.wait;
    const place = JSON.stringify([processDefinitionId, elementId ?? { elementInstanceKey }]);
    places.set(place, [...(places.get(place) ?? []), one]);
  }
  return [...places.values()];
};

const judged = (place: readonly Aged[], usual: UsualDuration | undefined): readonly Slow[] => {
  const slow = place.filter(({ took }) => took > unusualFrom(usual));
  const [oldest] = slow;
  if (oldest === undefined) return [];
  const { wait, took } = oldest;
  const about = {
    ...defined({ elementId: wait.elementId, processInstanceKey: wait.processInstanceKey }),
    ...(slow.length > 1 ? { count: slow.length } : {}),
    took,
  };
  if (!isKnown(usual)) {
    const what = "has stood here for more than a day";
    return [{ wait, usual, oddity: { what, ...about, sampleSize: usual?.sampleSize ?? 0 } }];
  }
  const { median: usualMedian, p95: usualP95, sampleSize } = usual;
  const what = "takes far longer than it usually does";
  return [{ wait, usual, oddity: { what, ...about, usualMedian, usualP95, sampleSize } }];
};

/** Elements that take far longer than they usually do. */
export const slowElements = async (
  waits: readonly Wait[],
  now: number,
  { engine, call, side }: Gathering,
): Promise<SlowElements> => {
  const aged = waits
    .flatMap((wait) => (wait.since === undefined ? [] : [{ wait, took: now - Date.parse(wait.since) }]))
    .filter(({ wait, took }) => ENDS_BY_ITSELF.includes(wait.waitsFor) && took > LEAST_AGE)
    .sort((one, other) => other.took - one.took);
  const places = placesOf(aged);
  const found = await inParallel(places.slice(0, MOST_ELEMENTS), async (place) => {
    const { processDefinitionId, elementId } = place[0]?.wait ?? {};
    const usual =
      processDefinitionId === undefined || elementId === undefined
        ? undefined
        : await side.look("how long elements usually take", () =>
            usualDuration(engine, { processDefinitionId, elementId }, call),
          );
    return judged(place, usual);
  });
  const notices =
    places.length > MOST_ELEMENTS
      ? [
          `Only at the ${MOST_ELEMENTS} of ${places.length} elements with the oldest tokens was looked for tokens that stand too long.`,
        ]
      : [];
  return { slow: found.flat(), notices };
};
