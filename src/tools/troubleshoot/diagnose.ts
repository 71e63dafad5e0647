import * as z from "zod";
import { adviceFor } from "../../analysis/advice.ts";
import { type Diagnosis, diagnose } from "../../analysis/diagnose/diagnose.ts";
import type { Wait } from "../../analysis/diagnose/waits.ts";
import { textOf } from "../../analysis/read.ts";
import type { Hit } from "../../analysis/reference/hit.ts";
import { resolveReference } from "../../analysis/reference/resolve.ts";
import type { Engine, Row } from "../../camunda/engine.ts";
import { OperateError } from "../../errors.ts";
import { defined, pick } from "../../members.ts";
import { named } from "../../phrase.ts";
import type { FieldsPart, RawFact, RawRecordAnswer } from "../answer.ts";
import { keyInput, textInput } from "../input.ts";
import { operateUrl } from "../operate-url.ts";
import { shortMessages } from "../stack-frames.ts";
import { type Context, READ, type Tool } from "../tool.ts";
import { conclusionOf } from "./diagnose-conclusion.ts";
import { hitsPart, instanceOf } from "./hits.ts";
import { type NextCall, nextCalls } from "./next-calls.ts";
import { spanText } from "./spans.ts";
import { ownTenant } from "./tenant.ts";
import { variablesPart } from "./variables-part.ts";

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
  "deadline",
  "errorMessage",
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

const FIELDS = ["processInstanceKey", "processDefinitionId", "processDefinitionVersion", "startDate", "businessId"];

/** What every other verdict says by itself. */
const stateBeside = ({ verdict, instance }: Diagnosis): Row =>
  verdict === "suspended" ? pick(instance, ["state"]) : {};

type RawRow = Readonly<Record<string, RawFact>>;

const unlessEmpty = (name: string, columns: readonly string[], rows: readonly RawRow[]): RawRecordAnswer["parts"] =>
  rows.length === 0 ? {} : { [name]: { kind: "rows", columns, rows, longest: LONGEST_VALUE } };

/** Characters of a value that are enough to see what it is. */
const LONGEST_VALUE = 400;

const OF_INSTANCE = ["processInstanceKey", "processDefinitionId"];

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

/** Facts of a row that are not those of the instance at the top of the answer. */
const besides = <Value extends RawFact>(
  row: Readonly<Record<string, Value>>,
  instance: Row,
  names: readonly string[],
): Record<string, NonNullable<Value>> =>
  pick(
    row,
    names.filter((name) => !OF_INSTANCE.includes(name) || row[name] !== instance[name]),
  );

const rootCausePart = (rootCause: Row, { instance, since }: Diagnosis): FieldsPart => ({
  kind: "fields",
  fields: {
    ...besides(
      rootCause,
      instance,
      INCIDENT_FIELDS.filter((name) => name !== "creationTime" || rootCause[name] !== since),
    ),
    ...adviceFor(textOf(rootCause, "errorType") ?? ""),
  },
});

/** Values that the variables gave, with the expressions that name them. */
const workedOut = ({ expressions = {}, ...wait }: Wait): RawRow =>
  Object.fromEntries(
    Object.entries({ ...wait }).map(([field, value]) => {
      const expression = expressions[field];
      const isValue = expression !== undefined && value !== expression;
      return [field, isValue ? named(expression, String(value)) : value];
    }),
  );

/** The tokens, without what is said above them: since when all of them stand, and the incident that is the only one. */
const waitRows = ({ instance, incidents, waits, since }: Diagnosis): readonly RawRow[] => {
  const isSince = waits.every((wait) => wait.since === since);
  const only = incidents.length === 1 ? incidents[0]?.["incidentKey"] : undefined;
  const calls = waits.flatMap(({ calledProcessInstanceKey }) => calledProcessInstanceKey ?? []);
  const isSaidBelow = calls.length === 1 && waits.some((wait) => wait["processInstanceKey"] === calls[0]);
  return waits.map((wait) => {
    const isOnly = wait.incidentKey !== undefined && wait.incidentKey === only;
    const said = [
      ...(isSince ? ["since"] : []),
      ...(isOnly ? ["incidentKey"] : []),
      ...(isSaidBelow ? ["calledProcessInstanceKey"] : []),
    ];
    return besides(
      workedOut(wait),
      instance,
      WAIT_COLUMNS.filter((name) => !said.includes(name)),
    );
  });
};

const oddRows = ({ odd, instance }: Diagnosis): readonly Row[] =>
  odd.map(({ took, usualMedian, usualP95, ...rest }) => ({
    ...besides(defined(rest), instance, ODD_COLUMNS),
    ...defined({
      took: took === undefined ? undefined : spanText(took),
      usualMedian: usualMedian === undefined ? undefined : spanText(usualMedian),
      usualP95: usualP95 === undefined ? undefined : spanText(usualP95),
    }),
  }));

const ODD_COLUMNS = [
  "elementId",
  "what",
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

/** What is over or goes on as it should needs no next call. */
const nextFor = ({ instance, rootCause, stalledAt, verdict }: Diagnosis): NextCall[] => {
  const [processInstanceKey, incidentKey] = [
    textOf(instance, "processInstanceKey"),
    rootCause && textOf(rootCause, "incidentKey"),
  ];
  if (incidentKey !== undefined) return [{ tool: "explain_incident", arguments: { incidentKey } }];
  const { processDefinitionId, elementId } = stalledAt[0] ?? {};
  if (elementId !== undefined)
    return [
      {
        tool: "find_stalled_process_instances",
        arguments: defined({ processDefinitionId, elementId }),
        why: "whether others stand at the same element",
      },
    ];
  if (verdict !== "incident" && verdict !== "running") return [];
  return [{ tool: "get_process_instance_timeline", arguments: { processInstanceKey } }];
};

const PART = "Found by a word inside the value of the variable that `variable` names.";

/** How the instance was found. */
interface Found {
  readonly notices: readonly string[];
  readonly hit?: Hit | undefined;
}

const answerOf = (engine: Engine, found: Diagnosis, now: number, { notices, hit }: Found): RawRecordAnswer => {
  const { instance, verdict, since, variables } = found;
  const { rows: incidents, notices: shortened } = shortMessages(found.incidents);
  const [rootCause] = incidents;
  const key = textOf(instance, "processInstanceKey") ?? "";
  const { confidence, confidenceBecause, rootProcessInstanceKey } = found;
  return {
    kind: "record",
    fields: {
      conclusion: conclusionOf(found, now),
      verdict,
      ...(since === undefined ? {} : { since, for: spanText(now - Date.parse(since)) }),
      confidence,
      ...(confidence === "high" ? {} : { confidenceBecause }),
      ...pick(instance, FIELDS),
      ...defined({ variable: hit?.isPart && hit.variableName }),
      ...stateBeside(found),
      ...ownTenant(instance),
      ...defined({ rootProcessInstanceKey }),
      operateUrl: operateUrl(engine, key),
    },
    parts: {
      ...(rootCause === undefined ? {} : { rootCause: rootCausePart(rootCause, found) }),
      ...unlessEmpty("waits", WAIT_COLUMNS, waitRows(found)),
      ...(incidents.length > 1 ? unlessEmpty("incidents", INCIDENT_FIELDS, incidents) : {}),
      ...(variables.length === 0 ? {} : { variables: variablesPart(variables, key) }),
      ...unlessEmpty("odd", ODD_COLUMNS, oddRows(found)),
      next: nextCalls(nextFor(found)),
    },
    notices: [...(hit?.isPart ? [PART] : []), ...notices, ...found.notices, ...shortened],
  };
};

/** The one instance that all hits are or lie in; undefined when there are several. */
const chosen = (hits: readonly Hit[]): string | undefined => {
  const keys = [...new Set(hits.flatMap((hit) => instanceOf(hit) ?? []))];
  return keys.length === 1 ? keys[0] : undefined;
};

const several = ([first, ...others]: readonly Hit[]): string =>
  others.length === 0
    ? `No process instance: it is found among the ${first?.entity.plural ?? "others"}, see hits for the call that fits.`
    : `${others.length + 1} things fit, the newest first: choose one and call again with its key.`;

const run = async (context: Context, args: Readonly<Record<string, unknown>>): Promise<RawRecordAnswer> => {
  const { engine } = await context.connect();
  const { processInstanceKey, reference } = args;
  if ((processInstanceKey === undefined) === (reference === undefined)) {
    throw new OperateError("INVALID_ARGUMENT", "give processInstanceKey or reference, and not both");
  }
  const now = context.now();
  if (reference === undefined)
    return answerOf(engine, await diagnose(engine, String(processInstanceKey), now, context), now, { notices: [] });
  const { hits, notices } = await resolveReference(engine, String(reference), context);
  const key = chosen(hits);
  if (key !== undefined) {
    const hit = hits.find((one) => instanceOf(one) === key);
    return answerOf(engine, await diagnose(engine, key, now, context), now, { notices, hit });
  }
  if (hits.length === 0) {
    throw new OperateError("NOT_FOUND", `nothing fits this reference. ${notices.join(" ")}`.trim(), {
      next: "give a process instance key, a link, or the value exactly as it is stored; the last seconds may not be readable yet",
    });
  }
  return {
    kind: "record",
    fields: { conclusion: several(hits) },
    parts: { hits: hitsPart(hits, context) },
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
