import { type ElementFacts, elementFacts } from "../bpmn/element-facts.ts";
import type { Call, Engine, Row } from "../camunda/engine.ts";
import { decisionInstance } from "../camunda/entities/decision-instance.ts";
import { elementInstance } from "../camunda/entities/element-instance.ts";
import { incident } from "../camunda/entities/incident.ts";
import { job } from "../camunda/entities/job.ts";
import { variable } from "../camunda/entities/variable.ts";
import { type Advice, adviceFor } from "./advice.ts";
import { expressionsAt, namesIn } from "./expressions.ts";
import { groupIncidents, type IncidentGroup } from "./incident-groups.ts";
import { normalised } from "./normalise.ts";
import { modelReader, rowsOf, textOf } from "./read.ts";
import { topOf } from "./reference/topmost.ts";
import { sideLooks } from "./side.ts";

/** What is known about one incident. */
export interface Explanation {
  readonly incident: Row;
  readonly element?: ElementFacts;
  /** Variables visible at the element, inner scopes first; those that the message or the expressions name come first. */
  readonly variables: readonly Row[];
  /** The job that failed; where the API tells. */
  readonly job?: Row;
  /** Evaluations of decisions that failed in this instance, the newest first. */
  readonly decisions: readonly Row[];
  /** Topmost instance that it stops, where that is another one. */
  readonly rootProcessInstanceKey?: string;
  /** Open incidents of the same cause, this one included, by version of their process; absent where they could not be looked at. */
  readonly sameCause?: readonly IncidentGroup[];
  /** Whether those are all of them. */
  readonly isEveryOne: boolean;
  readonly advice: Advice;
  readonly notices: readonly string[];
}

const MOST_VARIABLES = 15;
const MOST_READ = 300;

/** Scopes from the inside out: the element itself, the sub-processes around it, the instance. */
const scopesOf = (found: Row, facts: ElementFacts | undefined, elements: readonly Row[]): readonly string[] => {
  const around = (facts?.scopes ?? []).flatMap(({ id }) => {
    const running = elements.filter((row) => row["elementId"] === id && row["type"] !== "MULTI_INSTANCE_BODY");
    // Of several runs of a sub-process only the cluster knows which one is around the element.
    return running.length === 1 ? [textOf(running[0], "elementInstanceKey") ?? ""] : [];
  });
  return [textOf(found, "elementInstanceKey") ?? "", ...around, textOf(found, "processInstanceKey") ?? ""];
};

/** What is seen from inside: of a name in several scopes only the innermost. */
const visibleFrom = (scopes: readonly string[], variables: readonly Row[]): readonly Row[] => {
  const seen = new Set<string>();
  return scopes.flatMap((scope) =>
    variables.filter((row) => {
      const name = textOf(row, "name") ?? "";
      const isSeen = row["scopeKey"] === scope && !seen.has(name);
      if (isSeen) seen.add(name);
      return isSeen;
    }),
  );
};

/** Explains one incident: what failed, in which data, whether others fail the same way, and what ends it. */
export const explainIncident = async (engine: Engine, incidentKey: string, call: Call): Promise<Explanation> => {
  const side = sideLooks(call);
  const models = modelReader(engine, call);
  const { row } = await engine.get(incident, incidentKey, call);
  const [completed = row] = (await side.look("the element of the incident", async () => {
    const names = ["elementId", "elementInstanceKey", "processDefinitionId"];
    return (await engine.joins(incident)?.complete([row], names, call))?.rows ?? [row];
  })) ?? [row];
  const processInstanceKey = textOf(row, "processInstanceKey") ?? "";
  const definition = textOf(row, "processDefinitionKey");
  const errorType = textOf(row, "errorType");
  const jobKey = textOf(row, "jobKey");
  const message = textOf(row, "errorMessage") ?? "";
  const cause = normalised(message);
  const isDecision = errorType?.includes("DECISION") === true;
  const mine = { processInstanceKey };
  const [model, variables, elements, jobs, decisions, top, groups] = await Promise.all([
    definition === undefined ? undefined : side.look("the BPMN model", () => models(definition)),
    side.look("variables", () => rowsOf(engine, variable, { filter: mine, limit: MOST_READ, fields: [] }, call)),
    side.look("element instances", () =>
      rowsOf(engine, elementInstance, { filter: { ...mine, state: "ACTIVE" }, fields: [] }, call),
    ),
    jobKey === undefined
      ? undefined
      : side.look("the job", () => rowsOf(engine, job, { filter: { jobKey }, limit: 1 }, call)),
    isDecision
      ? side.look("evaluations of decisions", () =>
          rowsOf(
            engine,
            decisionInstance,
            { filter: { ...mine, state: "FAILED" }, sort: [{ field: "evaluationDate", order: "DESC" }], limit: 5 },
            call,
          ),
        )
      : undefined,
    side.look("the calling instances", () => topOf(engine, processInstanceKey, call)),
    side.look("other incidents", () =>
      groupIncidents(
        engine,
        {
          filter: { state: "ACTIVE", ...(errorType === undefined ? {} : { errorType }) },
          windows: {},
          latestOnly: false,
          sort: [],
        },
        "error",
        call,
        cause,
      ),
    ),
  ]);
  const elementId = textOf(completed, "elementId");
  const element = model === undefined || elementId === undefined ? undefined : elementFacts(model, elementId);
  const visible = visibleFrom(scopesOf(completed, element, elements?.rows ?? []), variables?.rows ?? []);
  const [inMessage, inModel] = [namesIn(message), namesIn(expressionsAt(element))];
  const named = (names: ReadonlySet<string>) => visible.filter((one) => names.has(textOf(one, "name") ?? ""));
  const root = textOf(top, "processInstanceKey");
  return {
    incident: completed,
    ...(element === undefined ? {} : { element }),
    variables: [...new Set([...named(inMessage), ...named(inModel), ...visible])].slice(0, MOST_VARIABLES),
    ...(jobs?.rows[0] === undefined ? {} : { job: jobs.rows[0] }),
    decisions: decisions?.rows ?? [],
    ...(root === undefined || root === processInstanceKey ? {} : { rootProcessInstanceKey: root }),
    ...(groups === undefined ? {} : { sameCause: groups.groups }),
    isEveryOne: groups?.coverage.exact === true,
    advice: adviceFor(errorType ?? ""),
    notices: [...(groups?.coverage.exact === false ? groups.notices : []), ...side.notices()],
  };
};
