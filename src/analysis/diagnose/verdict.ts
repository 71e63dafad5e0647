import type { Row } from "../../camunda/engine.ts";
import { isOpenInstance } from "../../camunda/hierarchy.ts";
import { isOnPurpose } from "../model-waits.ts";
import { textOf } from "../read.ts";
import { isKnown } from "../usual-duration.ts";
import type { Slow } from "./slow.ts";
import type { Seen } from "./standing.ts";
import type { Wait } from "./waits.ts";

/** How an instance is. */
export type Verdict = "running" | "waiting" | "incident" | "stalled" | "suspended" | "completed" | "terminated";

/** How much a verdict can be trusted, and why. */
export interface Confidence {
  readonly confidence: "high" | "medium" | "low";
  readonly confidenceBecause: string;
}

/** Why there is no open incident to show where the cluster says that one stops the instance. */
export type IncidentMissing = "unread" | "not looked at" | "not there";

/** What a verdict is made from. */
export interface Found {
  readonly instance: Row;
  readonly waits: readonly Wait[];
  /** Open incidents of it and of all it has called. */
  readonly incidents: readonly Row[];
  readonly isEachIncidentListRead: boolean;
  readonly slow: readonly Slow[];
  /** Those of it and of what it has called that somebody has suspended. */
  readonly suspended: readonly Row[];
  /** How many of the places where its tokens stand could be looked at, in it and in what it has called. */
  readonly seen: Seen;
}

/** What happened later than this may not be readable yet. */
const LAG_MS = 10_000;

/** The tokens whose jobs nobody finishes, the oldest first. */
export const stalledAt = ({ slow }: Found): readonly Wait[] =>
  slow.map(({ wait }) => wait).filter(({ waitsFor }) => waitsFor === "JOB");

/** How the instance is. */
export const verdictOf = (found: Found): Verdict => {
  const { instance, waits, incidents, suspended } = found;
  if (instance["state"] === "COMPLETED") return "completed";
  if (instance["state"] === "TERMINATED") return "terminated";
  if (instance["state"] === "SUSPENDED") return "suspended";
  if (incidents.length > 0 || instance["hasIncident"] === true) return "incident";
  if (waits.some(({ waitsFor }) => waitsFor === "INCIDENT")) return "incident";
  if (suspended.length > 0) return "suspended";
  if (stalledAt(found).length > 0) return "stalled";
  const ends = waits.filter(({ waitsFor }) => waitsFor !== "CALLED_PROCESS");
  return ends.length > 0 && ends.every(isOnPurpose) ? "waiting" : "running";
};

/** Why no incident is shown; undefined where one is, or none is to be expected. */
export const incidentMissing = (
  verdict: Verdict,
  { incidents, isEachIncidentListRead, seen }: Found,
): IncidentMissing | undefined => {
  if (verdict !== "incident" || incidents.length > 0) return undefined;
  if (!isEachIncidentListRead) return "unread";
  return seen === "all" ? "not there" : "not looked at";
};

const earliest = (dates: readonly (string | undefined)[]): string | undefined =>
  dates.filter((date) => date !== undefined).sort()[0];

/** Since when it is so (RFC 3339, UTC). */
export const sinceOf = (verdict: Verdict, found: Found): string | undefined => {
  const { instance, waits, incidents, suspended } = found;
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
    case "stalled":
      return earliest(stalledAt(found).map(({ since }) => since));
    default:
      return earliest(waits.map(({ since }) => since)) ?? textOf(instance, "startDate");
  }
};

const WITHOUT_INCIDENT: Readonly<Record<IncidentMissing, string>> = {
  unread: "the cluster says so, and the incident itself could not be read",
  "not looked at": "the cluster says so, and not all called instances could be looked at",
  "not there": "the cluster says so, and no open incident is to be found: what can be read may lag behind",
};

/** How sure the verdict is; `isPartial` when something could not be looked at. */
export const confidenceOf = (verdict: Verdict, found: Found, isPartial: boolean, now: number): Confidence => {
  const { instance, waits, slow, seen } = found;
  const newest = textOf(instance, "endDate") ?? textOf(instance, "startDate") ?? "";
  if (now - Date.parse(newest) < LAG_MS) {
    return { confidence: "low", confidenceBecause: "it changed seconds ago, and what can be read lags behind" };
  }
  const missing = incidentMissing(verdict, found);
  if (missing !== undefined) return { confidence: "medium", confidenceBecause: WITHOUT_INCIDENT[missing] };
  if (seen === "none" && (verdict === "running" || verdict === "waiting")) {
    return { confidence: "low", confidenceBecause: "what its tokens do could not be looked at" };
  }
  if (isPartial) return { confidence: "medium", confidenceBecause: "not everything could be looked at, see the notes" };
  if (isOpenInstance(instance) && waits.length === 0) {
    return { confidence: "low", confidenceBecause: "no active element is to be seen, so it may be on its way" };
  }
  if (verdict === "stalled" && slow.every(({ usual }) => !isKnown(usual))) {
    return { confidence: "medium", confidenceBecause: "too few finished passages tell how long it usually takes" };
  }
  return { confidence: "high", confidenceBecause: "its state, its active elements and its incidents agree" };
};
