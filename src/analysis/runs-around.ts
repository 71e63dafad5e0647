import type { Call, Engine, Row } from "../camunda/engine.ts";
import { innerElement } from "../camunda/entities/inner-element.ts";
import { inParallel } from "../camunda/parallel.ts";
import { isServed } from "../camunda/search/support.ts";
import { rowsOf, textOf } from "./read.ts";
import { type Place, runsOf } from "./scopes.ts";
import type { SideLooks } from "./side.ts";

/** Runs of one sub-process that are asked whether something is inside; each costs a request. */
const MOST_RUNS = 100;

const bodiesAround = (key: string, elements: readonly Row[]): readonly string[] => {
  const id = elements.find((row) => row["elementInstanceKey"] === key)?.["elementId"];
  return elements
    .filter((row) => row["type"] === "MULTI_INSTANCE_BODY" && row["elementId"] === id && id !== undefined)
    .flatMap((row) => textOf(row, "elementInstanceKey") ?? []);
};

/**
 * Of each sub-process around a place that runs several times at once, the run that the place is in; by the id of the sub-process.
 * A run that cannot be told is not there: the Operate API does not tell what is inside of what.
 */
export const runsAround = async (
  engine: Engine,
  place: Place,
  side: SideLooks,
  call: Call,
): Promise<ReadonlyMap<string, string>> => {
  const parentAmong = async (key: string, candidates: readonly string[]): Promise<string | undefined> => {
    const found = await inParallel(candidates.slice(0, MOST_RUNS), async (elementInstanceScopeKey) => {
      const filter = { elementInstanceScopeKey, elementInstanceKey: key };
      const rows = await side.look("the sub-processes around the element", () =>
        rowsOf(engine, innerElement, { filter, limit: 1 }, call),
      );
      return (rows?.rows ?? []).map(() => elementInstanceScopeKey);
    });
    return found.flat()[0];
  };
  const around = new Map<string, string>();
  if (!isServed(innerElement, engine)) return around;
  let inner: string | undefined = place.elementInstanceKey;
  for (const { id } of place.facts?.scopes ?? []) {
    const runs = runsOf(id, place.elements);
    if (runs.length > 1 && inner !== undefined && inner !== "") {
      const body: string | undefined = await parentAmong(inner, bodiesAround(inner, place.elements));
      const run = await parentAmong(body ?? inner, runs);
      if (run !== undefined) around.set(id, run);
    }
    inner = around.get(id) ?? (runs.length === 1 ? runs[0] : undefined);
  }
  return around;
};
