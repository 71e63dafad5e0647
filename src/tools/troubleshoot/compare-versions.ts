import * as z from "zod";
import { type ComparedVersion, compareVersions, type VersionComparison } from "../../analysis/version-comparison.ts";
import type { Count } from "../../analysis/version-counts.ts";
import type { Row } from "../../camunda/engine.ts";
import { defined } from "../../members.ts";
import type { RawFact, RawRecordAnswer } from "../answer.ts";
import { intInput, textInput } from "../input.ts";
import { type Context, READ, type Tool } from "../tool.ts";
import { counted } from "./counted.ts";
import { type NextCall, nextCalls } from "./next-calls.ts";
import { spanText } from "./spans.ts";

const INT_MAX = 2_147_483_647;

const input = z.strictObject({
  processDefinitionId: textInput(),
  baseVersion: intInput(1, INT_MAX).optional(),
  otherVersion: intInput(1, INT_MAX).optional().describe("Default: the two latest"),
  tenantId: textInput().optional(),
});

const output = z.looseObject({
  conclusion: z.string(),
  versions: z.array(z.looseObject({})),
  changes: z.array(z.looseObject({})).optional(),
  next: z.array(z.looseObject({})).optional(),
  notices: z.array(z.string()).optional(),
});

/** Differences that are shown. */
const MOST_SHOWN = 100;

const VERSION_COLUMNS = [
  "version",
  "versionTag",
  "processDefinitionKey",
  "tenantId",
  "running",
  "suspended",
  "withIncident",
  "incidents",
  "incidentRate",
  "sampleSize",
  "median",
  "p95",
];

/** Running instances of 100 that have an incident, to one decimal. */
const rateOf = ({ running, withIncident }: ComparedVersion): number | undefined =>
  withIncident === undefined ||
  running === undefined ||
  running.count === 0 ||
  running?.isExact === false ||
  !withIncident.isExact
    ? undefined
    : Math.round((withIncident.count / running.count) * 1000) / 10;

const rowOf = (version: ComparedVersion): Row => {
  const { definition, running, suspended, withIncident, incidents, finished } = version;
  const rate = rateOf(version);
  return {
    ...definition,
    ...defined({
      running: running?.count,
      suspended: suspended?.count,
      withIncident: withIncident?.count,
      incidents: incidents?.count,
      incidentRate: rate === undefined ? undefined : `${rate} %`,
      sampleSize: finished?.sampleSize,
      median: finished?.median === undefined ? undefined : spanText(finished.median),
      p95: finished?.p95 === undefined ? undefined : spanText(finished.p95),
    }),
  };
};

const conclusionOf = ({ base, other, changes }: VersionComparison): string => {
  const [before, after] = [base, other].map(({ definition }) => Number(definition["version"]));
  const open = (incidents: Count | undefined) =>
    incidents === undefined ? "an unknown number of open incidents" : counted(incidents.count, "open incident");
  const of = (kind: string) => changes?.filter(({ change }) => change === kind).length;
  const differ =
    changes === undefined
      ? "the models could not be compared"
      : `${of("added")} elements and flows were added, ${of("removed")} removed, and ${of("changed")} of their properties changed`;
  return `From version ${before} to version ${after}, ${differ}; version ${before} has ${open(base.incidents)}, version ${after} has ${open(other.incidents)}.`;
};

const nextFor = ({ base, other }: VersionComparison): NextCall[] => {
  const [worst] = [base, other].sort((one, two) => (two.incidents?.count ?? 0) - (one.incidents?.count ?? 0));
  const { processDefinitionKey = "" } = worst?.definition ?? {};
  if ((worst?.incidents?.count ?? 0) === 0) return [];
  const why = "What stops the version with more incidents.";
  return [{ tool: "summarize_incidents", arguments: { processDefinitionKey }, why }];
};

const answer = async (context: Context, args: Readonly<Record<string, unknown>>): Promise<RawRecordAnswer> => {
  const question = input.parse(args);
  const { engine } = await context.connect();
  const found = await compareVersions(engine, question, context);
  const { base, other, changes = [] } = found;
  const rows = changes.slice(0, MOST_SHOWN).map((change): Readonly<Record<string, RawFact>> => ({ ...change }));
  const vague = [base, other].some(
    ({ running, incidents }) => running?.isExact === false || incidents?.isExact === false,
  );
  return {
    kind: "record",
    fields: { conclusion: conclusionOf(found), processDefinitionId: question.processDefinitionId },
    parts: {
      versions: { kind: "rows", columns: VERSION_COLUMNS, rows: [base, other].map(rowOf) },
      ...(rows.length === 0
        ? {}
        : { changes: { kind: "rows", columns: ["change", "elementId", "what", "before", "after"], rows } }),
      next: nextCalls(nextFor(found)),
    },
    notices: [
      ...(changes.length > rows.length ? [`${changes.length - rows.length} more changes are not shown.`] : []),
      ...(vague ? ["Not all running instances or incidents were counted: there are at least so many."] : []),
      ...found.notices,
    ],
  };
};

/** What a new version of a process changed, and how it does. */
export const compareProcessVersions: Tool = {
  name: "compare_process_versions",
  title: "Compare process versions",
  description:
    "Diff two versions of a process: elements, flows, jobs, mappings and conditions added, removed or changed, and how each version fares. Use it when trouble began with a deployment.",
  toolset: "troubleshoot",
  annotations: READ,
  input,
  output,
  handler: answer,
};
