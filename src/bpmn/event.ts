import { body, extension, nodes, present, property, reference, text, typeOf } from "./node.ts";

/** What an event waits for or throws. Names, codes and keys may be expressions. */
export type EventDefinition =
  | { readonly kind: "message"; readonly name?: string | undefined; readonly correlationKey?: string | undefined }
  | {
      readonly kind: "timer";
      readonly timer?: "date" | "duration" | "cycle" | undefined;
      readonly expression?: string | undefined;
    }
  /** Without a code it catches every error. */
  | { readonly kind: "error"; readonly code?: string | undefined }
  /** Without a code it catches every escalation. */
  | { readonly kind: "escalation"; readonly code?: string | undefined }
  | { readonly kind: "signal"; readonly name?: string | undefined }
  | {
      readonly kind: "condition";
      readonly expression?: string | undefined;
      /** Variables whose change is looked at; all when absent. */
      readonly variables?: string | undefined;
      /** Changes that are looked at: `create`, `update`; all when absent. */
      readonly changes?: string | undefined;
    }
  | { readonly kind: "link"; readonly name?: string | undefined }
  /** Throws for one activity, or for all of its scope when absent. */
  | { readonly kind: "compensation"; readonly activity?: string | undefined }
  | { readonly kind: "terminate" }
  | { readonly kind: "cancel" };

const messageOf = (node: unknown): EventDefinition => {
  const message = property(node, "messageRef");
  return present({
    kind: "message",
    name: text(message, "name"),
    correlationKey: text(extension(message, "zeebe:Subscription"), "correlationKey"),
  });
};

const TIMERS = { date: "timeDate", duration: "timeDuration", cycle: "timeCycle" } as const;

const timerOf = (node: unknown): EventDefinition => {
  const timer = (["date", "duration", "cycle"] as const).find((kind) => property(node, TIMERS[kind]) !== undefined);
  return present({ kind: "timer", timer, expression: timer && body(node, TIMERS[timer]) });
};

const conditionOf = (node: unknown): EventDefinition => {
  const filter = extension(node, "zeebe:ConditionalFilter");
  return present({
    kind: "condition",
    expression: body(node, "condition"),
    variables: text(filter, "variableNames"),
    changes: text(filter, "variableEvents"),
  });
};

const definitionOf = (node: unknown): EventDefinition | undefined => {
  switch (typeOf(node)) {
    case "bpmn:MessageEventDefinition":
      return messageOf(node);
    case "bpmn:TimerEventDefinition":
      return timerOf(node);
    case "bpmn:ErrorEventDefinition":
      return present({ kind: "error", code: text(property(node, "errorRef"), "errorCode") });
    case "bpmn:EscalationEventDefinition":
      return present({ kind: "escalation", code: text(property(node, "escalationRef"), "escalationCode") });
    case "bpmn:SignalEventDefinition":
      return present({ kind: "signal", name: text(property(node, "signalRef"), "name") });
    case "bpmn:ConditionalEventDefinition":
      return conditionOf(node);
    case "bpmn:LinkEventDefinition":
      return present({ kind: "link", name: text(node, "name") });
    case "bpmn:CompensateEventDefinition":
      return present({ kind: "compensation", activity: reference(node, "activityRef") });
    case "bpmn:TerminateEventDefinition":
      return { kind: "terminate" };
    case "bpmn:CancelEventDefinition":
      return { kind: "cancel" };
    default:
      return undefined;
  }
};

/** What a flow node waits for or throws; the engine allows an event one definition, so that is the first. */
export const eventOf = (node: unknown): EventDefinition | undefined =>
  typeOf(node) === "bpmn:ReceiveTask" ? messageOf(node) : definitionOf(nodes(node, "eventDefinitions")[0]);
