import { eventOf } from "./event.ts";
import type { AdHoc, Element, Listener, Mapping, MultiInstance, NamedValue } from "./model.ts";
import { body, extension, filled, flag, idOf, nodes, present, property, reference, text, typeOf } from "./node.ts";
import {
  calledDecisionOf,
  calledProcessOf,
  formOf,
  jobOf,
  linkedResourcesOf,
  retriesOf,
  scriptOf,
  userTaskOf,
} from "./work.ts";

/** Kind of element in the words of Camunda's APIs: BPMN's own word in capitals, and event sub-processes apart. */
const elementType = (node: unknown): string =>
  flag(node, "triggeredByEvent") === true
    ? "EVENT_SUB_PROCESS"
    : typeOf(node)
        .replace(/^.*:/, "")
        .replace(/(?<=[a-z])(?=[A-Z])/g, "_")
        .toUpperCase();

/** What the author wrote about a process or element. */
export const documentationOf = (node: unknown): string | undefined =>
  nodes(node, "documentation")
    .map((entry) => text(entry, "text")?.trim())
    .filter(Boolean)
    .join("\n") || undefined;

const listenersIn = (node: unknown, on: Listener["on"], type: string): readonly Listener[] =>
  nodes(extension(node, type), "listeners").map((listener) =>
    present({ on, event: text(listener, "eventType"), type: text(listener, "type"), retries: retriesOf(listener) }),
  );

/** Listeners on a process or element. */
export const listenersOf = (node: unknown): readonly Listener[] | undefined =>
  filled([
    ...listenersIn(node, "execution", "zeebe:ExecutionListeners"),
    ...listenersIn(node, "task", "zeebe:TaskListeners"),
  ]);

const mappings = (node: unknown, side: "inputParameters" | "outputParameters"): readonly Mapping[] | undefined =>
  filled(
    nodes(extension(node, "zeebe:IoMapping"), side).map((mapping) =>
      present({ source: text(mapping, "source"), target: text(mapping, "target") ?? "" }),
    ),
  );

const namedValues = (entries: readonly unknown[], name: "key" | "name"): readonly NamedValue[] | undefined =>
  filled(entries.map((entry) => present({ name: text(entry, name) ?? "", value: text(entry, "value") })));

const multiInstanceOf = (node: unknown): MultiInstance | undefined => {
  const loop = property(node, "loopCharacteristics");
  if (typeOf(loop) !== "bpmn:MultiInstanceLoopCharacteristics") return undefined;
  const details = extension(loop, "zeebe:LoopCharacteristics");
  return present({
    mode: flag(loop, "isSequential") === true ? "sequential" : "parallel",
    inputCollection: text(details, "inputCollection"),
    inputElement: text(details, "inputElement"),
    outputCollection: text(details, "outputCollection"),
    outputElement: text(details, "outputElement"),
    completionCondition: body(loop, "completionCondition"),
  });
};

const adHocOf = (node: unknown): AdHoc | undefined => {
  if (typeOf(node) !== "bpmn:AdHocSubProcess") return undefined;
  const details = extension(node, "zeebe:AdHoc");
  return present({
    activeElements: text(details, "activeElementsCollection"),
    completionCondition: body(node, "completionCondition"),
    cancelRemaining: flag(node, "cancelRemainingInstances") ?? true,
    outputCollection: text(details, "outputCollection"),
    outputElement: text(details, "outputElement"),
  });
};

const interruptingOf = (node: unknown, container: unknown): boolean | undefined => {
  if (typeOf(node) === "bpmn:BoundaryEvent") return flag(node, "cancelActivity") ?? true;
  const startsEventSubProcess = typeOf(node) === "bpmn:StartEvent" && flag(container, "triggeredByEvent") === true;
  return startsEventSubProcess ? (flag(node, "isInterrupting") ?? true) : undefined;
};

/** A compensation boundary event has no sequence flow: an association leads to the activity that undoes. */
const compensatedBy = (node: unknown, container: unknown): string | undefined => {
  if (typeOf(node) !== "bpmn:BoundaryEvent") return undefined;
  if (typeOf(nodes(node, "eventDefinitions")[0]) !== "bpmn:CompensateEventDefinition") return undefined;
  const association = nodes(container, "artifacts").find((artifact) => property(artifact, "sourceRef") === node);
  return reference(association, "targetRef");
};

/** The facts of one flow node; `container` is the parsed process or sub-process around it. */
export const elementOf = (node: unknown, container: unknown, process: string): Element =>
  present({
    id: idOf(node),
    type: elementType(node),
    name: text(node, "name"),
    parent: idOf(container),
    process,
    documentation: documentationOf(node),
    template: text(node, "modelerTemplate"),
    job: jobOf(node),
    calls: calledProcessOf(node),
    decision: calledDecisionOf(node),
    form: formOf(node),
    script: scriptOf(node),
    userTask: userTaskOf(node),
    linkedResources: linkedResourcesOf(node),
    inputs: mappings(node, "inputParameters"),
    outputs: mappings(node, "outputParameters"),
    headers: namedValues(nodes(extension(node, "zeebe:TaskHeaders"), "values"), "key"),
    properties: namedValues(nodes(extension(node, "zeebe:Properties"), "properties"), "name"),
    event: eventOf(node),
    attachedTo: reference(node, "attachedToRef"),
    interrupting: interruptingOf(node, container),
    compensatedBy: compensatedBy(node, container),
    forCompensation: flag(node, "isForCompensation") === true ? true : undefined,
    multiInstance: multiInstanceOf(node),
    adHoc: adHocOf(node),
    listeners: listenersOf(node),
  });
