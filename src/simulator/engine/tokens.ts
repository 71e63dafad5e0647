import type { Row } from "../world.ts";
import { flowsOf, nodeAt } from "./model.ts";
import type { Runtime } from "./runtime.ts";

const ELEMENTS = "element-instances";
const INSTANCES = "process-instances";
const JOBS = "jobs";

const text = (row: Row, name: string): string => String(row[name] ?? "");

const isActive = (row: Row): boolean => row["state"] === "ACTIVE";

/** What rows of everything below an instance repeat of it. */
export const belongingTo = (instance: Row) => ({
  processInstanceKey: text(instance, "processInstanceKey"),
  rootProcessInstanceKey: instance["rootProcessInstanceKey"],
  processDefinitionKey: instance["processDefinitionKey"],
  processDefinitionId: instance["processDefinitionId"],
  tenantId: instance["tenantId"],
});

/** Says of an instance, and of all above it, whether an open incident stops it. */
export const markIncidents = (runtime: Runtime, processInstanceKey: string): void => {
  const row = runtime.find(INSTANCES, processInstanceKey);
  if (row === undefined) return;
  const isStopped =
    runtime.belonging("incidents", processInstanceKey).some(({ state }) => state !== "RESOLVED") ||
    runtime
      .all(INSTANCES)
      .some((child) => child["parentProcessInstanceKey"] === processInstanceKey && child["hasIncident"] === true);
  if (row["hasIncident"] !== isStopped) runtime.put(INSTANCES, { ...row, hasIncident: isStopped });
  const parent = row["parentProcessInstanceKey"];
  if (parent !== undefined && parent !== processInstanceKey) markIncidents(runtime, String(parent));
};

/** Closes the incidents at an element instance. */
export const closeIncidents = (runtime: Runtime, element: Row): void => {
  for (const incident of runtime.belonging("incidents", text(element, "processInstanceKey"))) {
    const isHere = incident["elementInstanceKey"] === element["elementInstanceKey"] && incident["state"] !== "RESOLVED";
    if (isHere) runtime.put("incidents", { ...incident, state: "RESOLVED" });
  }
};

/** Ends a passage with a state, and the job and tasks that it had. */
export const leave = (runtime: Runtime, element: Row, state: "COMPLETED" | "TERMINATED"): void => {
  closeIncidents(runtime, element);
  const { incidentKey: _, ...rest } = element;
  runtime.put(ELEMENTS, { ...rest, state, hasIncident: false, endDate: runtime.date() });
  const ended = state === "COMPLETED" ? "COMPLETED" : "CANCELED";
  for (const path of [JOBS, "user-tasks"]) {
    for (const row of runtime.belonging(path, text(element, "processInstanceKey"))) {
      if (row["elementInstanceKey"] !== element["elementInstanceKey"]) continue;
      if (!["COMPLETED", "CANCELED"].includes(text(row, "state")))
        runtime.put(path, { ...row, state: ended, endTime: runtime.date() });
    }
  }
  markIncidents(runtime, text(element, "processInstanceKey"));
};

/** Puts a token at an element; one that is no wait goes on at once. */
export const enter = (runtime: Runtime, instance: Row, elementId: string, depth = 0): void => {
  const xml = runtime.xml(text(instance, "processDefinitionKey"));
  const node = nodeAt(xml, elementId);
  if (node === undefined || depth > 50) return;
  const key = runtime.newKey();
  const passes =
    /_GATEWAY$|^END_EVENT$|^INTERMEDIATE_THROW_EVENT$/.test(node.type) && node.type !== "EVENT_BASED_GATEWAY";
  runtime.put(ELEMENTS, {
    elementInstanceKey: key,
    ...belongingTo(instance),
    elementId,
    elementName: node.name,
    type: node.type,
    state: passes ? "COMPLETED" : "ACTIVE",
    hasIncident: false,
    startDate: runtime.date(),
    endDate: passes ? runtime.date() : undefined,
    elementInstanceScopeKey: text(instance, "processInstanceKey"),
  });
  if (passes) onward(runtime, instance, elementId, depth + 1);
  else if (node.jobType !== undefined) {
    runtime.put(JOBS, {
      jobKey: runtime.newKey(),
      ...belongingTo(instance),
      type: node.jobType,
      state: "CREATED",
      kind: "BPMN_ELEMENT",
      listenerEventType: "UNSPECIFIED",
      retries: 3,
      hasFailedWithRetriesLeft: false,
      elementId,
      elementInstanceKey: key,
      creationTime: runtime.date(),
      lastUpdateTime: runtime.date(),
      priority: 0,
    });
  }
};

/** Goes on behind an element that was left: by every flow of a parallel gateway, else by the first. */
export const onward = (runtime: Runtime, instance: Row, elementId: string, depth = 0): void => {
  const xml = runtime.xml(text(instance, "processDefinitionKey"));
  const flows = flowsOf(xml);
  const isParallel = nodeAt(xml, elementId)?.type === "PARALLEL_GATEWAY";
  const isJoin = isParallel && flows.filter(({ to }) => to === elementId).length > 1;
  const others = runtime.belonging(ELEMENTS, text(instance, "processInstanceKey")).filter(isActive);
  if (isJoin && others.length > 0) return;
  const outgoing = flows.filter(({ from }) => from === elementId);
  for (const { to } of isParallel ? outgoing : outgoing.slice(0, 1)) enter(runtime, instance, to, depth);
  endIfEmpty(runtime, instance, "COMPLETED");
};

/** An instance without a token has ended; what called it goes on. */
export const endIfEmpty = (runtime: Runtime, { processInstanceKey }: Row, state: "COMPLETED" | "TERMINATED"): void => {
  const row = runtime.find(INSTANCES, String(processInstanceKey));
  if (row === undefined || !isActive(row)) return;
  if (runtime.belonging(ELEMENTS, String(processInstanceKey)).some((one) => isActive(one) && one["type"] !== "PROCESS"))
    return;
  runtime.put(INSTANCES, { ...row, state, hasIncident: false, endDate: runtime.date() });
  const caller = runtime.find(ELEMENTS, text(row, "parentElementInstanceKey"));
  const above = runtime.find(INSTANCES, text(row, "parentProcessInstanceKey"));
  if (state === "TERMINATED" || caller === undefined || above === undefined || !isActive(caller)) return;
  leave(runtime, caller, "COMPLETED");
  onward(runtime, above, text(caller, "elementId"));
};
