import type { Row } from "../../src/simulator/world.ts";
import { justFinished, sample, WORLDS, type WorldName } from "./worlds.ts";

/** Instances that bear no mark in the sample data, by a part of what tells them. */
const UNMARKED = {
  "customer who never confirmed": ["variables", "value", "C7039"],
  "order without a number": ["incidents", "errorMessage", "correlation key for 'orderId'"],
  "claim whose items are no list": ["incidents", "errorMessage", "'items' to be 'ARRAY'"],
} as const;

type Unmarked = keyof typeof UNMARKED;

/** What a case book calls an instance. */
export type Subject = Parameters<typeof sample.landmark>[0] | Unmarked | "just finished";

/** What the cluster of a case really holds, and which API shows it. */
export interface Truth {
  readonly isV2: boolean;
  /** Key of the process instance that shows this. */
  key(subject: Subject): string;
  /** The incident of that process instance that is open in the sample data. */
  incident(subject: Subject): Row;
  /** Key of that incident. */
  incidentKey(subject: Subject): string;
  /** Key of a version that the default tenant has deployed. */
  definition(processDefinitionId: string, version: number): string;
  /** Key of the evaluation of a decision in that process instance. */
  evaluation(subject: Subject, decisionDefinitionId: string): string;
  /** Rows of one table of this world of which this is true. */
  rows(table: string, isOne: (row: Row) => boolean): readonly Row[];
}

const isUnmarked = (subject: Subject): subject is Unmarked => Object.hasOwn(UNMARKED, subject);

const found = (row: Row | undefined, what: string): Row => {
  if (row === undefined) throw new Error(`the sample data lacks ${what}`);
  return row;
};

const keyOf = (subject: Subject): string => {
  if (subject === "just finished") return justFinished;
  if (!isUnmarked(subject)) return sample.landmark(subject);
  const [table, member, part] = UNMARKED[subject];
  const row = sample.table(table).find((one) => String(one[member]).includes(part));
  return String(found(row, subject)["processInstanceKey"]);
};

const incidentOf = (subject: Subject): Row =>
  found(
    sample.table("incidents").find((row) => row["processInstanceKey"] === keyOf(subject) && row["state"] === "ACTIVE"),
    `an incident of ${subject}`,
  );

const definitionOf = (id: string, version: number): string =>
  String(
    found(
      sample
        .table("process-definitions")
        .filter(({ tenantId }) => tenantId !== "nordlicht")
        .find((row) => row["processDefinitionId"] === id && row["version"] === version),
      `version ${version} of ${id}`,
    )["processDefinitionKey"],
  );

const evaluationOf = (subject: Subject, decision: string): string =>
  String(
    found(
      sample
        .table("decision-instances")
        .find((row) => row["processInstanceKey"] === keyOf(subject) && row["decisionDefinitionId"] === decision),
      `an evaluation of ${decision}`,
    )["decisionEvaluationInstanceKey"],
  );

/** The truth about one of the worlds. */
export const truthOf = (name: WorldName, isV2: boolean): Truth => ({
  isV2,
  key: keyOf,
  incident: incidentOf,
  incidentKey: (subject) => String(incidentOf(subject)["incidentKey"]),
  definition: definitionOf,
  evaluation: evaluationOf,
  rows: (table, isOne) => (WORLDS[name].table?.(table) ?? []).filter(isOne),
});
