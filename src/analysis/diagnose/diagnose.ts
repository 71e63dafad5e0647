import type { Call, Engine, Row } from "../../camunda/engine.ts";
import { processInstance } from "../../camunda/entities/process-instance.ts";
import { isOpenInstance, rootOf } from "../../camunda/hierarchy.ts";
import { defined } from "../../members.ts";
import { textOf } from "../read.ts";
import { runsAround } from "../runs-around.ts";
import { bearingOn, isUnclear, UNCLEAR_RUN, visibleAt } from "../scopes.ts";
import { failedJobs, loops, nearlyTheKey, type Oddity, oddTimers, oldVersion, suspendedBelow } from "./odd.ts";
import { slowElements } from "./slow.ts";
import { type Gathering, gatheringOf, type Seen, type Standing } from "./standing.ts";
import { lookAtTree, type Tree } from "./tree.ts";
import {
  type Confidence,
  confidenceOf,
  type Found,
  type IncidentMissing,
  incidentMissing,
  sinceOf,
  stalledAt,
  type Verdict,
  verdictOf,
} from "./verdict.ts";
import { placeOf, type Wait, waitsOf } from "./waits.ts";

/** What is known about one process instance. */
export interface Diagnosis extends Confidence {
  readonly instance: Row;
  readonly verdict: Verdict;
  /** Since when it has been so. */
  readonly since?: string;
  /** Topmost instance of the call hierarchy, where that is another one. */
  readonly rootProcessInstanceKey?: string;
  /** How many of the places where its tokens stand could be looked at, in it and in what it has called. */
  readonly seen: Seen;
  readonly waits: readonly Wait[];
  /** Open incidents of it and of all it has called, the deepest first. */
  readonly incidents: readonly Row[];
  /** How many there are; at least so many where not everything was looked at. */
  readonly incidentCount: { readonly total: number; readonly isExact: boolean };
  readonly rootCause?: Row;
  /** Why there is no incident although one stops it. */
  readonly incidentMissing?: IncidentMissing;
  /** Where it stands still, the oldest token first; only with the verdict `stalled`. */
  readonly stalledAt: readonly Wait[];
  /** Variables that bear on the root cause, or else on the waits. */
  readonly variables: readonly Row[];
  readonly odd: readonly Oddity[];
  readonly notices: readonly string[];
}

const MOST_VARIABLES = 8;

/** The incident that everything else follows from comes first: the oldest of those deepest down. */
const deepestFirst = (incidents: readonly Row[], tree: readonly Row[]): readonly Row[] => {
  const levels = new Map(tree.map((row) => [row["processInstanceKey"], Number(row["level"])]));
  const [level, created] = [
    (row: Row) => levels.get(row["processInstanceKey"]) ?? 0,
    (row: Row) => textOf(row, "creationTime") ?? "",
  ];
  return [...incidents].sort((a, b) => level(b) - level(a) || created(a).localeCompare(created(b)));
};

/** Variables that bear on the root cause, or else on the first wait whose element uses any. */
const bearing = async (
  standings: readonly Standing[],
  rootCause: Row | undefined,
  waits: readonly Wait[],
  { engine, call, side, variablesOf }: Gathering,
): Promise<{ readonly variables: readonly Row[]; readonly notices: readonly string[] }> => {
  const place = rootCause ?? waits.find(({ waitsFor }) => waitsFor === "MESSAGE" || waitsFor === "JOB");
  const [instance, element] = [place?.["processInstanceKey" as const], place?.["elementInstanceKey" as const]];
  const standing = standings.find((one) => one.instance["processInstanceKey"] === instance);
  const row = standing?.elements.find((one) => one["elementInstanceKey"] === element);
  if (standing === undefined || row === undefined) return { variables: [], notices: [] };
  const at = placeOf(row, standing);
  const message = textOf(rootCause, "errorMessage") ?? "";
  const [around, variables] = await Promise.all([
    runsAround(engine, at, side, call),
    variablesOf(at.processInstanceKey),
  ]);
  const known = { ...at, around };
  return {
    variables: bearingOn(message, at.facts, visibleAt(known, variables)).slice(0, MOST_VARIABLES),
    notices: isUnclear(known) ? [UNCLEAR_RUN] : [],
  };
};

/** Call activities whose called instance is not among those that were found. */
const isCallUnseen = (waits: readonly Wait[]): boolean =>
  waits.some(
    ({ waitsFor, calledProcessInstanceKey }) => waitsFor === "CALLED_PROCESS" && calledProcessInstanceKey === undefined,
  );

const seenOf = ({ rows, standings }: Tree, waits: readonly Wait[]): Seen => {
  const [own] = standings;
  if (own?.seen === "none") return "none";
  const isWhole = rows.length === standings.length && standings.every(({ seen }) => seen === "all");
  return isWhole && !isCallUnseen(waits) ? "all" : "some";
};

const UNSEEN_CALL = "A call activity is active whose called instance was not found.";
const WORKED_OUT = "Keys and due dates are worked out from today's variables, not from those of when the token came.";

const nothingOpen: Tree = { rows: [], standings: [], notices: [] };

/** Finds out how a process instance is: where its tokens stand and why, down to the deepest called instance. */
export const diagnose = async (
  engine: Engine,
  processInstanceKey: string,
  now: number,
  call: Call,
): Promise<Diagnosis> => {
  const gathering = gatheringOf(engine, call);
  const { side, cut } = gathering;
  const { row: instance } = await engine.get(processInstance, processInstanceKey, call);
  const isOpen = isOpenInstance(instance);
  const [root, tree, looping, older] = await Promise.all([
    side.look("calling instances", () => rootOf(engine, instance, call)),
    isOpen ? lookAtTree(instance, gathering) : nothingOpen,
    loops(instance, gathering),
    isOpen ? oldVersion(instance, gathering) : [],
  ]);
  const { rows, standings } = tree;
  const waits = standings.flatMap(waitsOf);
  const incidents = deepestFirst(
    standings.flatMap((standing) => standing.incidents?.rows ?? []),
    rows,
  );
  const [rootCause] = incidents;
  const [{ slow, notices: unjudged }, { variables, notices: unclear }] = await Promise.all([
    slowElements(waits, now, gathering),
    bearing(standings, rootCause, waits, gathering),
  ]);
  const suspended = rows.filter((row) => row["state"] === "SUSPENDED");
  const resting = new Set(suspended.map((row) => row["processInstanceKey"]));
  const ticking = waits.filter((wait) => !resting.has(wait.processInstanceKey));
  const odd = [
    ...[...slow.map(({ oddity }) => oddity), ...nearlyTheKey(waits, standings), ...oddTimers(ticking, now)],
    ...[...failedJobs(waits), ...suspendedBelow(instance, rows), ...looping, ...older],
  ];
  const found: Found = {
    ...{ instance, waits, incidents, slow, suspended },
    isEachIncidentListRead: standings.every((standing) => standing.incidents !== undefined),
    seen: isOpen ? seenOf(tree, waits) : "all",
  };
  const verdict = verdictOf(found);
  const partial = [
    ...(root?.notices ?? []),
    ...tree.notices,
    ...(tree.notices.length === 0 && side.notices().length === 0 && isCallUnseen(waits) ? [UNSEEN_CALL] : []),
    ...unjudged,
    ...cut(),
    ...side.notices(),
  ];
  const counts = standings.flatMap((standing) => standing.incidents ?? []);
  return {
    ...{ instance, verdict, waits, incidents, odd, variables },
    ...confidenceOf(verdict, found, partial.length > 0, now),
    seen: found.seen,
    incidentCount: {
      total: counts.reduce((sum, { total }) => sum + total, 0),
      isExact: found.seen === "all" && found.isEachIncidentListRead && counts.every(({ totalIsExact }) => totalIsExact),
    },
    stalledAt: verdict === "stalled" ? stalledAt(found) : [],
    ...defined({
      ...{ since: sinceOf(verdict, found), rootCause },
      incidentMissing: incidentMissing(verdict, found),
      rootProcessInstanceKey: root?.key === processInstanceKey ? undefined : root?.key,
    }),
    notices: [...partial, ...unclear, ...(waits.some(({ isWorkedOut }) => isWorkedOut === true) ? [WORKED_OUT] : [])],
  };
};
