/** By path of an entity: names in the documents of the Orchestration Cluster API, each with the reason why it is left out. */
export type LeftOut = Readonly<Record<string, Readonly<Record<string, string>>>>;

const PART =
  "The API compares a name by case; names are searched by any part in any case, so they are compared by this server.";
const MESSAGE = "A message is searched by any part of it in any case, so it is compared by this server.";
const FULL_TEXT = "Nobody asks for messages by the alphabet, and from 8.9 on incidents cannot be sorted by theirs.";
const ROOT = "The instance that it belongs to tells the topmost one.";
const FOR_WORKERS = "It is for workers; what a person looks for is told by state, retries and message.";
const FOR_LISTS = "It is for a task list; tasks are looked at here for what they hold up.";
const ALTERNATIVES = "A search has one set of conditions, all of which must hold; for others it is asked again.";
const BATCH = "Batch operations are unknown to the tools so far.";
const ELEMENTS = "Element instances are searched by a tool of their own.";
const LATEST =
  "It allows no other filter and few orders; the newest of each is found by this server, with any filter beside it.";
const DEPLOYED = "It is shown; definitions are looked for by id, name and version.";
const SUSPENDED = "It is shown and sorted by; instances that are suspended are found by their state.";
const JOB_TIMES = "Came with 8.9; jobs are looked at by state, deadline and end.";
const BUSINESS = "The instance that it belongs to tells the id.";
const PASSING =
  "Came with 8.10; two more words than an assistant is told one by one would hide all the others of a job's state.";
const AUDIT = "An include shows what was done to one instance, who did it and how it went.";
const WAITING = "The element instance itself tells it, and it is one of the instance that was asked for.";
const SUBSCRIPTION =
  "An include shows the subscriptions of one instance; this says where it is in the model or the cluster.";

/** Members of what the API answers about an entity that no result of a tool shows. */
export const FIELDS_LEFT_OUT: LeftOut = {
  "element-instances": { rootProcessInstanceKey: ROOT },
  incidents: { rootProcessInstanceKey: ROOT },
  variables: { rootProcessInstanceKey: ROOT },
  "decision-instances": {
    rootProcessInstanceKey: ROOT,
    rootDecisionDefinitionKey: "The decisions of one evaluation are found by decisionEvaluationKey.",
    businessId: BUSINESS,
  },
  "decision-instances/matchedRules": {},
  jobs: {
    rootProcessInstanceKey: ROOT,
    businessId: BUSINESS,
    customHeaders: "The model tells them; a row holds no object.",
    deniedReason: FOR_WORKERS,
    isDenied: FOR_WORKERS,
    listenerEventType: FOR_WORKERS,
    priority: FOR_WORKERS,
    creationTime: JOB_TIMES,
    lastUpdateTime: JOB_TIMES,
  },
  "user-tasks": {
    rootProcessInstanceKey: ROOT,
    businessId: BUSINESS,
    customHeaders: "The model tells them; a row holds no object.",
    candidateGroups: FOR_LISTS,
    candidateUsers: FOR_LISTS,
    externalFormReference: FOR_LISTS,
    formKey: FOR_LISTS,
    tags: FOR_LISTS,
    processName: "The definition tells its name; the row has its key and id.",
    processDefinitionVersion: "The definition tells its version; the row has its key.",
  },
  "message-subscriptions": {
    rootProcessInstanceKey: ROOT,
    processDefinitionKey: SUBSCRIPTION,
    processDefinitionId: SUBSCRIPTION,
    processDefinitionName: SUBSCRIPTION,
    processDefinitionVersion: SUBSCRIPTION,
    messageSubscriptionType: "Those of one instance are all of the same type.",
    toolProperties: SUBSCRIPTION,
    toolName: SUBSCRIPTION,
    inboundConnectorType: SUBSCRIPTION,
  },
  "audit-logs": {
    rootProcessInstanceKey: ROOT,
    batchOperationKey: BATCH,
    batchOperationType: BATCH,
    agentElementId: AUDIT,
    category: AUDIT,
    processDefinitionId: AUDIT,
    processDefinitionKey: AUDIT,
    elementInstanceKey: AUDIT,
    jobKey: AUDIT,
    userTaskKey: AUDIT,
    decisionRequirementsId: AUDIT,
    decisionRequirementsKey: AUDIT,
    decisionDefinitionId: AUDIT,
    decisionDefinitionKey: AUDIT,
    decisionEvaluationKey: AUDIT,
    deploymentKey: AUDIT,
    formKey: AUDIT,
    resourceKey: AUDIT,
    relatedEntityKey: AUDIT,
    relatedEntityType: AUDIT,
    entityDescription: AUDIT,
    inboundChannelType: AUDIT,
    inboundChannelToolName: AUDIT,
  },
  "element-instances/wait-states": {
    rootProcessInstanceKey: ROOT,
    elementType: WAITING,
    tenantId: WAITING,
    bpmnProcessId: WAITING,
    "details.jobKind": WAITING,
    "details.listenerEventType": WAITING,
    "details.repetitions": WAITING,
    "details.events": WAITING,
  },
};

/** Members of the filters for which the search tools have no argument. */
export const ARGUMENTS_LEFT_OUT: LeftOut = {
  "process-definitions": {
    isLatestVersion: LATEST,
    resourceName: DEPLOYED,
    hasStartForm: DEPLOYED,
    state: DEPLOYED,
  },
  "process-instances": {
    $or: ALTERNATIVES,
    batchOperationId: BATCH,
    batchOperationKey: BATCH,
    elementId: ELEMENTS,
    elementInstanceState: ELEMENTS,
    hasElementInstanceIncident: ELEMENTS,
    hasRetriesLeft: "Jobs are searched by a tool of their own, also by whether tries are left.",
    incidentErrorHashCode:
      "A number that only Camunda can compute from a message; messages are searched by their text.",
    processDefinitionName: "Definitions are searched by name in a tool of their own, instances by id or key of theirs.",
    suspendedDate: SUSPENDED,
  },
  "element-instances": {
    $or: ALTERNATIVES,
    elementInstanceScopeKey: "No answer tells it, so nobody has one to look for.",
  },
  "decision-definitions": { isLatestVersion: LATEST },
  "decision-instances": {
    decisionRequirementsKey: "No answer tells it, so nobody has one to look for.",
    rootDecisionDefinitionKey: "The decisions of one evaluation are found by decisionEvaluationKey.",
    businessId: BUSINESS,
  },
  jobs: {
    deniedReason: FOR_WORKERS,
    isDenied: FOR_WORKERS,
    listenerEventType: FOR_WORKERS,
    priority: FOR_WORKERS,
    creationTime: JOB_TIMES,
    lastUpdateTime: JOB_TIMES,
  },
  "user-tasks": {
    candidateGroup: FOR_LISTS,
    candidateUser: FOR_LISTS,
    localVariables: FOR_LISTS,
    processInstanceVariables: FOR_LISTS,
    tags: FOR_LISTS,
    businessId: BUSINESS,
  },
};

/** Members of the filters that the search tools offer and that are never sent: this server compares them itself. */
export const FILTERS_NOT_SENT: LeftOut = {
  "process-definitions": { name: PART },
  "process-instances": {
    errorMessage: "A part of it in any case is looked for among the incidents, by this server.",
  },
  "element-instances": { elementName: PART },
  incidents: { errorMessage: MESSAGE },
  "decision-definitions": { name: PART },
  "decision-requirements": { decisionRequirementsName: PART },
  jobs: { errorMessage: MESSAGE },
  "user-tasks": { name: PART },
};

/** What the API can sort by and a list is never sorted by. */
export const SORTS_LEFT_OUT: LeftOut = {
  variables: { value: "Sorted by it, the place in the list (page.next) would hold a value that the row may mask." },
  incidents: { errorMessage: FULL_TEXT },
  "decision-instances": {
    rootDecisionDefinitionKey: "The decisions of one evaluation are found by decisionEvaluationKey.",
    businessId: BUSINESS,
  },
  jobs: {
    deniedReason: FOR_WORKERS,
    isDenied: FOR_WORKERS,
    listenerEventType: FOR_WORKERS,
    priority: FOR_WORKERS,
    creationTime: JOB_TIMES,
    errorMessage: "Nobody asks for messages by the alphabet.",
    hasFailedWithRetriesLeft: "It is only true or false, a filter serves better, and 8.8 cannot sort by it.",
  },
  "user-tasks": { businessId: BUSINESS },
};

/** By path of an entity and name of a field: words that the API knows and the entity does not. They are shown as they come. */
export const WORDS_LEFT_OUT: LeftOut = {
  "incidents.state": { UNKNOWN: "Camunda says it of a state that it does not know itself; nobody looks for it." },
  "jobs.state": {
    TIMEOUT_UPDATED: PASSING,
    PRIORITY_UPDATED: PASSING,
  },
};
