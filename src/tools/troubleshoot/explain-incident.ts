import * as z from "zod";
import { causeOf } from "../../analysis/advice.ts";
import type { DecisionsBehind } from "../../analysis/decisions.ts";
import { type Explanation, explainIncident } from "../../analysis/explain.ts";
import { isOpenIncident } from "../../analysis/open-incidents.ts";
import { textOf } from "../../analysis/read.ts";
import type { ElementFacts } from "../../bpmn/element-facts.ts";
import type { Element, Listener, Mapping } from "../../bpmn/model.ts";
import type { Engine, Row } from "../../camunda/engine.ts";
import { defined, pick } from "../../members.ts";
import { namedExpression, phrase, type Wording } from "../../phrase.ts";
import type { FieldsPart, RawFact, RawRecordAnswer, RecordAnswer, RowsPart } from "../answer.ts";
import { keyInput } from "../input.ts";
import { operateUrl } from "../operate-url.ts";
import { shortMessages } from "../stack-frames.ts";
import { type Context, READ, type Tool } from "../tool.ts";
import { type NextCall, nextCalls } from "./next-calls.ts";
import { ownTenant } from "./tenant.ts";
import { variablesPart } from "./variables-part.ts";

const total = ({ sameCause }: Explanation): number | undefined => sameCause?.reduce((sum, { count }) => sum + count, 0);

/** What keeps `sharedBy` from being the whole truth. */
const doubt = (found: Explanation): string | undefined => {
  const counted = total(found);
  if (counted === undefined) return "whether others have the same cause could not be looked at";
  if (found.isEveryOne) return undefined;
  // Only an open incident is among those counted.
  const others = Math.max(0, isOpenIncident(found.incident) ? counted - 1 : counted);
  if (others === 0) return "not all other open incidents were looked at for the same cause";
  return `at least ${others} other open ${others === 1 ? "incident has" : "incidents have"} the same cause`;
};

const conclusion = (found: Explanation): string =>
  found.advice === undefined
    ? "This incident is resolved already: it stops nothing any more."
    : `${[causeOf(textOf(found.incident, "errorType") ?? ""), doubt(found)].filter(Boolean).join("; ")}.`;

const FIELDS = [
  "incidentKey",
  "errorType",
  "errorMessage",
  "creationTime",
  "processInstanceKey",
  "processDefinitionId",
  "elementId",
  "elementInstanceKey",
  "jobKey",
];

/** An open incident is open as a rule because nothing has happened to it: only another state is worth a word. */
const stateBeside = (incident: Row): Row => (incident["state"] === "ACTIVE" ? {} : pick(incident, ["state"]));

const lines = (entries: readonly (Wording | undefined)[]): readonly Wording[] | undefined => {
  const said = entries.filter((entry) => entry !== undefined);
  return said.length === 0 ? undefined : said;
};

/** A boundary event with the code that it catches, e.g. `payment-declined: error PAYMENT_DECLINED`. */
const boundaryText = ({ id, event }: Element): string => {
  const code = event?.kind === "error" || event?.kind === "escalation" ? (event.code ?? "of any code") : undefined;
  return `${id}: ${[event?.kind ?? "event", code].filter(Boolean).join(" ")}`;
};

/** An event that an event-based gateway waits for, e.g. `await-transfer: message payment-received, key =orderId`. */
const eventText = ({ id, event }: Element): string | undefined => {
  if (event?.kind === "message") return `${id}: message ${event.name ?? ""}, key ${event.correlationKey ?? ""}`;
  if (event?.kind === "timer") return `${id}: timer ${event.expression ?? ""}`;
  return event && `${id}: ${event.kind}`;
};

const listenerText = ({ on, event, type, retries }: Listener): string =>
  `${[on, event, type].filter(Boolean).join(" ")}, retries ${retries}`;

const mappingText = ({ source = "", target }: Mapping): Wording =>
  phrase(`${target} <- `, namedExpression(target, source));

const scriptText = ({ script }: Element): Wording | undefined =>
  script?.expression && phrase(namedExpression(script.resultVariable ?? "", script.expression));

/** The facts of the model, each a value of its own. */
const elementPart = ({ element, boundaryEvents, outgoing, following, scopes }: ElementFacts): FieldsPart<RawFact> => {
  const { event, multiInstance } = element;
  const facts: Readonly<Record<string, RawFact | undefined>> = {
    name: element.name,
    type: element.type,
    jobType: element.job?.type,
    retriesInModel: element.job?.retries,
    inputs: lines((element.inputs ?? []).map(mappingText)),
    outputs: lines((element.outputs ?? []).map(mappingText)),
    conditions: lines(outgoing.map(({ condition, target }) => condition && `to ${target}: ${condition}`)),
    script: scriptText(element),
    messageName: event?.kind === "message" ? event.name : undefined,
    correlationKey: event?.kind === "message" ? event.correlationKey : undefined,
    calledProcessId: element.calls?.processId,
    calledDecisionId: element.decision?.decisionId,
    formId: element.form?.id,
    collection:
      multiInstance?.inputCollection &&
      phrase(namedExpression(multiInstance.inputElement ?? "", multiInstance.inputCollection)),
    events: element.type === "EVENT_BASED_GATEWAY" ? lines(following.map(eventText)) : undefined,
    boundaryEvents: lines(boundaryEvents.map(boundaryText)),
    listeners: lines((element.listeners ?? []).map(listenerText)),
    inside: lines(scopes.map(({ id }) => id)),
  };
  return {
    kind: "fields",
    fields: pick(facts, Object.keys(facts)),
  };
};

const rowsPart = (columns: readonly string[], rows: RowsPart["rows"], whole?: string): RowsPart => ({
  kind: "rows",
  columns,
  rows,
  ...defined({ whole }),
});

const DECISION = [
  "decisionEvaluationInstanceKey",
  "decisionDefinitionId",
  "decisionDefinitionVersion",
  "state",
  "result",
  "evaluationFailure",
];

const NO_ROWS: RecordAnswer["parts"] = {};

const decisionParts = ({ evaluations, inputs }: DecisionsBehind, incident: Row): RecordAnswer["parts"] => {
  if (evaluations.length === 0) return NO_ROWS;
  const whole = "get_decision_instance shows one whole";
  const rows = evaluations.map((row) =>
    pick(
      row,
      // Its name is in no column, but may say that its result is secret.
      [...DECISION, "decisionDefinitionName"].filter(
        (name) => name !== "evaluationFailure" || row[name] !== incident["errorMessage"],
      ),
    ),
  );
  return {
    decisions: rowsPart(DECISION, rows, whole),
    ...(inputs.length === 0 ? {} : { decisionInputs: rowsPart(["inputName", "inputValue"], inputs, whole) }),
  };
};

const SHARED = ["processDefinitionId", "version", "count", "firstTime", "lastTime"];

/** Who shares the cause. Of an incident that shares it with none there is only its version to say, and of one group not its count. */
const sharing = (found: Explanation) => {
  const { incident, sameCause = [] } = found;
  const sharedBy = total(found);
  if (sharedBy === 1 && isOpenIncident(incident)) {
    return { fields: defined({ processDefinitionVersion: sameCause[0]?.version, sharedBy }), parts: NO_ROWS };
  }
  const isOne = sameCause.length === 1;
  const groups = sameCause.map((group) => {
    const isOwn = group.processDefinitionId === incident["processDefinitionId"];
    const said = [...(isOwn ? ["processDefinitionId"] : []), ...(isOne ? ["count"] : [])];
    return pick(
      { ...group },
      SHARED.filter((name) => !said.includes(name)),
    );
  });
  return {
    fields: defined({ sharedBy }),
    parts: groups.length === 0 ? NO_ROWS : { sameCause: rowsPart(SHARED, groups) },
  };
};

const jobPart = (job: Row | undefined, element: ElementFacts | undefined): RecordAnswer["parts"] => {
  if (job === undefined) return NO_ROWS;
  const { type, ...others } = pick(job, ["type", "state", "retries", "worker", "errorCode"]);
  const isOfElement = type === element?.element.job?.type;
  return { job: { kind: "fields", fields: { ...(isOfElement ? {} : defined({ type })), ...others } } };
};

/** What the instance stands at is said here; what called it may stand at more. */
const nextFor = ({ rootProcessInstanceKey: processInstanceKey }: Explanation): readonly NextCall[] =>
  processInstanceKey === undefined ? [] : [{ tool: "diagnose_process_instance", arguments: { processInstanceKey } }];

const answerOf = (engine: Engine, found: Explanation): RawRecordAnswer => {
  const { element, variables, variableCount, job, decisions, rootProcessInstanceKey, advice, notices } = found;
  const {
    rows: [incident = found.incident],
    notices: shortened,
  } = shortMessages([found.incident]);
  const key = textOf(incident, "processInstanceKey") ?? "";
  const { fields: alike, parts: others } = sharing(found);
  return {
    kind: "record",
    fields: {
      conclusion: conclusion(found),
      ...pick(incident, FIELDS),
      ...stateBeside(incident),
      ...ownTenant(incident),
      ...defined({ rootProcessInstanceKey }),
      ...advice,
      ...alike,
      ...defined({ variablesInAll: variableCount > variables.length ? variableCount : undefined }),
      operateUrl: operateUrl(engine, key),
    },
    parts: {
      ...(element === undefined ? {} : { element: elementPart(element) }),
      ...jobPart(job, element),
      ...decisionParts(decisions, found.incident),
      ...(variables.length === 0 ? {} : { variables: variablesPart(variables, key) }),
      ...others,
      next: nextCalls(nextFor(found)),
    },
    notices: [...notices, ...shortened],
  };
};

const run = async (context: Context, args: Readonly<Record<string, unknown>>): Promise<RawRecordAnswer> => {
  const { engine } = await context.connect();
  return answerOf(engine, await explainIncident(engine, String(args["incidentKey"]), context));
};

const rows = () => z.array(z.looseObject({})).optional();

/** What is behind this incident? */
export const explainIncidentTool: Tool = {
  name: "explain_incident",
  title: "What is behind an incident",
  description:
    "Explain one incident: error, facts of its element, variables it sees, failed decisions, how many share the cause, what fixes it and whether a retry alone can help.",
  toolset: "troubleshoot",
  annotations: READ,
  input: z.strictObject({ incidentKey: keyInput() }),
  output: z.looseObject({
    conclusion: z.string(),
    fix: z.string().optional(),
    retryAlone: z.string().optional(),
    because: z.string().optional(),
    sharedBy: z.number().optional(),
    element: z.looseObject({}).optional(),
    job: z.looseObject({}).optional(),
    decisions: rows(),
    decisionInputs: rows(),
    variables: rows(),
    sameCause: rows(),
    next: rows(),
    notices: z.array(z.string()).optional(),
  }),
  handler: run,
};
