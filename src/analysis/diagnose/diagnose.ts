import type { Call, Engine, Row } from "../../camunda/engine.ts";
import { processInstance } from "../../camunda/entities/process-instance.ts";
import { hierarchyOf } from "../../camunda/hierarchy.ts";
import { inParallel } from "../../camunda/parallel.ts";
import { defined } from "../../members.ts";
import { isOnPurpose } from "../model-waits.ts";
import { modelReader, textOf } from "../read.ts";
import { bearingOn, visibleAt } from "../scopes.ts";
import { sideLooks } from "../side.ts";
import { farTimers, loops, nearlyTheKey, type Oddity, oldVersion, slowElements, suspendedBelow } from "./odd.ts";
import { standingOf } from "./standing.ts";
import { placeOf, type Standing, type Wait, waitsOf } from "./waits.ts";

/** How an instance is. */
export type Verdict = "running" | "waiting" | "incident" | "stalled" | "suspended" | "completed" | "terminated";

/** What is known about one process instance. */
export interface Diagnosis {
  readonly instance: Row;
  readonly verdict: Verdict;
  /** Since when it has been so. */
  readonly since?: string;
  readonly confidence: "high" | "medium" | "low";
  readonly confidenceBecause: string;
  /** Topmost instance of the call hierarchy, where that is another one. */
  readonly rootProcessInstanceKey?: string;
  readonly waits: readonly Wait[];
  /** Open incidents of it and of all it has called, the deepest first. */
  readonly incidents: readonly Row[];
  readonly rootCause?: Row;
  /** Variables that bear on the root cause, or else on the waits. */
  readonly variables: readonly Row[];
  readonly odd: readonly Oddity[];
  readonly notices: readonly string[];
}

const MOST_INSTANCES = 20;
/** What happened later than this may not be readable yet. */
const LAG_MS = 10_000;
const MOST_VARIABLES = 8;

const isOpen = (row: Row): boolean => row["state"] === "ACTIVE" || row["state"] === "SUSPENDED";

type Found = Pick<Diagnosis, "instance" | "waits" | "incidents" | "odd"> & { readonly suspended: readonly Row[] };

const verdictOf = ({ instance, waits, incidents, odd, suspended }: Found): Verdict => {
  if (instance["state"] === "COMPLETED") return "completed";
  if (instance["state"] === "TERMINATED") return "terminated";
  if (instance["state"] === "SUSPENDED") return "suspended";
  if (incidents.length > 0 || instance["hasIncident"] === true) return "incident";
  if (waits.some(({ waitsFor }) => waitsFor === "INCIDENT")) return "incident";
  if (suspended.length > 0) return "suspended";
  const jobs = waits.filter(({ waitsFor }) => waitsFor === "JOB").map(({ elementId }) => elementId);
  if (odd.some(({ took, elementId = "" }) => took !== undefined && jobs.includes(elementId))) return "stalled";
  const ends = waits.filter(({ waitsFor }) => waitsFor !== "CALLED_PROCESS");
  return ends.length > 0 && ends.every(isOnPurpose) ? "waiting" : "running";
};

const earliest = (dates: readonly (string | undefined)[]): string | undefined =>
  dates.filter((date) => date !== undefined).sort()[0];

const sinceOf = (verdict: Verdict, { instance, waits, incidents, odd, suspended }: Found) => {
  switch (verdict) {
    case "completed":
    case "terminated":
      return textOf(instance, "endDate");
    case "suspended":
      return earliest(suspended.map((row) => textOf(row, "suspendedDate")));
    case "incident":
      return earliest(
        incidents.length > 0
          ? incidents.map((row) => textOf(row, "creationTime"))
          : waits.filter(({ waitsFor }) => waitsFor === "INCIDENT").map(({ since }) => since),
      );
    case "stalled": {
      const slow = odd.flatMap(({ elementId, took }) => (took === undefined ? [] : [elementId]));
      return earliest(waits.filter(({ elementId }) => slow.includes(elementId)).map(({ since }) => since));
    }
    default:
      return earliest(waits.map(({ since }) => since)) ?? textOf(instance, "startDate");
  }
};

const confidenceOf = (
  { instance, waits, incidents, odd }: Found,
  verdict: Verdict,
  isPartial: boolean,
  now: number,
): Pick<Diagnosis, "confidence" | "confidenceBecause"> => {
  const newest = textOf(instance, "endDate") ?? textOf(instance, "startDate") ?? "";
  if (now - Date.parse(newest) < LAG_MS) {
    return { confidence: "low", confidenceBecause: "it changed seconds ago, and what can be read lags behind" };
  }
  if (verdict === "incident" && incidents.length === 0) {
    return {
      confidence: "medium",
      confidenceBecause: "the cluster says so, and the incident itself could not be read",
    };
  }
  if (isPartial) return { confidence: "medium", confidenceBecause: "not everything could be looked at, see the notes" };
  if (isOpen(instance) && waits.length === 0) {
    return { confidence: "low", confidenceBecause: "no active element is to be seen, so it may be on its way" };
  }
  if (verdict === "stalled" && odd.every(({ took, usualP95 }) => took === undefined || usualP95 === undefined)) {
    return { confidence: "medium", confidenceBecause: "too few finished passages tell how long it usually takes" };
  }
  return { confidence: "high", confidenceBecause: "its state, its active elements and its incidents agree" };
};

/** The incident that everything else follows from: the oldest of those deepest down. */
const rootCauseOf = (incidents: readonly Row[], levels: ReadonlyMap<string, number>): readonly Row[] =>
  [...incidents].sort((a, b) => {
    const [deeper, other] = [a, b].map((row) => levels.get(textOf(row, "processInstanceKey") ?? "") ?? 0);
    const [first, second] = [a, b].map((row) => textOf(row, "creationTime") ?? "");
    return (other ?? 0) - (deeper ?? 0) || (first ?? "").localeCompare(second ?? "");
  });

/** The process of each instance. */
const definitionsOf = (tree: readonly Row[]): ReadonlyMap<string, string> =>
  new Map(
    tree.flatMap((row) => {
      const [key, definition] = [textOf(row, "processInstanceKey"), textOf(row, "processDefinitionId")];
      return key === undefined || definition === undefined ? [] : [[key, definition] as const];
    }),
  );

/** Variables that bear on the root cause, or else on the first wait whose element uses any. */
const bearing = (
  standings: readonly Standing[],
  rootCause: Row | undefined,
  waits: readonly Wait[],
): readonly Row[] => {
  const place = rootCause ?? waits.find(({ waitsFor }) => waitsFor === "MESSAGE" || waitsFor === "JOB");
  const [instance, element] = [place?.["processInstanceKey" as const], place?.["elementInstanceKey" as const]];
  const standing = standings.find((one) => one.instance["processInstanceKey"] === instance);
  const row = standing?.elements.find((one) => one["elementInstanceKey"] === element);
  if (standing === undefined || row === undefined) return [];
  const at = placeOf(row, standing);
  const message = textOf(rootCause, "errorMessage") ?? "";
  return bearingOn(message, at.facts, visibleAt(at, standing.variables)).slice(0, MOST_VARIABLES);
};

const noneNow: readonly Standing[] = [];

/** Finds out how a process instance is: where its tokens stand and why, down to the deepest called instance. */
export const diagnose = async (
  engine: Engine,
  processInstanceKey: string,
  now: number,
  call: Call,
): Promise<Diagnosis> => {
  const side = sideLooks(call);
  const gathering = { engine, call, side, models: modelReader(engine, call) };
  const { row: instance } = await engine.get(processInstance, processInstanceKey, call);
  const tree = await side.look("called and calling instances", () => hierarchyOf(engine, instance, call));
  const all = tree?.rows ?? [{ ...instance, level: 0 }];
  const own = Number(all.find((row) => row["processInstanceKey"] === processInstanceKey)?.["level"] ?? 0);
  const below = all.filter((row) => Number(row["level"]) >= own && isOpen(row));
  const looked = below.slice(0, MOST_INSTANCES);
  const calledBy = (key: string | undefined) => all.filter((row) => row["parentProcessInstanceKey"] === key);
  const standings = isOpen(instance)
    ? await inParallel(looked, (row) => standingOf(row, calledBy(textOf(row, "processInstanceKey")), gathering))
    : noneNow;
  const waits = standings.flatMap(waitsOf);
  const levels = new Map(all.map((row) => [textOf(row, "processInstanceKey") ?? "", Number(row["level"] ?? 0)]));
  const incidents = rootCauseOf(
    standings.flatMap((standing) => standing.incidents),
    levels,
  );
  const [rootCause] = incidents;
  const suspended = below.filter((row) => row["state"] === "SUSPENDED");
  const [slow, looping, older] = await Promise.all([
    isOpen(instance) ? slowElements(waits, definitionsOf(all), now, gathering) : [],
    loops(instance, gathering),
    isOpen(instance) ? oldVersion(instance, gathering) : [],
  ]);
  const odd = [
    ...[...slow, ...nearlyTheKey(waits, standings), ...farTimers(waits, now)],
    ...[...suspendedBelow(instance, below), ...looping, ...older],
  ];
  const found = { instance, waits, incidents, odd, suspended };
  const verdict = verdictOf(found);
  const since = sinceOf(verdict, found);
  const root = textOf(all[0], "processInstanceKey");
  const notices = [
    ...(tree?.notices ?? []),
    ...(below.length > looked.length
      ? [`Looked at ${looked.length} of ${below.length} open instances of the call hierarchy.`]
      : []),
    ...new Set(standings.flatMap(({ cut }) => cut)),
    ...side.notices(),
  ];
  return {
    ...{ instance, verdict, waits, incidents, odd },
    ...confidenceOf(found, verdict, notices.length > 0, now),
    ...defined({ since, rootCause, rootProcessInstanceKey: root === processInstanceKey ? undefined : root }),
    variables: bearing(standings, rootCause, waits),
    notices,
  };
};
