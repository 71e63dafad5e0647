import { extension, filled, flag, nodes, present, text, typeOf } from "./node.ts";

/** Retries of a job whose model names none. */
const RETRIES = "3";

/** Work for a job worker. */
export interface Job {
  readonly type?: string | undefined;
  /** How often it may be tried: digits or an expression. */
  readonly retries: string;
  readonly priority?: string | undefined;
}

/** Which version of a called process, decision, form or resource is taken. */
export interface Binding {
  /** `latest`, `deployment` (the version deployed together with this model) or `versionTag`. */
  readonly binding: string;
  readonly versionTag?: string | undefined;
}

/** The process that a call activity calls. */
export interface CalledProcess extends Binding {
  readonly processId?: string | undefined;
  readonly businessId?: string | undefined;
  /** Whether the called process sees all variables of the calling one. */
  readonly passesAllVariables: boolean;
  /** Whether all variables of the called process come back. */
  readonly returnsAllVariables: boolean;
}

/** The decision that a business rule task evaluates. */
export interface CalledDecision extends Binding {
  readonly decisionId?: string | undefined;
  readonly resultVariable?: string | undefined;
}

/** The form of a user task or start event; one of id, key and reference. */
export interface Form extends Binding {
  readonly id?: string | undefined;
  /** Key of a form of another application, or of one inside the model. */
  readonly key?: string | undefined;
  readonly externalReference?: string | undefined;
}

/** A FEEL script that the engine evaluates. */
export interface Script {
  readonly expression?: string | undefined;
  readonly resultVariable?: string | undefined;
}

/** Work for a person. */
export interface UserTask {
  /** A user task of the engine, or a job that waits for a worker to show it to a person. */
  readonly implementation: "engine" | "job worker";
  readonly assignee?: string | undefined;
  readonly candidateGroups?: string | undefined;
  readonly candidateUsers?: string | undefined;
  readonly dueDate?: string | undefined;
  readonly followUpDate?: string | undefined;
  readonly priority?: string | undefined;
}

/** A deployed file that a job worker is told of. */
export interface LinkedResource extends Binding {
  readonly id?: string | undefined;
  readonly type?: string | undefined;
  readonly name?: string | undefined;
}

const bindingOf = (node: unknown): Binding => ({
  binding: text(node, "bindingType") ?? "latest",
  versionTag: text(node, "versionTag"),
});

/** Retries of a job or listener: digits or an expression. */
export const retriesOf = (node: unknown): string => text(node, "retries") ?? RETRIES;

/** The job of a flow node, unless it makes none. */
export const jobOf = (node: unknown): Job | undefined => {
  const job = extension(node, "zeebe:TaskDefinition");
  if (job === undefined) return undefined;
  const priority = text(extension(node, "zeebe:JobPriorityDefinition"), "priority");
  return present({ type: text(job, "type"), retries: retriesOf(job), priority });
};

/** The process that a call activity calls. */
export const calledProcessOf = (node: unknown): CalledProcess | undefined => {
  const called = extension(node, "zeebe:CalledElement");
  if (called === undefined) return undefined;
  return present({
    processId: text(called, "processId") ?? text(called, "processIdExpression"),
    businessId: text(called, "businessId"),
    passesAllVariables: flag(called, "propagateAllParentVariables") ?? true,
    returnsAllVariables: flag(called, "propagateAllChildVariables") ?? true,
    ...bindingOf(called),
  });
};

/** The decision that a business rule task evaluates. */
export const calledDecisionOf = (node: unknown): CalledDecision | undefined => {
  const called = extension(node, "zeebe:CalledDecision");
  if (called === undefined) return undefined;
  return present({
    decisionId: text(called, "decisionId"),
    resultVariable: text(called, "resultVariable"),
    ...bindingOf(called),
  });
};

/** The form of a user task or start event. */
export const formOf = (node: unknown): Form | undefined => {
  const form = extension(node, "zeebe:FormDefinition");
  if (form === undefined) return undefined;
  return present({
    id: text(form, "formId"),
    key: text(form, "formKey"),
    externalReference: text(form, "externalReference"),
    ...bindingOf(form),
  });
};

/** The script that the engine evaluates. */
export const scriptOf = (node: unknown): Script | undefined => {
  const script = extension(node, "zeebe:Script");
  if (script === undefined) return undefined;
  return present({ expression: text(script, "expression"), resultVariable: text(script, "resultVariable") });
};

/** Who is to do a user task, and until when. */
export const userTaskOf = (node: unknown): UserTask | undefined => {
  if (typeOf(node) !== "bpmn:UserTask") return undefined;
  const people = extension(node, "zeebe:AssignmentDefinition");
  const schedule = extension(node, "zeebe:TaskSchedule");
  return present({
    implementation: extension(node, "zeebe:UserTask") === undefined ? "job worker" : "engine",
    assignee: text(people, "assignee"),
    candidateGroups: text(people, "candidateGroups"),
    candidateUsers: text(people, "candidateUsers"),
    dueDate: text(schedule, "dueDate"),
    followUpDate: text(schedule, "followUpDate"),
    priority: text(extension(node, "zeebe:PriorityDefinition"), "priority"),
  });
};

/** The files that a job worker is told of. */
export const linkedResourcesOf = (node: unknown): readonly LinkedResource[] | undefined =>
  filled(
    nodes(extension(node, "zeebe:LinkedResources"), "values").map((resource) =>
      present({
        id: text(resource, "resourceId"),
        type: text(resource, "resourceType"),
        name: text(resource, "linkName"),
        ...bindingOf(resource),
      }),
    ),
  );
