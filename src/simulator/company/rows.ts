import type { Row } from "../world.ts";
import { auditLogs } from "./audit.ts";
import type { DeployedDecision, DeployedProcess, DeployedRequirements, Deployments } from "./deployments.ts";
import { days, minutes } from "./duration.ts";
import type {
  DecisionRun,
  Element,
  Incident,
  Instance,
  Job,
  Ledger,
  Subscription,
  UserTask,
  Variable,
} from "./player/ledger.ts";
import { waitStates } from "./waits.ts";

const date = (at: number): string => new Date(at).toISOString();
const dateOrNone = (at: number | undefined): string | undefined => (at === undefined ? undefined : date(at));

const rootOf = (instance: Instance): string => (instance.root ?? instance).ticket.key;

/** Where a thing belongs; the part that rows of all entities below a process instance share. */
const belonging = (instance: Instance) => ({
  processInstanceKey: instance.ticket.key,
  rootProcessInstanceKey: rootOf(instance),
  processDefinitionKey: instance.definition.ticket.key,
  processDefinitionId: instance.definition.model.id,
  tenantId: instance.definition.tenantId,
});

/** What an instance hands on to all that happens in it. */
const businessIdOf = (instance: Instance): string | undefined => (instance.root ?? instance).businessId;

/** A list as one text with commas; absent when it is empty. */
const listed = (texts: readonly string[] = []): string | undefined => (texts.length === 0 ? undefined : texts.join());

const isSuspended = ({ state, suspended }: Instance): boolean => state === "ACTIVE" && suspended !== undefined;

const processDefinitionRow = ({ ticket, model, version, tenantId }: DeployedProcess): Row => ({
  processDefinitionKey: ticket.key,
  processDefinitionId: model.id,
  name: model.name,
  version,
  versionTag: model.versionTag,
  resourceName: `${model.id}.bpmn`,
  hasStartForm: false,
  state: "ACTIVE",
  tenantId,
});

const processInstanceRow = (instance: Instance): Row => ({
  ...belonging(instance),
  processDefinitionName: instance.definition.model.name,
  processDefinitionVersion: instance.definition.version,
  processDefinitionVersionTag: instance.definition.model.versionTag,
  state: isSuspended(instance) ? "SUSPENDED" : instance.state,
  hasIncident: instance.hasIncident,
  startDate: date(instance.start),
  endDate: dateOrNone(instance.end),
  parentProcessInstanceKey: instance.parent?.instance.ticket.key,
  parentElementInstanceKey: instance.parent?.ticket.key,
  businessId: businessIdOf(instance),
  tags: listed(instance.tags),
  suspendedDate: isSuspended(instance) ? dateOrNone(instance.suspended) : undefined,
});

const elementInstanceRow = (element: Element): Row => ({
  elementInstanceKey: element.ticket.key,
  ...belonging(element.instance),
  elementId: element.id,
  elementName: element.name === "" ? undefined : element.name,
  type: element.type,
  state: element.state,
  hasIncident: element.hasIncident,
  incidentKey: element.incident?.ticket.key,
  startDate: date(element.start),
  endDate: dateOrNone(element.end),
  elementInstanceScopeKey: (element.outer ?? element.instance).ticket.key,
});

const incidentRow = (incident: Incident): Row => ({
  incidentKey: incident.ticket.key,
  ...belonging(incident.element.instance),
  errorType: incident.errorType,
  errorMessage: incident.message(),
  elementId: incident.element.id,
  elementInstanceKey: incident.element.ticket.key,
  creationTime: date(incident.at),
  state: incident.state,
  jobKey: incident.job?.ticket.key,
});

/** Longest value, in characters, that Camunda keeps in a search result. */
const PREVIEW = 8191;

const variableRow = ({ ticket, instance, scope, name, value }: Variable): Row => {
  const text = JSON.stringify(value);
  return {
    variableKey: ticket.key,
    name,
    value: text,
    isTruncated: text.length > PREVIEW,
    scopeKey: scope.key,
    processInstanceKey: instance.ticket.key,
    rootProcessInstanceKey: rootOf(instance),
    tenantId: instance.definition.tenantId,
  };
};

/** How long a worker has a job to itself. */
const LEASE = minutes(5);

const jobRow = (job: Job): Row => ({
  jobKey: job.ticket.key,
  ...belonging(job.element.instance),
  type: job.type,
  worker: job.worker,
  state: job.state,
  kind: job.kind,
  listenerEventType: job.kind === "EXECUTION_LISTENER" ? "START" : "UNSPECIFIED",
  retries: job.retries,
  hasFailedWithRetriesLeft: false,
  elementId: job.element.id,
  elementInstanceKey: job.element.ticket.key,
  errorMessage: job.errorMessage,
  errorCode: job.errorCode,
  creationTime: date(job.at),
  lastUpdateTime: date(job.updated),
  endTime: dateOrNone(job.end),
  deadline: job.worker === undefined ? undefined : date(job.at + LEASE),
  priority: 0,
  businessId: businessIdOf(job.element.instance),
});

/** Within which a task is to be looked at, and done. */
const FOLLOW_UP = days(1);
const DUE = days(3);

const userTaskRow = (task: UserTask): Row => ({
  userTaskKey: task.ticket.key,
  ...belonging(task.element.instance),
  name: task.element.name,
  state: task.state,
  assignee: task.assignee,
  elementId: task.element.id,
  elementInstanceKey: task.element.ticket.key,
  processDefinitionVersion: task.element.instance.definition.version,
  processName: task.element.instance.definition.model.name,
  creationDate: date(task.at),
  completionDate: dateOrNone(task.end),
  priority: 50,
  candidateGroups: listed(task.groups),
  followUpDate: date(task.at + FOLLOW_UP),
  dueDate: date(task.at + DUE),
  businessId: businessIdOf(task.element.instance),
  tags: listed(task.element.instance.tags),
});

const messageSubscriptionRow = (subscription: Subscription): Row => ({
  messageSubscriptionKey: subscription.ticket.key,
  ...belonging(subscription.element.instance),
  elementId: subscription.elementId,
  elementInstanceKey: subscription.element.ticket.key,
  processDefinitionName: subscription.element.instance.definition.model.name,
  processDefinitionVersion: subscription.element.instance.definition.version,
  messageSubscriptionType: "PROCESS_EVENT",
  messageSubscriptionState: subscription.state,
  lastUpdatedDate: date(subscription.updated),
  messageName: subscription.message,
  correlationKey: subscription.correlationKey,
});

const decisionRequirementsRow = ({ ticket, requirements, version, tenantId }: DeployedRequirements): Row => ({
  decisionRequirementsKey: ticket.key,
  decisionRequirementsId: requirements.id,
  name: requirements.name,
  version,
  resourceName: `${requirements.id}.dmn`,
  tenantId,
});

const decisionDefinitionRow = ({ ticket, decision, from }: DeployedDecision): Row => ({
  decisionDefinitionKey: ticket.key,
  decisionDefinitionId: decision.id,
  name: decision.name,
  version: from.version,
  decisionRequirementsKey: from.ticket.key,
  decisionRequirementsId: from.requirements.id,
  decisionRequirementsName: from.requirements.name,
  decisionRequirementsVersion: from.version,
  tenantId: from.tenantId,
});

const decisionInstanceRow = ({ ticket, index, element, asked, deployed, evaluation, at }: DecisionRun): Row => ({
  decisionEvaluationInstanceKey: `${ticket.key}-${index}`,
  decisionEvaluationKey: ticket.key,
  ...belonging(element.instance),
  elementInstanceKey: element.ticket.key,
  decisionDefinitionKey: deployed.ticket.key,
  decisionDefinitionId: deployed.decision.id,
  decisionDefinitionName: deployed.decision.name,
  decisionDefinitionVersion: deployed.from.version,
  decisionDefinitionType: "DECISION_TABLE",
  rootDecisionDefinitionKey: asked.ticket.key,
  decisionRequirementsKey: deployed.from.ticket.key,
  businessId: businessIdOf(element.instance),
  state: evaluation.failure === undefined ? "EVALUATED" : "FAILED",
  evaluationDate: date(at),
  evaluationFailure: evaluation.failure,
  result: evaluation.failure === undefined ? JSON.stringify(evaluation.result) : undefined,
});

/** Rows of each entity, by the path under which the Orchestration Cluster API serves it. */
export const tables = (ledger: Ledger, deployed: Deployments): Readonly<Record<string, () => readonly Row[]>> => ({
  "process-definitions": () => deployed.processes.map(processDefinitionRow),
  "process-instances": () => ledger.instances.map(processInstanceRow),
  "element-instances": () => ledger.elements.map(elementInstanceRow),
  incidents: () => ledger.incidents.map(incidentRow),
  variables: () => ledger.variables.map(variableRow),
  jobs: () => ledger.jobs.map(jobRow),
  "user-tasks": () => ledger.userTasks.map(userTaskRow),
  "message-subscriptions": () => ledger.subscriptions.map(messageSubscriptionRow),
  "decision-requirements": () => deployed.requirements.map(decisionRequirementsRow),
  "decision-definitions": () => deployed.decisions.map(decisionDefinitionRow),
  "decision-instances": () => ledger.decisions.map(decisionInstanceRow),
  "audit-logs": () => auditLogs(ledger, deployed),
  "element-instances/wait-states": () => waitStates(ledger),
});
