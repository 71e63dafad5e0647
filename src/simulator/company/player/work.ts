import { evaluate } from "../decision.ts";
import { latestDecision } from "../deployments.ts";
import { days, hours, minutes, type Span, seconds } from "../duration.ts";
import type { Variables } from "../expression.ts";
import type { Node } from "../model.ts";
import type { Failure } from "../script.ts";
import { ticket } from "../ticket.ts";
import { decisionNotDeployed, errorNotCaught, formNotDeployed, noCorrelationKey } from "./engine-errors.ts";
import type { Element, Job, Limit, Outcome, Play, UserTask } from "./ledger.ts";
import { open } from "./ledger.ts";
import { raise, subscribe } from "./record.ts";
import { type Scope, scripted, seen } from "./scope.ts";

/** An element at work: where, when, and within which limit. */
export interface Task {
  readonly node: Node;
  readonly element: Element;
  readonly scope: Scope;
  readonly at: number;
  readonly limit: Limit;
}

const USUAL: Readonly<Record<"job" | "person" | "message" | "decision", Span>> = {
  job: [180, seconds(6)],
  person: [minutes(12), hours(20)],
  message: [minutes(30), days(2)],
  decision: [8, 60],
};

/** Milliseconds that something takes here: as scripted, or by chance within the usual. */
export const taking = (play: Play, scope: Scope, node: Node, usual: Span): number => {
  const [least, most] = node.takes ?? usual;
  const drawn = Math.round(play.random.between(least, most));
  return scripted(play.script.takes, node.id, scope) ?? drawn;
};

/** Variables that the work brings: as scripted, or as the model's worker usually does. */
export const bringing = (play: Play, scope: Scope, node: Node): Variables =>
  scripted(play.script.yields, node.id, scope) ?? node.yields?.(seen(scope), play.random) ?? {};

/** Throws a BPMN error: on to what catches it, or an incident where nothing does. */
export const throwError = (play: Play, task: Task, code: string, text?: string, job?: Job): Outcome => {
  const { element, limit, at } = task;
  if (limit.catching.includes(code)) return { kind: "thrown", code, at };
  const message = errorNotCaught(code, text, limit.catching);
  return raise(
    play,
    element,
    { errorType: "UNHANDLED_ERROR_EVENT", message, at, ...(job === undefined ? {} : { job }) },
    limit,
  );
};

const failJob = (play: Play, task: Task, job: Job, failure: Failure, failedAt: number): Outcome => {
  const { element, limit } = task;
  const said = failure.message;
  const message = typeof said === "string" ? said : () => said(job.ticket.key);
  job.updated = failedAt;
  if (failure.throws !== undefined && typeof said === "string") {
    job.state = "ERROR_THROWN";
    job.end = failedAt;
    job.errorCode = failure.throws;
    job.errorMessage = said;
    return throwError(play, { ...task, at: failedAt }, failure.throws, said, job);
  }
  const { type: errorType = "JOB_NO_RETRIES", resolvedAfter = Number.POSITIVE_INFINITY } = failure;
  const resolvedAt = failedAt + resolvedAfter;
  raise(play, element, { errorType, message, at: failedAt, job, resolvedAt }, limit);
  if (errorType !== "MESSAGE_SIZE_EXCEEDED" && typeof said === "string") {
    job.state = "FAILED";
    job.retries = 0;
    job.errorMessage = said;
  }
  if (resolvedAt + seconds(1) > limit.until) return open;
  return { kind: "done", at: resolvedAt + seconds(1) };
};

/** A job that a worker takes, completes, fails, or never sees. */
export const doJob = (play: Play, task: Task, type: string, kind: Job["kind"] = "BPMN_ELEMENT"): Outcome => {
  const { node, element, scope, at, limit } = task;
  const takes = kind === "BPMN_ELEMENT" ? taking(play, scope, node, USUAL.job) : 40;
  const job: Job = {
    ticket: ticket(play.ledger.tickets, element.ticket.partition, at),
    element,
    type,
    kind,
    headers: kind === "BPMN_ELEMENT" ? (node.job?.headers ?? {}) : {},
    at,
    retries: node.job?.retries ?? 3,
    state: "CREATED",
    updated: at,
    ...(Number.isFinite(takes) ? { worker: `${type.replaceAll(/[^a-z0-9]+/g, "-")}-worker` } : {}),
  };
  play.ledger.jobs.push(job);
  const failure = scripted(play.script.fails, kind === "BPMN_ELEMENT" ? node.id : type, scope);
  const worked: Outcome = at + takes > limit.until ? open : { kind: "done", at: at + takes };
  const outcome = worked.kind === "done" && failure ? failJob(play, task, job, failure, worked.at) : worked;
  if (outcome.kind === "done") {
    job.state = "COMPLETED";
    job.retries = Math.max(job.retries, 1);
    job.end = outcome.at;
    job.updated = outcome.at;
    return kind === "BPMN_ELEMENT" ? { ...outcome, brings: bringing(play, scope, node) } : outcome;
  }
  if (outcome.kind === "open" && limit.cut && job.state !== "ERROR_THROWN") {
    job.state = "CANCELED";
    job.end = limit.until;
    job.updated = limit.until;
  }
  return outcome;
};

/** A task that waits for a person. */
export const askPerson = (play: Play, { node, element, scope, at, limit }: Task): Outcome => {
  if (node.form !== undefined && !play.deployments.forms.includes(node.form)) {
    return raise(play, element, { errorType: "FORM_NOT_FOUND", message: formNotDeployed(node.form), at }, limit);
  }
  const ends = at + taking(play, scope, node, USUAL.person);
  const task: UserTask = {
    ticket: ticket(play.ledger.tickets, element.ticket.partition, at),
    element,
    groups: node.people?.groups ?? [],
    at,
    state: "CREATED",
    ...(node.people?.assignee === undefined ? {} : { assignee: node.people.assignee }),
  };
  play.ledger.userTasks.push(task);
  if (ends <= limit.until) {
    task.state = "COMPLETED";
    task.end = ends;
    return { kind: "done", at: ends, brings: bringing(play, scope, node) };
  }
  if (limit.cut) {
    task.state = "CANCELED";
    task.end = limit.until;
  }
  return open;
};

/** When the message or timer of an event comes; infinite when it never does. */
export const dueOf = (play: Play, scope: Scope, node: Node, at: number, usual: Span = USUAL.message): number =>
  node.event?.kind === "timer" ? node.event.due(at, seen(scope)) : at + taking(play, scope, node, usual);

/** Subscribes to the message of an event; an outcome is given only when its correlation key cannot be found. */
export const listen = (play: Play, task: Task, event: Node, arrives: number, ends: number): Outcome | undefined => {
  const { element, scope, at, limit } = task;
  if (event.event?.kind === "timer" && Math.min(arrives, ends) > limit.until && !limit.cut) {
    play.ledger.timers.push({ element, due: arrives });
  }
  if (event.event?.kind !== "message" || event.event.correlationKey === undefined) return undefined;
  const { name: message, correlationKey: wanted } = event.event;
  const found = wanted.of(seen(scope));
  if (typeof found !== "string" && typeof found !== "number") {
    const text = noCorrelationKey(wanted.feel, wanted.root, found, seen(scope));
    return raise(play, element, { errorType: "EXTRACT_VALUE_ERROR", message: text, at }, limit);
  }
  subscribe(play, element, { elementId: event.id, message, correlationKey: String(found), arrives, ends }, limit);
  return undefined;
};

/** A wait for a message or a timer. */
export const awaitEvent = (play: Play, task: Task): Outcome => {
  const { node, scope, at, limit } = task;
  const due = dueOf(play, scope, node, at);
  const refused = listen(play, task, node, due, Number.POSITIVE_INFINITY);
  if (refused !== undefined) return refused;
  return due > limit.until ? open : { kind: "done", at: due, brings: bringing(play, scope, node) };
};

/** A decision that the engine evaluates, with those it requires. */
export const decide = (play: Play, task: Task, id: string, result: string): Outcome => {
  const { node, element, scope, at, limit } = task;
  const ends = at + taking(play, scope, node, USUAL.decision);
  if (ends > limit.until) return open;
  const asked = latestDecision(play.deployments, id, scope.instance.definition.tenantId, at);
  if (asked === undefined) {
    return raise(play, element, { errorType: "CALLED_DECISION_ERROR", message: decisionNotDeployed(id), at }, limit);
  }
  const evaluations = evaluate(asked.from.requirements, id, seen(scope));
  const drawn = ticket(play.ledger.tickets, element.ticket.partition, ends);
  for (const [index, evaluation] of evaluations.entries()) {
    const { decisions } = play.deployments;
    const deployed = decisions.find(({ decision, from }) => decision === evaluation.decision && from === asked.from);
    if (deployed === undefined) continue;
    play.ledger.decisions.push({ ticket: drawn, index: index + 1, element, asked, deployed, evaluation, at: ends });
  }
  const last = evaluations.at(-1);
  if (last?.failure !== undefined) {
    const message = last.failure;
    return raise(play, element, { errorType: "DECISION_EVALUATION_ERROR", message, at: ends }, limit);
  }
  return { kind: "done", at: ends, brings: { [result]: last?.result ?? null } };
};
