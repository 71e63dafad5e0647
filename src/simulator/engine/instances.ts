import type { Entity } from "../../camunda/entity.ts";
import { missing, Problem } from "../v2/problem.ts";
import type { Row } from "../world.ts";
import { nodeAt } from "./model.ts";
import type { Runtime } from "./runtime.ts";
import { endIfEmpty, enter, leave, markIncidents } from "./tokens.ts";

const INSTANCES = "process-instances";
const ELEMENTS = "element-instances";

const text = (row: Row, name: string): string => String(row[name] ?? "");

const isRunning = (row: Row): boolean => row["state"] === "ACTIVE" || row["state"] === "SUSPENDED";

const state = (detail: string): Problem => new Problem(409, detail, "INVALID_STATE");

const wrong = (detail: string): Problem => new Problem(400, detail, "INVALID_ARGUMENT");

const running = (runtime: Runtime, key: string): Row => {
  const row = runtime.find(INSTANCES, key);
  if (row === undefined || !isRunning(row)) throw missing("Process Instance", key);
  return row;
};

const activeIn = (runtime: Runtime, key: string): readonly Row[] =>
  runtime.belonging(ELEMENTS, key).filter((row) => row["state"] === "ACTIVE");

const end = (runtime: Runtime, row: Row): void => {
  const key = text(row, "processInstanceKey");
  for (const child of runtime.all(INSTANCES)) {
    if (child["parentProcessInstanceKey"] === key && isRunning(child)) end(runtime, child);
  }
  for (const element of activeIn(runtime, key)) leave(runtime, element, "TERMINATED");
  const now = runtime.find(INSTANCES, key) ?? row;
  runtime.put(INSTANCES, { ...now, state: "TERMINATED", hasIncident: false, endDate: runtime.date() });
};

/** Cancels a running instance with everything that it has called. */
export const cancelInstance = (runtime: Runtime, key: string): void => {
  const row = running(runtime, key);
  if (row["parentProcessInstanceKey"] !== undefined) {
    throw state(
      `Expected to cancel a process instance with key '${key}', but it is created by a parent process instance`,
    );
  }
  end(runtime, row);
};

/** Deletes what is recorded of a finished instance. */
export const deleteInstance = (runtime: Runtime, entities: readonly Entity[], key: string): void => {
  const row = runtime.find(INSTANCES, key);
  if (row === undefined) throw missing("Process Instance", key);
  if (isRunning(row)) throw state(`Process instance with key '${key}' is not in a completed or terminated state`);
  for (const { path } of entities) runtime.remove(path.v2, runtime.belonging(path.v2, key));
};

/** One instruction of a migration. */
export interface Mapped {
  readonly source: string;
  readonly target: string;
}

/** Makes an instance a run of another version; every active element has to be mapped to one of its kind. */
export const migrateInstance = (runtime: Runtime, key: string, targetKey: string, mapped: readonly Mapped[]): void => {
  const row = running(runtime, key);
  const target = runtime.find("process-definitions", targetKey);
  if (target === undefined) throw missing("Process Definition", targetKey);
  const from = runtime.xml(text(row, "processDefinitionKey"));
  const to = runtime.xml(targetKey);
  const targets = new Map(mapped.map((one) => [one.source, one.target]));
  const active = activeIn(runtime, key);
  for (const element of active) {
    const id = text(element, "elementId");
    const other = targets.get(id);
    if (other === undefined) throw state(`no mapping instruction was provided for the active element '${id}'`);
    const node = nodeAt(to, other);
    if (node === undefined) throw wrong(`mapping instruction contains a non-existing target element id '${other}'`);
    if (node.type !== nodeAt(from, id)?.type)
      throw state(`element '${id}' cannot be mapped to an element of another type`);
  }
  const version = { processDefinitionKey: targetKey, processDefinitionId: target["processDefinitionId"] };
  for (const path of [ELEMENTS, "jobs", "user-tasks"]) {
    for (const one of runtime.belonging(path, key)) {
      const elementId =
        one["state"] === "COMPLETED" ? one["elementId"] : (targets.get(text(one, "elementId")) ?? one["elementId"]);
      runtime.put(path, { ...one, ...version, elementId });
    }
  }
  for (const incident of runtime.belonging("incidents", key)) {
    if (incident["state"] === "RESOLVED") continue;
    const elementId = targets.get(text(incident, "elementId")) ?? incident["elementId"];
    runtime.put("incidents", { ...incident, ...version, elementId, state: "MIGRATED" });
  }
  runtime.mended.add(key);
  runtime.put(INSTANCES, {
    ...row,
    ...version,
    processDefinitionName: target["name"],
    processDefinitionVersion: target["version"],
    processDefinitionVersionTag: target["versionTag"],
  });
};

/** What a modification does to the tokens of an instance. */
export interface Instructions {
  /** Ids of elements. */
  readonly activate: readonly string[];
  readonly move: readonly { readonly source: string; readonly target: string }[];
  /** Keys of element instances. */
  readonly terminate: readonly string[];
}

/** Puts tokens at elements and ends others; an instance without one ends. */
export const modifyInstance = (runtime: Runtime, key: string, { activate, move, terminate }: Instructions): void => {
  const row = running(runtime, key);
  const xml = runtime.xml(text(row, "processDefinitionKey"));
  const active = activeIn(runtime, key);
  const ended = [...terminate, ...move.map(({ source }) => source)];
  const starts = [...activate, ...move.map(({ target }) => target)];
  for (const one of ended) {
    if (!active.some((element) => element["elementInstanceKey"] === one))
      throw wrong(`no active element instance with key '${one}'`);
  }
  for (const id of starts) {
    const node = nodeAt(xml, id);
    if (node === undefined) throw wrong(`the element '${id}' could not be found`);
    if (["START_EVENT", "BOUNDARY_EVENT"].includes(node.type))
      throw wrong(`the activation of elements of type '${node.type}' is not supported`);
  }
  const children = runtime
    .all(INSTANCES)
    .filter((child) => ended.includes(text(child, "parentElementInstanceKey")) && isRunning(child));
  for (const child of children) end(runtime, child);
  for (const element of active) {
    const isInside = ended.includes(text(element, "elementInstanceScopeKey"));
    if (isInside || ended.includes(text(element, "elementInstanceKey"))) leave(runtime, element, "TERMINATED");
  }
  for (const id of starts) enter(runtime, runtime.find(INSTANCES, key) ?? row, id);
  endIfEmpty(runtime, row, starts.length === 0 ? "TERMINATED" : "COMPLETED");
  markIncidents(runtime, key);
};
