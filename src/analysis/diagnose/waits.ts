import { elementFacts } from "../../bpmn/element-facts.ts";
import type { Element, Model } from "../../bpmn/model.ts";
import type { Row } from "../../camunda/engine.ts";
import { defined } from "../../members.ts";
import { CONTAINERS } from "../containers.ts";
import { type ModelWait, modelWaits, type WaitsFor } from "../model-waits.ts";
import { textOf } from "../read.ts";
import { type Place, visibleAt } from "../scopes.ts";

/** What one token waits for; what is not known is absent. */
export interface Wait {
  readonly processInstanceKey: string;
  readonly elementInstanceKey: string;
  readonly elementId: string;
  readonly elementName?: string;
  readonly type: string;
  /** When the token came. */
  readonly since?: string;
  readonly waitsFor: WaitsFor | "INCIDENT" | "CALLED_PROCESS";
  readonly incidentKey?: string;
  readonly calledProcessInstanceKey?: string;
  readonly calledProcessId?: string;
  readonly jobType?: string;
  readonly jobState?: string;
  readonly worker?: string;
  readonly retries?: string;
  readonly messageName?: string;
  readonly correlationKey?: string;
  readonly dueDate?: string;
  /** As the model says, where the due date cannot be told. */
  readonly timer?: string;
  readonly signalName?: string;
  readonly condition?: string;
  readonly assignee?: string;
  readonly candidateGroups?: string;
}

/** Everything about one process instance that its waits are made from. */
export interface Standing {
  readonly instance: Row;
  /** Active element instances. */
  readonly elements: readonly Row[];
  /** Open incidents. */
  readonly incidents: readonly Row[];
  readonly model: Model | undefined;
  /** Variables in all scopes of the instance. */
  readonly variables: readonly Row[];
  /** Process instances that it has called and that are still there. */
  readonly called: readonly Row[];
  readonly jobs: readonly Row[];
  readonly subscriptions: readonly Row[];
  readonly userTasks: readonly Row[];
  readonly waitStates: readonly Row[];
  /** One sentence for each list that was not read to its end. */
  readonly cut: readonly string[];
}

const DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Milliseconds of an ISO 8601 duration without years and months; undefined for anything else. */
export const durationOf = (text: string): number | undefined => {
  const match = DURATION.exec(text.trim());
  if (match === null || text.trim() === "P") return undefined;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
};

/** The value of an expression that is only a name, from the variables; a text without quotes. */
const evaluated = (expression: string | undefined, variables: ReadonlyMap<string, string>): string | undefined => {
  if (expression === undefined || !expression.startsWith("=")) return expression;
  const value = variables.get(expression.slice(1).trim());
  if (value === undefined) return undefined;
  return value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
};

const dueOf = (expression: string | undefined, since: string | undefined, variables: ReadonlyMap<string, string>) => {
  const text = evaluated(expression, variables)?.replace(/^=\s*duration\(|^"|"$|\)$/g, "");
  const duration = text === undefined ? undefined : durationOf(text);
  if (duration !== undefined && since !== undefined) return new Date(Date.parse(since) + duration).toISOString();
  return text !== undefined && /^\d{4}-\d\d-\d\dT/.test(text) ? text : undefined;
};

/** Where in the instance an element instance is. */
export const placeOf = (row: Row, { instance, model, elements }: Standing): Place => {
  const elementId = textOf(row, "elementId");
  return {
    processInstanceKey: textOf(instance, "processInstanceKey") ?? "",
    elementInstanceKey: textOf(row, "elementInstanceKey") ?? "",
    facts: model === undefined || elementId === undefined ? undefined : elementFacts(model, elementId),
    elements,
  };
};

/** JSON text of the variables that an element instance sees, by name. */
const valuesAt = (row: Row, standing: Standing): ReadonlyMap<string, string> =>
  new Map(
    visibleAt(placeOf(row, standing), standing.variables).map((one) => [
      textOf(one, "name") ?? "",
      textOf(one, "value") ?? "",
    ]),
  );

const at = (rows: readonly Row[], elementInstanceKey: string | undefined): Row | undefined =>
  rows.find((row) => row["elementInstanceKey"] === elementInstanceKey);

type What = Partial<Wait> & Pick<Wait, "waitsFor">;

/** A wait of the model with its expressions evaluated, as far as the variables tell. */
const evaluatedWait = (wait: ModelWait, row: Row, standing: Standing): What => {
  const [since, variables] = [textOf(row, "startDate"), valuesAt(row, standing)];
  const correlationKey = evaluated(wait.correlationKey, variables) ?? wait.correlationKey;
  const dueDate = dueOf(wait.timer, since, variables);
  const { timer, ...rest } = wait;
  return { ...rest, ...defined({ correlationKey, dueDate, timer: dueDate === undefined ? timer : undefined }) };
};

/** What kind of wait it is where the model does not tell: by what the newer API has for it. */
const byTables = (row: Row, { jobs, subscriptions, userTasks }: Standing): WaitsFor | undefined => {
  const key = textOf(row, "elementInstanceKey");
  if (at(userTasks, key) !== undefined) return "USER_TASK";
  if (at(jobs, key) !== undefined) return "JOB";
  return at(subscriptions, key) === undefined ? undefined : "MESSAGE";
};

const unhindered = (row: Row, standing: Standing): readonly What[] => {
  const place = { elementId: textOf(row, "elementId") ?? "", type: textOf(row, "type") ?? "" };
  return modelWaits(place, standing.model)
    .map((wait) =>
      wait.waitsFor === "UNKNOWN" ? { ...wait, waitsFor: byTables(row, standing) ?? wait.waitsFor } : wait,
    )
    .map((wait) => evaluatedWait(wait, row, standing));
};

/** What the newer API says of a wait, which counts more than the model. */
const told = (wait: What, row: Row, standing: Standing): What => {
  const key = textOf(row, "elementInstanceKey");
  const state = standing.waitStates.find(
    (one) => one["elementInstanceKey"] === key && one["waitsFor"] === wait.waitsFor,
  );
  const job = wait.waitsFor === "JOB" ? at(standing.jobs, key) : undefined;
  const task = wait.waitsFor === "USER_TASK" ? at(standing.userTasks, key) : undefined;
  const subscription =
    wait.waitsFor === "MESSAGE"
      ? standing.subscriptions.find(
          (one) =>
            one["elementInstanceKey"] === key &&
            (wait.messageName === undefined || one["messageName"] === wait.messageName),
        )
      : undefined;
  return {
    ...wait,
    ...defined({
      jobType: textOf(job, "type") ?? textOf(state, "jobType") ?? wait.jobType,
      jobState: textOf(job, "state"),
      worker: textOf(job, "worker"),
      retries: textOf(job, "retries") ?? textOf(state, "retries"),
      assignee: textOf(task, "assignee") ?? wait.assignee,
      messageName: textOf(subscription, "messageName") ?? wait.messageName,
      correlationKey: textOf(subscription, "correlationKey") ?? textOf(state, "correlationKey") ?? wait.correlationKey,
      dueDate: textOf(state, "dueDate") ?? textOf(task, "dueDate") ?? wait.dueDate,
    }),
  };
};

const calledFrom = (row: Row, element: Element | undefined, standing: Standing): What => {
  const child = standing.called.find((one) => one["parentElementInstanceKey"] === row["elementInstanceKey"]);
  return {
    waitsFor: "CALLED_PROCESS",
    ...defined({
      calledProcessInstanceKey: textOf(child, "processInstanceKey"),
      calledProcessId: textOf(child, "processDefinitionId") ?? element?.calls?.processId,
    }),
  };
};

const waitsAt = (row: Row, standing: Standing): readonly What[] => {
  const element = standing.model?.elements.find(({ id }) => id === row["elementId"]);
  const incident = at(standing.incidents, textOf(row, "elementInstanceKey"));
  const incidentKey = textOf(incident, "incidentKey") ?? textOf(row, "incidentKey");
  if (incidentKey !== undefined)
    return [{ waitsFor: "INCIDENT", incidentKey, ...defined({ jobType: element?.job?.type }) }];
  if (row["type"] === "CALL_ACTIVITY") return [calledFrom(row, element, standing)];
  return unhindered(row, standing).map((wait) => told(wait, row, standing));
};

/** Where the tokens of one process instance stand, and what each waits for. */
export const waitsOf = (standing: Standing): readonly Wait[] =>
  standing.elements
    // A container has an incident of its own when, say, the collection of a multi-instance cannot be read.
    .filter(
      (row) =>
        !CONTAINERS.has(String(row["type"])) || at(standing.incidents, textOf(row, "elementInstanceKey")) !== undefined,
    )
    .flatMap((row) =>
      waitsAt(row, standing).map((what) => ({
        processInstanceKey: textOf(standing.instance, "processInstanceKey") ?? "",
        elementInstanceKey: textOf(row, "elementInstanceKey") ?? "",
        elementId: textOf(row, "elementId") ?? "",
        ...defined({ elementName: textOf(row, "elementName"), since: textOf(row, "startDate") }),
        type: textOf(row, "type") ?? "UNKNOWN",
        ...what,
      })),
    );
