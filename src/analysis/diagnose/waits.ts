import { elementFacts } from "../../bpmn/element-facts.ts";
import type { Element } from "../../bpmn/model.ts";
import type { Row } from "../../camunda/engine.ts";
import { defined } from "../../members.ts";
import { CONTAINERS } from "../containers.ts";
import { type ModelWait, modelWaits, type WaitsFor } from "../model-waits.ts";
import { textOf } from "../read.ts";
import { type Place, visibleAt } from "../scopes.ts";
import type { Standing } from "./standing.ts";
import { dueDateOf, evaluated, isExpression } from "./values.ts";

/** What one token waits for; what is not known is absent. */
export interface Wait {
  readonly processInstanceKey: string;
  readonly elementInstanceKey: string;
  /** Absent where the API does not tell it. */
  readonly elementId?: string;
  readonly elementName?: string;
  readonly processDefinitionId?: string;
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
  /** Until when the worker has the job. */
  readonly deadline?: string;
  /** What the last failure of the job said. */
  readonly errorMessage?: string;
  readonly messageName?: string;
  readonly correlationKey?: string;
  readonly dueDate?: string;
  /** As the model says, where the due date cannot be told. */
  readonly timer?: string;
  readonly signalName?: string;
  readonly condition?: string;
  readonly assignee?: string;
  readonly candidateGroups?: string;
  /** Its correlation key or due date was worked out from the variables as they are now. */
  readonly isWorkedOut?: boolean;
  /** The expressions of the model whose values stand in other fields, by the name of the field. */
  readonly expressions?: Readonly<Record<string, string>>;
}

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

/** The expressions among some fields of a wait as the model says it. */
const expressionsOf = ({ correlationKey, timer }: ModelWait): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(defined({ correlationKey, timer })).filter(([, text]) => text !== undefined && isExpression(text)),
  );

const usesVariable = (value: string | undefined, expression: string | undefined): boolean =>
  value !== undefined && isExpression(expression);

/** A wait of the model with its expressions evaluated, as far as the variables tell. */
const evaluatedWait = (wait: ModelWait, row: Row, standing: Standing): What => {
  const [since, variables] = [textOf(row, "startDate"), valuesAt(row, standing)];
  const { timer, ...rest } = wait;
  const key = evaluated(wait.correlationKey, variables);
  const dueDate = dueDateOf(timer, since, variables);
  return {
    ...rest,
    expressions: expressionsOf(wait),
    ...defined({
      correlationKey: key ?? wait.correlationKey,
      dueDate,
      timer: dueDate === undefined ? (evaluated(timer, variables) ?? timer) : undefined,
      isWorkedOut: usesVariable(key, wait.correlationKey) || usesVariable(dueDate, timer),
    }),
  };
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
  const correlationKey = textOf(subscription, "correlationKey") ?? textOf(state, "correlationKey");
  const dueDate = textOf(state, "dueDate") ?? textOf(task, "dueDate");
  return {
    ...wait,
    ...defined({
      jobType: textOf(job, "type") ?? textOf(state, "jobType") ?? wait.jobType,
      jobState: textOf(job, "state"),
      worker: textOf(job, "worker"),
      retries: textOf(job, "retries") ?? textOf(state, "retries"),
      deadline: textOf(job, "deadline"),
      errorMessage: textOf(job, "errorMessage"),
      assignee: textOf(task, "assignee") ?? wait.assignee,
      messageName: textOf(subscription, "messageName") ?? wait.messageName,
      correlationKey: correlationKey ?? wait.correlationKey,
      dueDate: dueDate ?? wait.dueDate,
      isWorkedOut: correlationKey === undefined && dueDate === undefined && wait.isWorkedOut,
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
  const incident = at(standing.incidents?.rows ?? [], textOf(row, "elementInstanceKey"));
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
        !CONTAINERS.has(String(row["type"])) ||
        at(standing.incidents?.rows ?? [], textOf(row, "elementInstanceKey")) !== undefined,
    )
    .flatMap((row) =>
      waitsAt(row, standing).map((what) => ({
        processInstanceKey: textOf(standing.instance, "processInstanceKey") ?? "",
        elementInstanceKey: textOf(row, "elementInstanceKey") ?? "",
        ...defined({
          elementId: textOf(row, "elementId"),
          elementName: textOf(row, "elementName"),
          processDefinitionId: textOf(standing.instance, "processDefinitionId"),
          since: textOf(row, "startDate"),
        }),
        type: textOf(row, "type") ?? "UNKNOWN",
        ...what,
      })),
    );
