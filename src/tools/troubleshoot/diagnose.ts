import { z } from "zod";
import { adviceFor } from "../../analysis/advice.ts";
import { type Diagnosis, diagnose, type Verdict } from "../../analysis/diagnose/diagnose.ts";
import { textOf } from "../../analysis/read.ts";
import type { Hit } from "../../analysis/reference/hit.ts";
import { resolveReference } from "../../analysis/reference/resolve.ts";
import type { Engine, Row } from "../../camunda/engine.ts";
import { OperateError } from "../../errors.ts";
import type { FieldsPart, RecordAnswer, RowsPart } from "../answer.ts";
import { keyInput, textInput } from "../input.ts";
import { type Context, READ, type Tool } from "../tool.ts";
import { hitsPart, instanceOf } from "./hits.ts";
import { type NextCall, nextCalls } from "./next-calls.ts";
import { operateUrl } from "./operate-url.ts";
import { spanText } from "./spans.ts";

const CONCLUSIONS: Readonly<Record<Verdict, string>> = {
  running: "It runs: its tokens are at work, and nothing stops them",
  waiting: "No incident stops it: it waits for what its model says, see waits",
  incident: "It is stuck: an incident stops it, see rootCause",
  stalled: "It stands still without an incident: no worker seems to take its job, see waits and odd",
  suspended: "Somebody has suspended it: it goes on when it is resumed",
  completed: "It is done: it has completed",
  terminated: "It is over: it was canceled, or another end of its process ended it",
};

const UNCLEAR = "No incident is to be seen, and what some of its tokens wait for is not known, see waits";

/** Verdicts after which a reader might look no further. */
const CALM: readonly Verdict[] = ["running", "waiting", "completed"];

const conclusion = ({ verdict, incidents, instance, rootCause, waits, odd }: Diagnosis): string => {
  const isBelow = rootCause !== undefined && rootCause["processInstanceKey"] !== instance["processInstanceKey"];
  const isUnread = verdict === "incident" && rootCause === undefined;
  const isUnclear = verdict === "running" && waits.some(({ waitsFor }) => waitsFor === "UNKNOWN");
  if (isUnread) return "It is stuck: an incident stops it, which could not be read, see notices.";
  const many = incidents.length > 1 ? `; ${incidents.length} incidents are open` : "";
  const but = CALM.includes(verdict) && odd.length > 0 ? "; but something is odd, see odd" : "";
  return `${isUnclear ? UNCLEAR : CONCLUSIONS[verdict]}${isBelow ? "; it lies in an instance that this one has called" : ""}${many}${but}.`;
};

const WAIT_COLUMNS = [
  "elementId",
  "elementName",
  "type",
  "since",
  "waitsFor",
  "jobType",
  "jobState",
  "worker",
  "retries",
  "messageName",
  "correlationKey",
  "dueDate",
  "timer",
  "signalName",
  "condition",
  "assignee",
  "candidateGroups",
  "calledProcessId",
  "calledProcessInstanceKey",
  "incidentKey",
  "processInstanceKey",
];

const rowsPart = (columns: readonly string[], rows: readonly Row[], more: Partial<RowsPart> = {}): RowsPart => ({
  kind: "rows",
  columns,
  rows,
  ...more,
});

const only = (row: Row, names: readonly string[]): Row =>
  Object.fromEntries(names.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]])));

const INCIDENT_FIELDS = [
  "incidentKey",
  "processInstanceKey",
  "processDefinitionId",
  "elementId",
  "errorType",
  "errorMessage",
  "creationTime",
  "jobKey",
];

const rootCausePart = (rootCause: Row): FieldsPart => {
  const { fix, retryAlone, because } = adviceFor(textOf(rootCause, "errorType") ?? "");
  return { kind: "fields", fields: { ...only(rootCause, INCIDENT_FIELDS), fix, retryAlone, because } };
};

const oddRows = (odd: Diagnosis["odd"]): readonly Row[] =>
  odd.map(({ took, usualMedian, usualP95, ...rest }) => ({
    ...rest,
    ...(took === undefined ? {} : { took: spanText(took) }),
    ...(usualMedian === undefined ? {} : { usualMedian: spanText(usualMedian) }),
    ...(usualP95 === undefined ? {} : { usualP95: spanText(usualP95) }),
  }));

const ODD_COLUMNS = [
  "what",
  "elementId",
  "processInstanceKey",
  "took",
  "usualMedian",
  "usualP95",
  "sampleSize",
  "count",
  "newestVersion",
  "variable",
  "value",
];

const nextFor = ({ instance, rootCause, waits, verdict }: Diagnosis): readonly NextCall[] => {
  const processInstanceKey = textOf(instance, "processInstanceKey");
  const cause = rootCause && textOf(rootCause, "incidentKey");
  const [wait] = waits;
  return [
    ...(cause === undefined
      ? []
      : [
          {
            tool: "explain_incident",
            arguments: { incidentKey: cause },
            why: "all about the root cause, and who shares it",
          },
        ]),
    ...(rootCause === undefined
      ? []
      : [
          {
            tool: "search_incidents",
            arguments: {
              processDefinitionId: rootCause["processDefinitionId"],
              errorType: rootCause["errorType"],
              state: "ACTIVE",
            },
            why: "whether others have the same trouble",
          },
        ]),
    ...(verdict === "stalled" && wait !== undefined
      ? [
          {
            tool: "search_element_instances",
            arguments: { elementId: wait.elementId, state: "ACTIVE" },
            why: "whether others stand at the same element",
          },
        ]
      : []),
    {
      tool: "get_process_instance",
      arguments: { processInstanceKey, include: ["elements", "variables"] },
      why: "every step and every variable",
    },
  ];
};

const answerOf = (engine: Engine, found: Diagnosis, now: number, notices: readonly string[]): RecordAnswer => {
  const { instance, verdict, since, waits, incidents, rootCause, variables, odd } = found;
  const key = textOf(instance, "processInstanceKey") ?? "";
  const whole = "get_variable shows one whole";
  return {
    kind: "record",
    fields: {
      conclusion: conclusion(found),
      verdict,
      ...(since === undefined ? {} : { since, for: spanText(now - Date.parse(since)) }),
      confidence: found.confidence,
      confidenceBecause: found.confidenceBecause,
      ...only(instance, [
        "processInstanceKey",
        "processDefinitionId",
        "processDefinitionVersion",
        "state",
        "startDate",
        "endDate",
        "businessId",
        "tenantId",
      ]),
      ...(found.rootProcessInstanceKey === undefined ? {} : { rootProcessInstanceKey: found.rootProcessInstanceKey }),
      operateUrl: operateUrl(engine, key),
    },
    parts: {
      ...(rootCause === undefined ? {} : { rootCause: rootCausePart(rootCause) }),
      waits: rowsPart(
        WAIT_COLUMNS,
        waits.map((wait) => ({ ...wait })),
      ),
      ...(incidents.length > 1 ? { incidents: rowsPart(INCIDENT_FIELDS, incidents) } : {}),
      ...(variables.length === 0
        ? {}
        : { variables: rowsPart(["name", "value", "scopeKey", "variableKey"], variables, { whole }) }),
      ...(odd.length === 0 ? {} : { odd: rowsPart(ODD_COLUMNS, oddRows(odd)) }),
      next: nextCalls(nextFor(found)),
    },
    notices: [...notices, ...found.notices],
  };
};

/** The one instance that all hits are or lie in; undefined when there are several. */
const chosen = (hits: readonly Hit[]): string | undefined => {
  const keys = [...new Set(hits.flatMap((hit) => instanceOf(hit) ?? []))];
  return keys.length === 1 ? keys[0] : undefined;
};

const run = async (context: Context, args: Readonly<Record<string, unknown>>): Promise<RecordAnswer> => {
  const { engine } = await context.connect();
  const { processInstanceKey, reference } = args;
  if ((processInstanceKey === undefined) === (reference === undefined)) {
    throw new OperateError("INVALID_ARGUMENT", "give processInstanceKey or reference, and not both");
  }
  const now = context.now();
  if (reference === undefined)
    return answerOf(engine, await diagnose(engine, String(processInstanceKey), now, context), now, []);
  const { hits, notices } = await resolveReference(engine, String(reference), context);
  const key = chosen(hits);
  if (key !== undefined) return answerOf(engine, await diagnose(engine, key, now, context), now, notices);
  if (hits.length === 0) {
    throw new OperateError("NOT_FOUND", `nothing fits this reference. ${notices.join(" ")}`.trim(), {
      next: "give a process instance key, a link, or the value exactly as it is stored; the last seconds may not be readable yet",
    });
  }
  return {
    kind: "record",
    fields: { conclusion: `${hits.length} things fit, the newest first: choose one and call again with its key.` },
    parts: { hits: hitsPart(hits) },
    notices,
  };
};

const rows = () => z.array(z.looseObject({})).optional();

/** Why is it stuck? */
export const diagnoseProcessInstance: Tool = {
  name: "diagnose_process_instance",
  title: "Why is it stuck, or is it fine",
  description:
    "Say why a process instance is stuck or what it waits for, in one call: verdict, where each token stands, root cause down to the deepest called instance, its fix, what is odd. Takes a key, a pasted Operate link or a business value such as an order number.",
  toolset: "troubleshoot",
  annotations: READ,
  input: z.strictObject({
    processInstanceKey: keyInput().optional(),
    reference: textInput().optional().describe("instead: link, or value such as A-4711"),
  }),
  output: z.looseObject({
    conclusion: z.string(),
    verdict: z.string().optional(),
    since: z.string().optional(),
    confidence: z.string().optional(),
    rootCause: z.looseObject({}).optional(),
    waits: rows(),
    incidents: rows(),
    variables: rows(),
    odd: rows(),
    hits: rows(),
    next: rows(),
    notices: z.array(z.string()).optional(),
  }),
  handler: run,
};
