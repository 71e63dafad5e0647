import * as z from "zod";
import { type ProcessSummary, processSummary, type VersionSummary } from "../../analysis/process-summary.ts";
import type { Count } from "../../analysis/version-counts.ts";
import type { Row } from "../../camunda/engine.ts";
import type { Fact, RecordAnswer } from "../answer.ts";
import { textInput, timeInput } from "../input.ts";
import { toInstant } from "../times.ts";
import { type Context, READ, type Tool } from "../tool.ts";
import { counted } from "./counted.ts";
import { type NextCall, nextCalls } from "./next-calls.ts";

const input = z.strictObject({
  processDefinitionId: textInput().optional(),
  tenantId: textInput().optional(),
  since: timeInput().optional().describe("finished from here on; default -24h"),
});

const output = z.looseObject({
  conclusion: z.string(),
  running: z.number().optional(),
  suspended: z.number().optional(),
  withIncident: z.number().optional(),
  incidents: z.number().optional(),
  finished: z.number().optional(),
  versions: z.array(z.looseObject({})).optional(),
  next: z.array(z.looseObject({})).optional(),
  notices: z.array(z.string()).optional(),
});

const COLUMNS = [
  "processDefinitionId",
  "version",
  "tenantId",
  "running",
  "suspended",
  "withIncident",
  "incidents",
  "finished",
  "oldestActiveSince",
  "processDefinitionKey",
];

/** A count in a sentence. */
const said = (count: Count | undefined, thing: string): string =>
  count === undefined
    ? `an unknown number of ${thing}s`
    : `${count.isExact ? "" : "at least "}${counted(count.count, thing)}`;

const conclusionOf = (summary: ProcessSummary, since: string): string => {
  const { definitions, running, suspended, withIncident, incidents, finished, seesBelow } = summary;
  if (definitions.count === 0) return "No process definition fits: none is deployed, or this user may not see it.";
  const halted = suspended === undefined || suspended.count === 0 ? "" : `, ${said(suspended, "suspended one")}`;
  const by = seesBelow ? "an incident of their own or of a called instance" : "an incident of their own";
  const stopped =
    withIncident === undefined
      ? "how many incidents stop is not known"
      : `${withIncident.count} of them stopped by ${by}`;
  const ended =
    finished === undefined ? "an unknown number" : `${finished.isExact ? "" : "at least "}${finished.count}`;
  return `${said(running, "running instance")}${halted}, ${stopped}; ${said(incidents, "open incident")}; ${ended} finished since ${since.replace(/\.\d+Z$/, "Z")}.`;
};

const countFields = (counts: Readonly<Record<string, Count | undefined>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(counts).flatMap(([name, count]) => (count === undefined ? [] : [[name, count.count]])),
  );

const rowOf = ({
  definition,
  running,
  suspended,
  withIncident,
  incidents,
  finished,
  oldestActiveSince,
}: VersionSummary): Row => ({
  ...definition,
  ...countFields({ running, suspended, withIncident, incidents, finished }),
  ...(oldestActiveSince === undefined ? {} : { oldestActiveSince }),
});

const nextFor = ([worst]: readonly VersionSummary[]): NextCall[] => {
  if (worst === undefined) return [];
  const { processDefinitionId = "", processDefinitionKey = "" } = worst.definition;
  const stalled: NextCall = {
    tool: "find_stalled_process_instances",
    arguments: { processDefinitionId },
    why: "Running instances may stand still without an incident.",
  };
  if ((worst.incidents?.count ?? 0) === 0) return [stalled];
  const why = "What stops the version with most incidents.";
  return [{ tool: "summarize_incidents", arguments: { processDefinitionKey }, why }, stalled];
};

const answer = async (context: Context, args: Readonly<Record<string, unknown>>): Promise<RecordAnswer> => {
  const { processDefinitionId, tenantId, since: asked = "-24h" } = input.parse(args);
  const since = toInstant(asked, context.now()) ?? new Date(context.now()).toISOString();
  const { engine } = await context.connect();
  const filter = {
    ...(processDefinitionId === undefined ? {} : { processDefinitionId }),
    ...(tenantId === undefined ? {} : { tenantId }),
  };
  const summary = await processSummary(engine, filter, since, context);
  const { running, suspended, withIncident, incidents, finished, lookedAt, definitions, versions } = summary;
  const totals: Readonly<Record<string, Count | undefined>> = { running, suspended, withIncident, incidents, finished };
  const vague = Object.keys(totals).filter((name) => totals[name]?.isExact === false);
  const fields: Record<string, Fact> = { conclusion: conclusionOf(summary, since), ...countFields(totals), since };
  const left = definitions.count - lookedAt;
  return {
    kind: "record",
    fields,
    parts: {
      ...(versions.length === 0 ? {} : { versions: { kind: "rows", columns: COLUMNS, rows: versions.map(rowOf) } }),
      next: nextCalls(nextFor(versions)),
    },
    notices: [
      ...(left > 0
        ? [`Looked at the ${lookedAt} newest process definitions; ${left} older ones are in no number here.`]
        : []),
      ...(vague.length > 0 ? [`Not counted to the end, there are at least so many: ${vague.join(", ")}.`] : []),
      ...summary.notices,
    ],
  };
};

/** What runs in the cluster, worst first. */
export const summarizeProcesses: Tool = {
  name: "summarize_processes",
  title: "Summarize processes",
  description:
    "Health overview of processes: running, with incidents, finished, oldest, for each process and version, worst first. Use it to see where to look.",
  toolset: "troubleshoot",
  annotations: READ,
  input,
  output,
  handler: answer,
};
