import type { Call, Engine, Filter, Row } from "../camunda/engine.ts";
import { elementInstance } from "../camunda/entities/element-instance.ts";
import { processInstance } from "../camunda/entities/process-instance.ts";
import { inParallel } from "../camunda/parallel.ts";
import { defined } from "../members.ts";
import { CONTAINERS } from "./containers.ts";
import { isOnPurpose, type ModelWait, modelWaits } from "./model-waits.ts";
import { isCut, type ModelReader, modelReader, rowsOf, textOf } from "./read.ts";
import { type SideLooks, sideLooks } from "./side.ts";
import { ENOUGH, isKnown, LEAST_AGE, type UsualDuration, unusualFrom, usualDuration } from "./usual-duration.ts";

/** Active elements that are looked at, oldest first. */
const MOST_ROWS = 1000;

/** Places whose usual duration is looked up: each takes a request. */
const MOST_PLACES = 40;

/** Elements that other elements run inside of, those of called processes as well. */
const isAround = (type: string): boolean => CONTAINERS.has(type) || type === "CALL_ACTIVITY";

/** One element of a process where tokens have stood too long. */
export interface StalledPlace {
  readonly processDefinitionId: string;
  /** Absent where the API does not tell it (8.0). */
  readonly elementId?: string;
  readonly elementName?: string;
  readonly type: string;
  /** What tokens wait for there; more than one thing where the first that comes decides. */
  readonly waits: readonly ModelWait[];
  /** Passages that stand there too long, the oldest first. */
  readonly passages: readonly Row[];
  readonly oldestSince: string;
  /** Absent where it could not be seen. */
  readonly usual?: UsualDuration;
}

/** Where tokens stand too long. */
export interface Stalled {
  /** Those that wait for work to be done first, then those that the model lets wait; oldest first. */
  readonly places: readonly StalledPlace[];
  /** Active elements that were looked at, and how many of them could not be judged. */
  readonly lookedAt: number;
  readonly unjudged: number;
  /** Whether those are all that there are. */
  readonly isWhole: boolean;
  readonly notices: readonly string[];
}

/** Where to look, and how old an element has to be; without `olderThan` that is measured by what is usual there. */
export interface StalledQuestion {
  readonly filter: Filter;
  /** Milliseconds. */
  readonly olderThan?: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

interface Place {
  readonly processDefinitionId: string;
  readonly elementId: string | undefined;
  readonly rows: readonly Row[];
  readonly newest: Row;
}

const placesOf = (rows: readonly Row[]): Place[] => {
  const places = new Map<string, Place>();
  for (const row of rows) {
    const [processDefinitionId = "", elementId] = [textOf(row, "processDefinitionId"), textOf(row, "elementId")];
    const id = JSON.stringify([processDefinitionId, elementId ?? row["type"], elementId === undefined]);
    const before = places.get(id)?.rows ?? [];
    places.set(id, { processDefinitionId, elementId, rows: [...before, row], newest: row });
  }
  return [...places.values()];
};

const agedOver = (rows: readonly Row[], least: number, now: number): Row[] =>
  rows.filter(({ startDate }) => now - Date.parse(String(startDate)) > least);

interface Looking {
  readonly engine: Engine;
  readonly call: Call;
  readonly looks: SideLooks;
  readonly read: ModelReader;
}

const judged = async (
  { engine, call, looks, read }: Looking,
  { processDefinitionId, elementId, rows, newest }: Place,
  { olderThan, now }: StalledQuestion,
): Promise<StalledPlace | "fine" | "unknown"> => {
  const usual =
    elementId === undefined
      ? undefined
      : await looks.look("usual durations", () => usualDuration(engine, { processDefinitionId, elementId }, call));
  const limit = olderThan ?? unusualFrom(usual);
  const passages = agedOver(rows, limit, now);
  const oldestSince = textOf(passages[0], "startDate");
  if (oldestSince === undefined) return "fine";
  const key = textOf(newest, "processDefinitionKey");
  const model = key === undefined ? undefined : await looks.look("BPMN models", () => read(key));
  const type = textOf(newest, "type") ?? "UNKNOWN";
  const waits = modelWaits({ elementId: elementId ?? "", type }, model);
  if (olderThan === undefined && !isKnown(usual) && waits.every(isOnPurpose)) return "unknown";
  const elementName = textOf(newest, "elementName") ?? model?.elements.find(({ id }) => id === elementId)?.name;
  return {
    processDefinitionId,
    ...defined({ elementId, elementName, usual }),
    type,
    waits,
    passages,
    oldestSince,
  };
};

/** Instances that somebody has suspended: they stand still because they are to. Known from 8.10 on. */
const suspendedKeys = async (
  engine: Engine,
  { processDefinitionId, processDefinitionKey, tenantId }: Filter,
  looks: SideLooks,
  call: Call,
): Promise<ReadonlySet<string>> => {
  const filter = defined({ state: "SUSPENDED", processDefinitionId, processDefinitionKey, tenantId });
  const found = await looks.look("suspended instances", () =>
    rowsOf(engine, processInstance, { filter, limit: MOST_ROWS, fields: [] }, call),
  );
  return new Set((found?.rows ?? []).map((row) => textOf(row, "processInstanceKey") ?? ""));
};

const inOrder = (one: StalledPlace, other: StalledPlace): number =>
  Number(one.waits.every(isOnPurpose)) - Number(other.waits.every(isOnPurpose)) ||
  (one.oldestSince < other.oldestSince ? -1 : 1);

/** Finds active elements without an incident that have stood far longer than is usual there, or than was asked for. */
export const stalledPlaces = async (engine: Engine, question: StalledQuestion, call: Call): Promise<Stalled> => {
  const { filter, olderThan, now } = question;
  const before = new Date(now - (olderThan ?? LEAST_AGE)).toISOString();
  const found = await rowsOf(
    engine,
    elementInstance,
    {
      filter: { ...filter, state: "ACTIVE", hasIncident: false },
      windows: { startDate: { before } },
      sort: [{ field: "startDate", order: "ASC" }],
      limit: MOST_ROWS,
      fields: Object.keys(elementInstance.fields).filter((name) => name !== "incidentKey"),
    },
    call,
  );
  const looks = sideLooks(call);
  const suspended = await suspendedKeys(engine, filter, looks, call);
  const places = placesOf(
    found.rows.filter(
      ({ type, processInstanceKey }) => !isAround(String(type)) && !suspended.has(String(processInstanceKey)),
    ),
  );
  const looking = { engine, call, looks, read: modelReader(engine, call) };
  const all = await inParallel(places.slice(0, MOST_PLACES), (place) => judged(looking, place, question));
  const unknown = all.filter((one) => one === "unknown").length;
  const hasMore = isCut(found);
  return {
    places: all.flatMap((one) => (one === "fine" || one === "unknown" ? [] : [one])).sort(inOrder),
    lookedAt: found.rows.length,
    unjudged: unknown + Math.max(0, places.length - MOST_PLACES),
    isWhole: !hasMore,
    notices: [
      ...(hasMore ? [`Looked at the ${found.rows.length} oldest active elements; there are more.`] : []),
      ...(places.length > MOST_PLACES ? [`Judged ${MOST_PLACES} of ${places.length} places, oldest first.`] : []),
      ...(unknown > 0
        ? [
            `Not judged: ${unknown === 1 ? "1 element" : `${unknown} elements`} where tokens wait on purpose and that fewer than ${ENOUGH} tokens passed; give olderThan.`,
          ]
        : []),
      ...(olderThan === undefined && all.some((one) => typeof one === "object" && !isKnown(one.usual))
        ? [`With a sampleSize below ${ENOUGH} nothing is usual yet: there, what takes over 24 h counts as stalled.`]
        : []),
      ...found.notices,
      ...looks.notices(),
    ],
  };
};
