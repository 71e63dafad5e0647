import { type ElementFacts, elementFacts } from "../bpmn/element-facts.ts";
import type { Call, Engine, Filter, Row } from "../camunda/engine.ts";
import { elementInstance } from "../camunda/entities/element-instance.ts";
import { incident } from "../camunda/entities/incident.ts";
import { job } from "../camunda/entities/job.ts";
import { variable } from "../camunda/entities/variable.ts";
import type { Entity } from "../camunda/entity.ts";
import { inParallel } from "../camunda/parallel.ts";
import { defined } from "../members.ts";
import { type Advice, adviceFor } from "./advice.ts";
import { type DecisionsBehind, decisionsBehind, mayBeOfDecision } from "./decisions.ts";
import { namesBehind } from "./expressions.ts";
import { groupIncidents, type IncidentGroup, type IncidentGroups } from "./incident-groups.ts";
import { normalised } from "./normalise.ts";
import { isOpenIncident } from "./open-incidents.ts";
import { isCut, modelReader, type Rows, rowsOf, textOf } from "./read.ts";
import { topOf } from "./reference/topmost.ts";
import { runsAround } from "./runs-around.ts";
import { bearingOn, isUnclear, type Place, UNCLEAR_RUN, visibleAt } from "./scopes.ts";
import { type SideLooks, sideLooks } from "./side.ts";

/** What is known about one incident. */
export interface Explanation {
  readonly incident: Row;
  readonly element?: ElementFacts;
  /** Variables visible at the element; those that the message or the expressions name come first, then inner scopes first. */
  readonly variables: readonly Row[];
  /** All that are visible there. */
  readonly variableCount: number;
  /** The job that failed; where the API tells. */
  readonly job?: Row;
  /** Evaluations of decisions that it comes from. */
  readonly decisions: DecisionsBehind;
  /** Topmost instance that it stops, where that is another one. */
  readonly rootProcessInstanceKey?: string;
  /** Open incidents of the same cause, this one included, by version of their process; absent where they could not be looked at. */
  readonly sameCause?: readonly IncidentGroup[];
  /** Whether those are all of them. */
  readonly isEveryOne: boolean;
  /** What ends it; absent when it has ended. */
  readonly advice?: Advice;
  readonly notices: readonly string[];
}

const MOST_VARIABLES = 8;
const MOST_READ = 1000;
/** Names that are asked for where not all variables can be looked at. */
const MOST_NAMES = 20;

const NO_DECISIONS: DecisionsBehind = { evaluations: [], inputs: [] };

interface Looking {
  readonly engine: Engine;
  readonly call: Call;
  readonly side: SideLooks;
}

/** What was read of the process instance; undefined where it could not be. */
interface InInstance {
  readonly variables: Rows | undefined;
  readonly elements: Rows | undefined;
}

/** An incident with its element, which the Operate API does not tell by itself. */
const wholeIncident = async (key: string, { engine, call, side }: Looking): Promise<Row> => {
  const { row } = await engine.get(incident, key, call);
  const names = ["elementId", "elementInstanceKey", "processDefinitionId"];
  const found = await side.look("the element of the incident", () =>
    Promise.resolve(engine.joins(incident)?.complete([row], names, call)),
  );
  return found?.rows[0] ?? row;
};

/** The element in the model, and the evaluations of decisions that the model leads to. */
const inModel = async (row: Row, { engine, call, side }: Looking) => {
  const [definition, elementId] = [textOf(row, "processDefinitionKey"), textOf(row, "elementId")];
  const models = modelReader(engine, call);
  const model = definition === undefined ? undefined : await side.look("the BPMN model", () => models(definition));
  const facts = model === undefined || elementId === undefined ? undefined : elementFacts(model, elementId);
  const decisions = mayBeOfDecision(textOf(row, "errorType") ?? "")
    ? await side.look("evaluations of decisions", () => decisionsBehind(engine, row, { model, facts }, call))
    : undefined;
  return { facts, decisions: decisions ?? NO_DECISIONS };
};

const inInstance = async (row: Row, { engine, call, side }: Looking) => {
  const mine = { processInstanceKey: textOf(row, "processInstanceKey") ?? "" };
  const read = (entity: Entity, filter: Filter) =>
    side.look(entity.plural, () => rowsOf(engine, entity, { filter, limit: MOST_READ, fields: [] }, call));
  const [variables, elements] = await Promise.all([
    read(variable, mine),
    read(elementInstance, { ...mine, state: "ACTIVE" }),
  ]);
  return { variables, elements };
};

const cutNotice = (what: string, found: Rows | undefined, but: string): readonly string[] =>
  found !== undefined && isCut(found)
    ? [`Looked at ${found.rows.length} ${what} of the instance${but}; there are more.`]
    : [];

/** The variables of an instance that has too many, by the names that the error is most likely about. */
const byName = async (names: readonly string[], row: Row, { engine, call, side }: Looking): Promise<readonly Row[]> => {
  const processInstanceKey = textOf(row, "processInstanceKey") ?? "";
  const found = await inParallel(names.slice(0, MOST_NAMES), async (name) => {
    const wanted = { filter: { processInstanceKey, name }, limit: MOST_READ, fields: [] };
    return (await side.look("variables", () => rowsOf(engine, variable, wanted, call)))?.rows ?? [];
  });
  return found.flat();
};

/** What the element sees, what of that the error is about, and what the reader has to know about it. */
const inScope = async (row: Row, facts: ElementFacts | undefined, looking: Looking, found: InInstance) => {
  const { engine, call, side } = looking;
  const message = textOf(row, "errorMessage") ?? "";
  const place: Place = {
    processInstanceKey: textOf(row, "processInstanceKey") ?? "",
    elementInstanceKey: textOf(row, "elementInstanceKey") ?? "",
    facts,
    elements: found.elements?.rows ?? [],
  };
  const [around, named] = await Promise.all([
    runsAround(engine, place, side, call),
    found.variables !== undefined && isCut(found.variables) ? byName(namesBehind(message, facts), row, looking) : [],
  ]);
  const known = { ...place, around };
  const byKey = new Map([...named, ...(found.variables?.rows ?? [])].map((one) => [textOf(one, "variableKey"), one]));
  const visible = visibleAt(known, [...byKey.values()]);
  const inOrder = [...new Set([...bearingOn(message, facts, visible), ...visible])];
  return {
    variables: inOrder.slice(0, MOST_VARIABLES),
    variableCount: inOrder.length,
    notices: [
      ...(isUnclear(known) ? [UNCLEAR_RUN] : []),
      ...cutNotice("variables", found.variables, " and at those that the error names"),
      ...cutNotice("active elements", found.elements, ""),
    ],
  };
};

const jobOf = async (row: Row, { engine, call, side }: Looking): Promise<Row | undefined> => {
  const jobKey = textOf(row, "jobKey");
  if (jobKey === undefined) return undefined;
  const found = await side.look("the job", () => rowsOf(engine, job, { filter: { jobKey }, limit: 1 }, call));
  return found?.rows[0];
};

/** Open incidents of the same type whose message, without what varies, is the same. */
const sharing = (row: Row, { engine, call, side }: Looking): Promise<IncidentGroups | undefined> => {
  const filter = defined({ errorType: textOf(row, "errorType") });
  const query = { filter, windows: {}, latestOnly: false, sort: [] };
  const cause = normalised(textOf(row, "errorMessage") ?? "");
  return side.look("other incidents", () => groupIncidents(engine, query, "error", call, cause));
};

const elementNotice = (row: Row): readonly string[] =>
  textOf(row, "elementId") === undefined && !isOpenIncident(row)
    ? [
        "The element of an incident that is over is not told by this API, so its facts and its own variables are missing.",
      ]
    : [];

/** Explains one incident: what failed, in which data, whether others fail the same way, and what ends it. */
export const explainIncident = async (engine: Engine, incidentKey: string, call: Call): Promise<Explanation> => {
  const side = sideLooks(call);
  const looking = { engine, call, side };
  const row = await wholeIncident(incidentKey, looking);
  const processInstanceKey = textOf(row, "processInstanceKey") ?? "";
  const [{ facts, decisions }, found, failedJob, top, groups] = await Promise.all([
    inModel(row, looking),
    inInstance(row, looking),
    jobOf(row, looking),
    side.look("the calling instances", () => topOf(engine, processInstanceKey, call)),
    sharing(row, looking),
  ]);
  const seen = await inScope(row, facts, looking, found);
  const root = textOf(top, "processInstanceKey");
  return {
    incident: row,
    variables: seen.variables,
    variableCount: seen.variableCount,
    decisions,
    isEveryOne: groups?.coverage.exact === true,
    ...defined({
      element: facts,
      job: failedJob,
      rootProcessInstanceKey: root === processInstanceKey ? undefined : root,
      sameCause: groups?.groups,
      advice: isOpenIncident(row) ? adviceFor(textOf(row, "errorType") ?? "") : undefined,
    }),
    notices: [
      ...elementNotice(row),
      ...seen.notices,
      ...(groups?.coverage.exact === false ? groups.notices : []),
      ...side.notices(),
    ],
  };
};
