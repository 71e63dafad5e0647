import type { Call, Engine, Filter, Row } from "../camunda/engine.ts";
import { processDefinition } from "../camunda/entities/process-definition.ts";
import { processInstance } from "../camunda/entities/process-instance.ts";
import { OperateError } from "../errors.ts";
import { type ModelChange, modelDiff } from "./model-diff.ts";
import { modelReader, rowsOf, textOf } from "./read.ts";
import { type SideLooks, sideLooks } from "./side.ts";
import { durationsOf, type UsualDuration, usualOf } from "./usual-duration.ts";
import {
  countVersion,
  instancesOf,
  type Overall,
  overall,
  seesIncidentsBelow,
  type VersionCounts,
} from "./version-counts.ts";

/** Finished instances whose duration is looked at, newest first. */
const SAMPLE = 100;

/** Versions that are looked through, newest first. */
const MOST_VERSIONS = 1000;

/** Numbers of versions that an error names. */
const MOST_NAMED = 20;

/** Which versions of which process; the two latest unless told. */
export interface ComparisonQuestion {
  readonly processDefinitionId: string;
  readonly tenantId?: string | undefined;
  readonly baseVersion?: number | undefined;
  readonly otherVersion?: number | undefined;
}

/** One version and how it does. */
export interface ComparedVersion extends VersionCounts {
  readonly definition: Row;
  /** How long its completed instances took; absent where that could not be seen. */
  readonly finished?: UsualDuration;
}

/** Two versions of one process. */
export interface VersionComparison {
  readonly base: ComparedVersion;
  readonly other: ComparedVersion;
  /** From base to other; absent where a model could not be read. */
  readonly changes?: readonly ModelChange[];
  readonly notices: readonly string[];
}

const versionsOf = (definitions: readonly Row[]): number[] => definitions.map(({ version }) => Number(version));

const missing = (which: string, definitions: readonly Row[]): OperateError => {
  const there = versionsOf(definitions);
  const more = there.length > MOST_NAMED ? " and older ones" : "";
  return new OperateError(
    "NOT_FOUND",
    `the process has no ${which}; there are: ${there.slice(0, MOST_NAMED).join(", ")}${more}`,
    {
      next: "give baseVersion and otherVersion of those",
    },
  );
};

/** The versions of the process in one tenant, the one that has most of them, latest first. */
const deployed = async (engine: Engine, question: ComparisonQuestion, call: Call) => {
  const { processDefinitionId, tenantId } = question;
  const filter: Filter = { processDefinitionId, ...(tenantId === undefined ? {} : { tenantId }) };
  const sort = [{ field: "processDefinitionKey", order: "DESC" } as const];
  const { rows } = await rowsOf(engine, processDefinition, { filter, sort, limit: MOST_VERSIONS }, call);
  if (rows.length === 0) {
    throw new OperateError(
      "NOT_FOUND",
      "no process with this processDefinitionId is deployed, or this user may not see it",
      {
        next: "find it with search_process_definitions",
      },
    );
  }
  const tenants = [...new Set(rows.map((row) => row["tenantId"]))];
  const [own = []] = tenants
    .map((tenant) => rows.filter((row) => row["tenantId"] === tenant))
    .sort((one, other) => other.length - one.length);
  const notice =
    "The process is deployed in several tenants: compared in the one that has most versions; tenantId asks for another.";
  return {
    definitions: own.sort((one, other) => Number(other["version"]) - Number(one["version"])),
    notices: tenants.length === 1 ? [] : [notice],
  };
};

const chosen = (definitions: readonly Row[], { baseVersion, otherVersion }: ComparisonQuestion) => {
  const at = (version: number): Row => {
    const found = definitions.find((row) => row["version"] === version);
    if (found === undefined) throw missing(`version ${version}`, definitions);
    return found;
  };
  const [latest, ...older] = definitions;
  const wantedBase = baseVersion === undefined ? undefined : at(baseVersion);
  const other =
    otherVersion === undefined
      ? [latest, ...older].find((row) => row !== undefined && row !== wantedBase)
      : at(otherVersion);
  const base =
    wantedBase ??
    definitions.find((row) => Number(row["version"]) < Number(other?.["version"])) ??
    definitions.find((row) => row !== other);
  if (base === undefined || other === undefined) throw missing("second version to compare with", definitions);
  if (base === other) {
    const facts = { next: "give two different versions, or leave one out" };
    throw new OperateError("INVALID_ARGUMENT", "baseVersion and otherVersion are the same version", facts);
  }
  // Who names one version means how it differs from what came before or after it, never backwards.
  const isBackwards = Number(base["version"]) > Number(other["version"]);
  const isMeantSo = baseVersion !== undefined && otherVersion !== undefined;
  return isBackwards && !isMeantSo ? { base: other, other: base } : { base, other };
};

const examined = async (
  engine: Engine,
  definition: Row,
  context: Overall & { readonly looks: SideLooks },
  call: Call,
): Promise<ComparedVersion> => {
  const filter = { ...(await instancesOf(engine, definition, call)), state: "COMPLETED" };
  const sort = [{ field: "endDate", order: "DESC" } as const];
  const fields = ["startDate", "endDate"];
  const [counts, sample] = await Promise.all([
    countVersion(engine, definition, context, call),
    context.looks.look("finished instances", () =>
      rowsOf(engine, processInstance, { filter, sort, limit: SAMPLE, fields }, call),
    ),
  ]);
  return { definition, ...counts, ...(sample === undefined ? {} : { finished: usualOf(durationsOf(sample.rows)) }) };
};

/** What is different between two versions of a process, and how each does. */
export const compareVersions = async (
  engine: Engine,
  question: ComparisonQuestion,
  call: Call,
): Promise<VersionComparison> => {
  const { definitions, notices } = await deployed(engine, question, call);
  const { base, other } = chosen(definitions, question);
  const looks = sideLooks(call);
  const read = modelReader(engine, call);
  const model = (definition: Row) =>
    looks.look("BPMN models", () => read(textOf(definition, "processDefinitionKey") ?? ""));
  const context = { looks, ...(await overall(engine, looks, call)) };
  const [before, after, baseVersion, otherVersion] = await Promise.all([
    model(base),
    model(other),
    examined(engine, base, context, call),
    examined(engine, other, context, call),
  ]);
  return {
    base: baseVersion,
    other: otherVersion,
    ...(before === undefined || after === undefined
      ? {}
      : { changes: modelDiff(before, after, question.processDefinitionId) }),
    notices: [
      ...notices,
      ...((await seesIncidentsBelow(engine, call))
        ? []
        : [
            "withIncident counts incidents of an instance itself: before 8.6 the API does not tell of those in called ones.",
          ]),
      ...looks.notices(),
    ],
  };
};
