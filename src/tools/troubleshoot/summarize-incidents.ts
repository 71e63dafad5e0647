import * as z from "zod";
import { type GroupBy, groupIncidents, type IncidentGroups } from "../../analysis/incident-groups.ts";
import { incident } from "../../camunda/entities/incident.ts";
import type { RecordAnswer } from "../answer.ts";
import { wordInput } from "../input.ts";
import { searchInput } from "../search-input.ts";
import { queryOf } from "../search-query.ts";
import { type Context, READ, type Tool } from "../tool.ts";
import { type NextCall, nextCalls } from "./next-calls.ts";

/** Characters of a message that tell one cause from another at a glance. */
const LONGEST_MESSAGE = 200;

const GROUPS = ["error", "process", "version", "element"] as const;

const COLUMNS = [
  "count",
  "errorType",
  "errorMessage",
  "processDefinitionId",
  "version",
  "elementId",
  "firstTime",
  "lastTime",
  "sampleIncidentKeys",
];

const filters = searchInput(incident).omit({ limit: true, sort: true, fields: true, cursor: true });

const conclusion = ({ groups, groupsInAll, coverage }: IncidentGroups): string => {
  const [first] = groups;
  const rows = `${coverage.exact ? "" : "at least "}${coverage.rows}`;
  if (first === undefined) {
    return coverage.exact
      ? "There are no incidents that match."
      : "No incident that matches was seen, but not all could be looked at.";
  }
  const share = Math.round((100 * first.count) / coverage.rows);
  const found = `${rows} ${coverage.rows === 1 ? "incident" : "incidents"}`;
  if (groupsInAll === 1) return `${found} in 1 group.`;
  return `${found} in ${groupsInAll} groups; the largest group has ${first.count} of them, ${share} %.`;
};

const nextFor = ({ groups: [first] }: IncidentGroups): readonly NextCall[] => {
  const [incidentKey] = first?.sampleIncidentKeys ?? [];
  if (incidentKey === undefined) return [];
  return [{ tool: "explain_incident", arguments: { incidentKey } }];
};

const run = async (context: Context, args: Readonly<Record<string, unknown>>): Promise<RecordAnswer> => {
  const { engine } = await context.connect();
  const { groupBy: given, ...rest } = args;
  const groupBy: GroupBy = GROUPS.find((one) => one === given) ?? "error";
  const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const query = queryOf(incident, said, context.now(), 1);
  const found = await groupIncidents(engine, query, groupBy, context);
  return {
    kind: "record",
    fields: {
      conclusion: conclusion(found),
      groupsInAll: found.groupsInAll,
    },
    parts: {
      coverage: { kind: "fields", fields: { ...found.coverage } },
      groups: {
        kind: "rows",
        columns: COLUMNS,
        rows: found.groups.map((group) => ({ ...group })),
        longest: LONGEST_MESSAGE,
        whole: "get_incident shows the message of one whole",
      },
      next: nextCalls(nextFor(found)),
    },
    notices: found.notices,
  };
};

/** Which errors hit most? */
export const summarizeIncidents: Tool = {
  name: "summarize_incidents",
  title: "Which errors hit most",
  description:
    "Count open incidents by cause: error, process and version, with first and last time and sample keys. The first call when many things fail.",
  toolset: "troubleshoot",
  annotations: READ,
  input: filters.extend({ groupBy: wordInput(GROUPS).optional() }),
  output: z.looseObject({
    conclusion: z.string(),
    coverage: z.looseObject({ rows: z.number(), exact: z.boolean() }),
    groupsInAll: z.number(),
    groups: z.array(z.looseObject({ count: z.number() })),
    next: z.array(z.looseObject({})).optional(),
    notices: z.array(z.string()).optional(),
  }),
  handler: run,
};
