import { type DeployedProcess, latestProcess } from "../deployments.ts";
import type { Json, Variables } from "../expression.ts";
import type { Graph, Node } from "../model.ts";
import { ticket } from "../ticket.ts";
import { mappingFailed, notACollection, processNotDeployed } from "./engine-errors.ts";
import type { Element, Instance, Limit, Outcome, Play } from "./ledger.ts";
import { open } from "./ledger.ts";
import { enter, raise, settle } from "./record.ts";
import { elementScope, instanceScope, propagate, type Scope, seen, setLocal } from "./scope.ts";
import { askPerson, awaitEvent, decide, doJob, type Task } from "./work.ts";

/** Walks the tokens through a graph, from its start event. */
export type Walk = (play: Play, graph: Graph, scope: Scope, at: number, limit: Limit) => Outcome;

/** How an instance begins. */
export interface Begin {
  readonly at: number;
  readonly variables: Variables;
  readonly partition: number;
  readonly parent?: Element;
  readonly businessId?: string;
  readonly tags?: readonly string[];
  /** When it is suspended; must be in the past. */
  readonly suspended?: number;
}

/** Runs an instance of a process to its end or to the limit; gives the instance, how it ended and its variables. */
export const run = (
  play: Play,
  definition: DeployedProcess,
  begin: Begin,
  limit: Limit,
  walk: Walk,
): { instance: Instance; outcome: Outcome; brings: Variables } => {
  const { at, variables, partition, parent, businessId, tags, suspended } = begin;
  const root = parent && (parent.instance.root ?? parent.instance);
  const instance: Instance = {
    ticket: ticket(play.ledger.tickets, partition, at),
    definition,
    start: at,
    flows: new Set(),
    state: "ACTIVE",
    hasIncident: false,
    ...(parent === undefined ? {} : { parent }),
    ...(root === undefined ? {} : { root }),
    ...(businessId === undefined ? {} : { businessId }),
    ...(tags === undefined ? {} : { tags }),
    ...(suspended === undefined ? {} : { suspended }),
  };
  play.ledger.instances.push(instance);
  const scope = instanceScope(instance);
  for (const [name, value] of Object.entries(variables)) setLocal(play, scope, name, value, at);
  const outcome = walk(play, definition.model.graph, scope, at, limit);
  settle(instance, outcome, limit);
  return { instance, outcome, brings: seen(scope) };
};

const callProcess = (play: Play, task: Task, id: string, walk: Walk): Outcome => {
  const { element, scope, at, limit } = task;
  const { tenantId } = scope.instance.definition;
  const called = latestProcess(play.deployments, id, tenantId, at);
  if (called === undefined) {
    return raise(play, element, { errorType: "CALLED_ELEMENT_ERROR", message: processNotDeployed(id), at }, limit);
  }
  const variables = Object.fromEntries([...scope.held].map(([name, { value }]) => [name, value]));
  const { partition } = scope.instance.ticket;
  const { outcome, brings } = run(play, called, { at, variables, partition, parent: element }, limit, walk);
  return outcome.kind === "done" ? { ...outcome, brings } : outcome;
};

const work = (play: Play, task: Task, walk: Walk): Outcome => {
  const { node, scope, at, limit } = task;
  if (node.body !== undefined) return walk(play, node.body, scope, at, limit);
  if (node.calls !== undefined) return callProcess(play, task, node.calls, walk);
  if (node.decision !== undefined) return decide(play, task, node.decision.id, node.decision.result);
  if (node.job !== undefined) return doJob(play, task, node.job.type);
  if (node.type === "USER_TASK") return askPerson(play, task);
  return awaitEvent(play, task);
};

/** Evaluates the input mappings; gives the incident's message when one fails. */
const mapInputs = (play: Play, node: Node, scope: Scope, at: number): string | undefined => {
  for (const { source, target } of node.inputs ?? []) {
    const value = source.of(seen(scope));
    if (value === null && source.insists) return mappingFailed(target, source.feel);
    setLocal(play, scope, target, value, at);
  }
  return undefined;
};

/** Hands on what the work brought, through the output mappings where there are any. */
const mapOutputs = (play: Play, { node, scope }: Task, at: number, brings: Variables): string | undefined => {
  const { outer } = scope;
  if (outer === undefined) return undefined;
  for (const [name, value] of node.calls === undefined ? Object.entries(brings) : []) {
    if (node.outputs === undefined) propagate(play, scope, name, value, at);
    else setLocal(play, scope, name, value, at);
  }
  for (const { source, target } of node.outputs ?? []) {
    const value = source.of({ ...seen(scope), ...brings });
    if (value === null && source.insists) return mappingFailed(target, source.feel);
    propagate(play, outer, target, value, at);
  }
  return undefined;
};

const activate = (play: Play, task: Task, walk: Walk): Outcome => {
  const { node, element, scope, at, limit } = task;
  const refusal = mapInputs(play, node, scope, at);
  if (refusal !== undefined)
    return raise(play, element, { errorType: "IO_MAPPING_ERROR", message: refusal, at }, limit);
  const ready: Outcome =
    node.listener === undefined ? { kind: "done", at } : doJob(play, task, node.listener, "EXECUTION_LISTENER");
  if (ready.kind !== "done") return ready;
  const outcome = work(play, { ...task, at: ready.at }, walk);
  if (outcome.kind !== "done") return outcome;
  const message = mapOutputs(play, task, outcome.at, outcome.brings ?? {});
  if (message === undefined) return outcome;
  return raise(play, element, { errorType: "IO_MAPPING_ERROR", message, at: outcome.at }, limit);
};

const performOnce = (
  play: Play,
  node: Node,
  outer: Scope,
  at: number,
  limit: Limit,
  walk: Walk,
  item?: { name: string; value: Json; index: number },
): { outcome: Outcome; element: Element } => {
  const element = enter(play, outer, node, at);
  const scope = elementScope(outer, element, item?.index);
  if (item !== undefined) {
    setLocal(play, scope, item.name, item.value, at);
    setLocal(play, scope, "loopCounter", item.index, at);
  }
  const outcome = activate(play, { node, element, scope, at, limit }, walk);
  settle(element, outcome, limit);
  return { outcome, element };
};

const performEach = (
  play: Play,
  node: Node,
  outer: Scope,
  at: number,
  limit: Limit,
  walk: Walk,
  each: { collection: string; item: string; sequential?: true },
): { outcome: Outcome; element: Element } => {
  const element = enter(play, outer, node, at, "MULTI_INSTANCE_BODY");
  const items = seen(outer)[each.collection] ?? null;
  if (!Array.isArray(items)) {
    const message = notACollection(each.collection, seen(outer));
    const outcome = raise(play, element, { errorType: "EXTRACT_VALUE_ERROR", message, at }, limit);
    settle(element, outcome, limit);
    return { outcome, element };
  }
  const scope = elementScope(outer, element);
  let outcome: Outcome = { kind: "done", at };
  for (const [index, value] of items.entries()) {
    const from: number = each.sequential && outcome.kind === "done" ? outcome.at : at;
    const item = { name: each.item, value, index: index + 1 };
    const one: Outcome = performOnce(play, node, scope, from, limit, walk, item).outcome;
    if (one.kind === "thrown") outcome = one;
    else if (one.kind === "open" || outcome.kind === "open") outcome = open;
    else if (outcome.kind === "done") outcome = { kind: "done", at: Math.max(outcome.at, one.at) };
    if (outcome.kind === "thrown" || (each.sequential && outcome.kind === "open")) break;
  }
  settle(element, outcome, limit);
  return { outcome, element };
};

/** Performs an activity or a catch event, once or per item; also gives the element that boundary events belong to. */
export const perform = (
  play: Play,
  node: Node,
  outer: Scope,
  at: number,
  limit: Limit,
  walk: Walk,
): { outcome: Outcome; element: Element } =>
  node.each === undefined
    ? performOnce(play, node, outer, at, limit, walk)
    : performEach(play, node, outer, at, limit, walk, node.each);
