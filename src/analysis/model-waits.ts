import type { EventDefinition } from "../bpmn/event.ts";
import type { Element, Model } from "../bpmn/model.ts";
import { defined } from "../members.ts";

/** What a token can wait for at an element that is no container and has no incident. */
export type WaitsFor = "JOB" | "USER_TASK" | "MESSAGE" | "TIMER" | "SIGNAL" | "CONDITION" | "EVENT" | "UNKNOWN";

/** What a token waits for as the model says it: names, codes and keys may be expressions. */
export interface ModelWait {
  readonly waitsFor: WaitsFor;
  readonly jobType?: string;
  readonly messageName?: string;
  readonly correlationKey?: string;
  readonly timer?: string;
  readonly signalName?: string;
  readonly condition?: string;
  readonly assignee?: string;
  readonly candidateGroups?: string;
}

/** Waits that last as long as the world outside takes: for a person, for another system, for a time. */
const ON_PURPOSE: ReadonlySet<string> = new Set(["USER_TASK", "MESSAGE", "TIMER", "SIGNAL", "CONDITION", "EVENT"]);

/** Whether the model lets a token stand there, so that a long time alone is nothing unusual. */
export const isOnPurpose = ({ waitsFor }: { readonly waitsFor: string }): boolean => ON_PURPOSE.has(waitsFor);

/** Where the model could not be read, the type of the element tells some of it. */
const BY_TYPE: Readonly<Record<string, WaitsFor>> = {
  USER_TASK: "USER_TASK",
  SERVICE_TASK: "JOB",
  SEND_TASK: "JOB",
  RECEIVE_TASK: "MESSAGE",
  INTERMEDIATE_CATCH_EVENT: "EVENT",
  BOUNDARY_EVENT: "EVENT",
  EVENT_BASED_GATEWAY: "EVENT",
};

const eventWait = (event: EventDefinition | undefined): ModelWait | undefined => {
  switch (event?.kind) {
    case "message":
      return { waitsFor: "MESSAGE", ...defined({ messageName: event.name, correlationKey: event.correlationKey }) };
    case "timer":
      return { waitsFor: "TIMER", ...defined({ timer: event.expression }) };
    case "signal":
      return { waitsFor: "SIGNAL", ...defined({ signalName: event.name }) };
    case "condition":
      return { waitsFor: "CONDITION", ...defined({ condition: event.expression }) };
    default:
      return undefined;
  }
};

/** The events that an event-based gateway waits for, whichever comes first. */
const behind = (gateway: Element, { flows, elements }: Model): readonly ModelWait[] => {
  const targets = flows.filter(({ source }) => source === gateway.id).map(({ target }) => target);
  return elements.filter(({ id }) => targets.includes(id)).flatMap(({ event }) => eventWait(event) ?? []);
};

/** What a token at an element waits for; more than one thing only where the first that comes decides. Never empty. */
export const modelWaits = (
  { elementId, type }: { readonly elementId: string; readonly type: string },
  model: Model | undefined,
): readonly ModelWait[] => {
  const element = model?.elements.find(({ id }) => id === elementId);
  const byType = { waitsFor: BY_TYPE[type] ?? "UNKNOWN" } as const;
  if (model === undefined || element === undefined) return [byType];
  if (element.userTask !== undefined || element.type === "USER_TASK") {
    const { assignee, candidateGroups } = element.userTask ?? {};
    return [{ waitsFor: "USER_TASK", ...defined({ assignee, candidateGroups }) }];
  }
  if (element.job !== undefined) return [{ waitsFor: "JOB", ...defined({ jobType: element.job.type }) }];
  const events = element.type === "EVENT_BASED_GATEWAY" ? behind(element, model) : [];
  return events.length > 0 ? events : [eventWait(element.event) ?? byType];
};
