import type { EventDefinition } from "../../bpmn/event.ts";
import type { Element, Model } from "../../bpmn/model.ts";
import type { Row } from "../../camunda/engine.ts";
import { CONTAINERS } from "../containers.ts";
import { textOf } from "../read.ts";

/** What one token waits for; what is not known is absent. */
export interface Wait {
  readonly processInstanceKey: string;
  readonly elementInstanceKey: string;
  readonly elementId: string;
  readonly elementName?: string;
  readonly type: string;
  /** When the token came. */
  readonly since?: string;
  readonly waitsFor:
    | "INCIDENT"
    | "CALLED_PROCESS"
    | "JOB"
    | "USER_TASK"
    | "MESSAGE"
    | "TIMER"
    | "SIGNAL"
    | "CONDITION"
    | "UNKNOWN";
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
  /** JSON text of the variables of the instance, by name. */
  readonly variables: ReadonlyMap<string, string>;
  /** Process instances that it has called and that are still there. */
  readonly called: readonly Row[];
  readonly jobs: readonly Row[];
  readonly subscriptions: readonly Row[];
  readonly userTasks: readonly Row[];
  readonly waitStates: readonly Row[];
  /** One sentence for each list that was not read to its end. */
  readonly cut: readonly string[];
}

const defined = <T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.assign(
    {},
    ...Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [{ [name]: value }])),
  );

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

const at = (rows: readonly Row[], elementInstanceKey: string | undefined): Row | undefined =>
  rows.find((row) => row["elementInstanceKey"] === elementInstanceKey);

type What = Partial<Wait> & Pick<Wait, "waitsFor">;

/** What an event waits for, as the model says it. */
const eventWait = (event: EventDefinition, since: string | undefined, { variables }: Standing): What | undefined => {
  switch (event.kind) {
    case "message": {
      const correlationKey = evaluated(event.correlationKey, variables) ?? event.correlationKey;
      return { waitsFor: "MESSAGE", ...defined({ messageName: event.name, correlationKey }) };
    }
    case "timer": {
      const dueDate = dueOf(event.expression, since, variables);
      return { waitsFor: "TIMER", ...(dueDate === undefined ? defined({ timer: event.expression }) : { dueDate }) };
    }
    case "signal":
      return { waitsFor: "SIGNAL", ...defined({ signalName: event.name }) };
    case "condition":
      return { waitsFor: "CONDITION", ...defined({ condition: event.expression }) };
    default:
      return undefined;
  }
};

/** What kind of wait it is where the model could not be read: by its type, and by what the newer API has for it. */
const withoutModel = (row: Row, { jobs, subscriptions, userTasks }: Standing): Wait["waitsFor"] => {
  const type = textOf(row, "type") ?? "";
  const key = textOf(row, "elementInstanceKey");
  if (type === "USER_TASK" || at(userTasks, key) !== undefined) return "USER_TASK";
  if (at(jobs, key) !== undefined || type === "SERVICE_TASK" || type === "SEND_TASK") return "JOB";
  return at(subscriptions, key) !== undefined || type === "RECEIVE_TASK" ? "MESSAGE" : "UNKNOWN";
};

const modelWaits = (element: Element | undefined, row: Row, standing: Standing): readonly What[] => {
  const since = textOf(row, "startDate");
  if (element === undefined) return [{ waitsFor: withoutModel(row, standing) }];
  if (element.userTask !== undefined || element.type === "USER_TASK") {
    const { assignee, candidateGroups } = element.userTask ?? {};
    return [{ waitsFor: "USER_TASK", ...defined({ assignee, candidateGroups }) }];
  }
  if (element.job !== undefined) {
    return [{ waitsFor: "JOB", ...defined({ jobType: element.job.type }) }];
  }
  if (element.type === "EVENT_BASED_GATEWAY") {
    const targets =
      standing.model?.flows.filter(({ source }) => source === element.id).map(({ target }) => target) ?? [];
    const events = standing.model?.elements.filter(({ id }) => targets.includes(id)) ?? [];
    return events.flatMap(({ event }) => (event === undefined ? [] : (eventWait(event, since, standing) ?? [])));
  }
  const event = element.event === undefined ? undefined : eventWait(element.event, since, standing);
  return [event ?? { waitsFor: "UNKNOWN" }];
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
  return modelWaits(element, row, standing).map((wait) => told(wait, row, standing));
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
