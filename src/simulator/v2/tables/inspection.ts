import { date, id, key, text, word } from "../property.ts";
import { resource } from "../resource.ts";
import { ELEMENT_TYPES } from "./words.ts";

const ENTITY_TYPES = [
  "AUTHORIZATION",
  "BATCH",
  "DECISION",
  "GROUP",
  "INCIDENT",
  "JOB",
  "MAPPING_RULE",
  "PROCESS_INSTANCE",
  "RESOURCE",
  "ROLE",
  "TENANT",
  "USER",
  "USER_TASK",
  "VARIABLE",
  "CLIENT",
] as const;

const BATCH_TYPES = [
  "ADD_VARIABLE",
  "CANCEL_PROCESS_INSTANCE",
  "DELETE_DECISION_DEFINITION",
  "DELETE_DECISION_INSTANCE",
  "DELETE_PROCESS_DEFINITION",
  "DELETE_PROCESS_INSTANCE",
  "MIGRATE_PROCESS_INSTANCE",
  "MODIFY_PROCESS_INSTANCE",
  "RESOLVE_INCIDENT",
  "RESUME_PROCESS_INSTANCE",
  "SUSPEND_PROCESS_INSTANCE",
  "UPDATE_JOB",
  "UPDATE_VARIABLE",
] as const;

const NEW_BATCH_TYPES = Object.fromEntries(
  ["RESUME_PROCESS_INSTANCE", "SUSPEND_PROCESS_INSTANCE", "UPDATE_JOB"].map((name) => [
    name,
    { since: "8.10", before: "MODIFY_PROCESS_INSTANCE" } as const,
  ]),
);

/** `AuditLogResult`. */
export const auditLogs = resource({
  path: "audit-logs",
  name: "Audit Log",
  key: "auditLogKey",
  since: "8.9",
  permission: "AUDIT_LOG",
  properties: {
    actorId: text({ shown: "maybe", filter: "operators" }),
    actorType: word(["ANONYMOUS", "CLIENT", "UNKNOWN", "USER"], { shown: "maybe", filter: "operators" }),
    auditLogKey: key({ filter: "operators" }),
    batchOperationKey: key({ shown: "maybe", filter: "none" }),
    batchOperationType: word(BATCH_TYPES, { shown: "maybe", filter: "operators", later: NEW_BATCH_TYPES }),
    category: word(["ADMIN", "DEPLOYED_RESOURCES", "USER_TASKS"], { filter: "operators" }),
    decisionDefinitionId: text({ shown: "maybe", filter: "operators" }),
    decisionDefinitionKey: key({ shown: "maybe", filter: "operators" }),
    decisionEvaluationKey: key({ shown: "maybe", filter: "operators" }),
    decisionRequirementsId: text({ shown: "maybe", filter: "operators" }),
    decisionRequirementsKey: key({ shown: "maybe", filter: "operators" }),
    elementInstanceKey: key({ shown: "maybe", filter: "operators" }),
    entityKey: id({ filter: "operators" }),
    entityType: word(ENTITY_TYPES, { filter: "operators" }),
    jobKey: key({ shown: "maybe", filter: "operators" }),
    operationType: word(
      [
        "ASSIGN",
        "CANCEL",
        "COMPLETE",
        "CREATE",
        "DELETE",
        "EVALUATE",
        "MIGRATE",
        "MODIFY",
        "RESOLVE",
        "RESUME",
        "SUSPEND",
        "UNASSIGN",
        "UNKNOWN",
        "UPDATE",
      ],
      { filter: "operators" },
    ),
    processDefinitionId: text({ shown: "maybe", filter: "operators" }),
    processDefinitionKey: key({ shown: "maybe", filter: "operators" }),
    processInstanceKey: key({ shown: "maybe", filter: "operators" }),
    inboundChannelType: text({ since: "8.10", shown: "maybe", filter: "operators" }),
    inboundChannelToolName: text({ since: "8.10", shown: "maybe", filter: "operators" }),
    result: word(["FAIL", "SUCCESS"], { filter: "operators" }),
    tenantId: text({ shown: "maybe", filter: "operators" }),
    timestamp: date({ filter: "operators" }),
    userTaskKey: key({ shown: "maybe", filter: "operators" }),
    rootProcessInstanceKey: key({ shown: "maybe", filter: "none", sort: false }),
    agentElementId: text({ shown: "maybe", filter: "operators", sort: false }),
    deploymentKey: key({ shown: "maybe", filter: "operators", sort: false }),
    formKey: key({ shown: "maybe", filter: "operators", sort: false }),
    resourceKey: key({ shown: "maybe", filter: "operators", sort: false }),
    relatedEntityKey: id({ shown: "maybe", filter: "operators", sort: false }),
    relatedEntityType: word(ENTITY_TYPES, { shown: "maybe", filter: "operators", sort: false }),
    entityDescription: text({ shown: "maybe", filter: "operators", sort: false }),
  },
});

/** `ElementInstanceWaitStateResult`. An element can wait for several things, so its key identifies no row. */
export const waitStates = resource({
  path: "element-instances/wait-states",
  name: "Wait State",
  key: "waitStateId",
  since: "8.10",
  readable: false,
  properties: {
    elementInstanceKey: key({ filter: "operators" }),
    processInstanceKey: key({ filter: "operators" }),
    rootProcessInstanceKey: key({ shown: "maybe", filter: "operators" }),
    elementId: text({ filter: "operators" }),
    elementType: word(ELEMENT_TYPES, { filter: "operators", sort: false }),
    tenantId: text({ filter: "none", sort: false }),
    bpmnProcessId: text({ from: "processDefinitionId", filter: "none", sort: false }),
    waitStateType: word(["JOB", "MESSAGE", "USER_TASK", "TIMER", "SIGNAL", "CONDITION"], {
      shown: "never",
      filter: "operators",
      sort: false,
    }),
    waitStateId: id({ shown: "never", filter: "none", sort: false }),
  },
  nested: { details: { none: {}, onlyAlone: false } },
});
