import type { Node } from "../model.ts";
import { ticket } from "../ticket.ts";
import type { Element, Incident, Job, Ledger, Limit, Outcome, Play, Subscription } from "./ledger.ts";
import { open } from "./ledger.ts";
import type { Scope } from "./scope.ts";

/** A token reached an element. */
export const enter = (play: Play, scope: Scope, node: Node, at: number, type: Element["type"] = node.type): Element => {
  const element: Element = {
    ticket: ticket(play.ledger.tickets, scope.instance.ticket.partition, at),
    instance: scope.instance,
    id: node.id,
    name: node.name,
    type,
    start: at,
    state: "ACTIVE",
    hasIncident: false,
    ...(scope.element === undefined ? {} : { outer: scope.element }),
  };
  play.ledger.elements.push(element);
  return element;
};

/** Writes down how an element or an instance ended, or that it has not. */
export const settle = (thing: Pick<Element, "end" | "state">, outcome: Outcome, limit: Limit): void => {
  if (outcome.kind === "done") {
    thing.state = "COMPLETED";
    thing.end = outcome.at;
  } else if (outcome.kind === "thrown") {
    thing.state = "TERMINATED";
    thing.end = outcome.at;
  } else if (limit.cut) {
    thing.state = "TERMINATED";
    thing.end = limit.until;
  }
};

/** A token passed an element that takes no time. */
export const pass = (play: Play, scope: Scope, node: Node, at: number, limit: Limit): Outcome => {
  const outcome: Outcome = { kind: "done", at };
  settle(enter(play, scope, node, at), outcome, limit);
  return outcome;
};

/** Raises an incident, unless its time is past the limit; the element stays open. */
export const raise = (
  play: Play,
  element: Element,
  what: { errorType: string; message: string | (() => string); at: number; job?: Job; resolvedAt?: number },
  limit: Limit,
): Outcome => {
  if (what.at > limit.until) return open;
  const { errorType, message, at, job, resolvedAt = Number.POSITIVE_INFINITY } = what;
  const resolved = limit.cut || resolvedAt <= limit.until;
  const incident: Incident = {
    ticket: ticket(play.ledger.tickets, element.ticket.partition, at),
    element,
    errorType,
    message: typeof message === "string" ? () => message : message,
    at,
    state: resolved ? "RESOLVED" : "ACTIVE",
    ...(job === undefined ? {} : { job }),
  };
  play.ledger.incidents.push(incident);
  if (!resolved) element.incident = incident;
  return open;
};

/** Subscribes an element to a message, which arrives at `arrives` unless the wait ends before, at `ends`. */
export const subscribe = (
  play: Play,
  element: Element,
  wait: { elementId: string; message: string; correlationKey: string; arrives: number; ends: number },
  limit: Limit,
): void => {
  const { elementId, message, correlationKey, arrives, ends } = wait;
  const correlated = arrives <= limit.until && arrives <= ends;
  const deleted = !correlated && (ends <= limit.until || limit.cut);
  const subscription: Subscription = {
    ticket: ticket(play.ledger.tickets, element.ticket.partition, element.start),
    element,
    elementId,
    message,
    correlationKey,
    state: correlated ? "CORRELATED" : deleted ? "DELETED" : "CREATED",
    updated: correlated ? arrives : deleted ? Math.min(ends, limit.until) : element.start,
  };
  play.ledger.subscriptions.push(subscription);
};

/** Marks everything that holds an open incident: the element, what is around it, and the instances that called it. */
export const markIncidents = (ledger: Ledger): void => {
  const mark = (element: Element): void => {
    element.hasIncident = true;
    element.instance.hasIncident = true;
    if (element.outer !== undefined) mark(element.outer);
    else if (element.instance.parent !== undefined) mark(element.instance.parent);
  };
  for (const { state, element } of ledger.incidents) if (state === "ACTIVE") mark(element);
};
