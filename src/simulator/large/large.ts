import { few } from "../collection.ts";
import { bpmnXml } from "../company/diagram/bpmn-xml.ts";
import { days } from "../company/duration.ts";
import { random } from "../company/random.ts";
import type { World } from "../world.ts";
import { numberOf } from "./numbering.ts";
import { drawPlan, type Fate } from "./plan.ts";
import { type Case, definitionRow, elementRow, incidentRow, instanceRow, LIFE } from "./rows.ts";
import { collect, type Place, type Series } from "./series.ts";
import { type Tally, tallies } from "./tally.ts";

/** A cluster with very many incidents, none of them in memory. */
export interface Large extends World {
  /** How many incidents there are of each cause, definition, element and state; computed, not counted. */
  truth(): readonly Tally[];
}

const WINDOW = days(90);
const KEYS = ["processInstanceKey", "rootProcessInstanceKey", "elementInstanceKey", "incidentKey", "jobKey"];

/**
 * A bank as its Camunda cluster sees it: so many process instances (at most one per millisecond of 90 days), each with one
 * incident, over the 90 days up to `now` (milliseconds since 1970). Every row is computed from its number when it is asked
 * for. Found fast by any key, definition, state, type or element; sorted by key, incidents and instances also by their date.
 */
export const large = (options: { readonly incidents: number; readonly now: number; readonly seed?: number }): Large => {
  const { incidents: instances, now, seed = 4711 } = options;
  const { definitions, fates } = drawPlan(seed);
  const gap = Math.max(1, Math.floor(WINDOW / instances));
  const caseOf = (number: number): Case => ({
    number,
    fate: fateOf(fates, number),
    start: now - LIFE - (instances - number) * gap + random(number).whole(0, gap - 1),
  });

  const round = { instances, round: fates.length, keys: KEYS };
  const once: readonly Place[] = fates.map((_, slot) => ({ slot, step: 0 }));
  const passed = fates.flatMap(({ path, stuck, resolved }, slot): Place[] =>
    path.slice(0, resolved ? path.length : stuck + 1).map((_, step) => ({ slot, step })),
  );
  const made: Readonly<Record<string, readonly [Series, readonly Place[]]>> = {
    "process-instances": [
      {
        ...round,
        key: "processInstanceKey",
        make: (number) => instanceRow(caseOf(number)),
        varying: ["startDate", "endDate"],
        grows: "startDate",
      },
      once,
    ],
    incidents: [
      {
        ...round,
        key: "incidentKey",
        make: (number) => incidentRow(caseOf(number)),
        varying: ["errorMessage", "creationTime"],
        grows: "creationTime",
      },
      once,
    ],
    "element-instances": [
      {
        ...round,
        key: "elementInstanceKey",
        make: (number, step) => elementRow(caseOf(number), step),
        varying: ["startDate", "endDate"],
      },
      passed,
    ],
  };
  const collections = new Map(Object.entries(made).map(([path, [series, places]]) => [path, collect(series, places)]));
  const none = few([]);
  const definitionRows = definitions.map(definitionRow);

  return {
    rows: ({ path }) => (path.v2 === "process-definitions" ? definitionRows : (collections.get(path.v2) ?? none)),
    xml: ({ path }, key) => {
      const found = path.v2 === "process-definitions" ? definitions.find((one) => one.key === key) : undefined;
      return found && bpmnXml(found.model);
    },
    sequenceFlows: (key) => {
      const { path, stuck, resolved } = fateOf(fates, numberOf(BigInt(key)) ?? 0);
      const passing = path.slice(0, resolved ? path.length : stuck + 1);
      return passing.slice(1).map((to, index) => `Flow_${passing[index]}_${to}`);
    },
    truth: () => tallies(fates, instances),
  };
};

const fateOf = (fates: readonly Fate[], number: number): Fate => {
  const fate = fates[number % fates.length];
  if (fate === undefined) throw new RangeError(`There is no instance ${number}`);
  return fate;
};
