import type { Element } from "../bpmn/model.ts";

/** What a token waits for at an element. */
export interface Waiting {
  readonly waitsFor: "job" | "user task" | "message" | "timer" | "signal" | "condition" | "event" | "unknown";
  /** Type of the job, name of the message, expression of the timer or signal; as the model has it. */
  readonly detail?: string;
  /** The model lets it wait there: for a person, for another system or for a time. */
  readonly isOnPurpose: boolean;
}

const JOBS = ["SERVICE_TASK", "SEND_TASK", "SCRIPT_TASK", "BUSINESS_RULE_TASK"];
const EVENTS = ["INTERMEDIATE_CATCH_EVENT", "BOUNDARY_EVENT", "EVENT_BASED_GATEWAY"];

const withDetail = (waiting: Waiting, detail: string | undefined): Waiting =>
  detail === undefined ? waiting : { ...waiting, detail };

const forEvent = ({ event }: Element): Waiting | undefined => {
  switch (event?.kind) {
    case "message":
    case "signal":
      return withDetail({ waitsFor: event.kind, isOnPurpose: true }, event.name);
    case "timer":
    case "condition":
      return withDetail({ waitsFor: event.kind, isOnPurpose: true }, event.expression);
    default:
      return undefined;
  }
};

/** What a token at an element of this type waits for, by the model where that could be read. */
export const waitingAt = (type: string, element: Element | undefined): Waiting => {
  if (type === "USER_TASK") return { waitsFor: "user task", isOnPurpose: true };
  const event =
    element !== undefined && (type === "RECEIVE_TASK" || EVENTS.includes(type)) ? forEvent(element) : undefined;
  if (event !== undefined) return event;
  if (type === "RECEIVE_TASK") return { waitsFor: "message", isOnPurpose: true };
  if (EVENTS.includes(type)) return { waitsFor: "event", isOnPurpose: true };
  if (element?.job !== undefined || JOBS.includes(type))
    return withDetail({ waitsFor: "job", isOnPurpose: false }, element?.job?.type);
  return { waitsFor: "unknown", isOnPurpose: false };
};
