import { date, flag, int, key, list, text, word } from "../property.ts";
import {
  aboutElements,
  aboutIncidents,
  aboutTags,
  aboutVariables,
  havingErrorCode,
  latestOf,
  neverTrue,
} from "../refinements.ts";
import { resource } from "../resource.ts";
import { ELEMENT_STATES, ELEMENT_TYPES, ERROR_TYPES } from "./words.ts";

/** `ProcessDefinitionResult`. */
export const processDefinitions = resource({
  path: "process-definitions",
  name: "Process Definition",
  key: "processDefinitionKey",
  properties: {
    processDefinitionKey: key(),
    name: text({ shown: "maybe", filter: "operators" }),
    resourceName: text(),
    version: int(),
    versionTag: text({ shown: "maybe" }),
    processDefinitionId: text({ filter: "operators" }),
    tenantId: text(),
    hasStartForm: flag({ sort: false }),
    state: word(["ACTIVE", "DRAINING", "DELETED"], {
      sort: false,
      later: { DRAINING: { since: "8.10", before: "ACTIVE" } },
    }),
  },
  refinements: {
    isLatestVersion: { read: latestOf("process-definitions", ["processDefinitionId", "tenantId"]) },
  },
  latestSortedBy: ["processDefinitionId", "tenantId"],
});

/** `ProcessInstanceResult`. */
export const processInstances = resource({
  path: "process-instances",
  name: "Process Instance",
  key: "processInstanceKey",
  properties: {
    processInstanceKey: key({ filter: "operators" }),
    processDefinitionId: text({ filter: "operators" }),
    processDefinitionName: text({
      shown: { "8.8": "always", "8.9": "maybe" },
      filter: "operators",
      or: "processDefinitionId",
    }),
    processDefinitionVersion: int({ filter: "operators" }),
    processDefinitionVersionTag: text({ shown: "maybe", filter: "operators" }),
    processDefinitionKey: key({ filter: "operators" }),
    parentProcessInstanceKey: key({ shown: "maybe", filter: "operators" }),
    parentElementInstanceKey: key({ shown: "maybe", filter: "operators" }),
    startDate: date({ filter: "operators" }),
    endDate: date({ shown: "maybe", filter: "operators" }),
    suspendedDate: date({ since: "8.10", shown: "maybe", filter: "operators" }),
    state: word(["ACTIVE", "COMPLETED", "SUSPENDED", "TERMINATED"], {
      filter: "operators",
      later: { SUSPENDED: { since: "8.10", before: "ACTIVE" } },
    }),
    hasIncident: flag(),
    tenantId: text({ filter: "operators" }),
    rootProcessInstanceKey: key({ since: "8.9", shown: "maybe", filter: "none", sort: false }),
    businessId: text({ since: "8.9", shown: "maybe", filter: "operators" }),
    tags: list(),
  },
  refinements: {
    variables: { read: aboutVariables("processInstanceKey") },
    tags: { read: aboutTags },
    errorMessage: { read: aboutIncidents },
    hasRetriesLeft: { read: aboutIncidents },
    incidentErrorHashCode: { read: havingErrorCode },
    elementId: { read: aboutElements },
    elementInstanceState: { read: aboutElements },
    hasElementInstanceIncident: { read: aboutElements },
    batchOperationId: { read: neverTrue },
    batchOperationKey: { read: neverTrue },
  },
  alternatives: true,
});

/** `ElementInstanceResult`. */
export const elementInstances = resource({
  path: "element-instances",
  name: "Element Instance",
  key: "elementInstanceKey",
  properties: {
    elementInstanceKey: key(),
    processInstanceKey: key(),
    processDefinitionKey: key(),
    processDefinitionId: text(),
    startDate: date({ filter: "operators" }),
    endDate: date({ shown: "maybe", filter: "operators" }),
    elementId: text({ filter: { "8.8": "plain", "8.10": "operators" } }),
    elementName: text({ filter: { "8.8": "plain", "8.10": "operators" }, or: "elementId" }),
    type: word(ELEMENT_TYPES),
    state: word(ELEMENT_STATES, { filter: "operators" }),
    incidentKey: key({ shown: "maybe" }),
    tenantId: text(),
    hasIncident: flag({ sort: false }),
    rootProcessInstanceKey: key({ since: "8.9", shown: "maybe", filter: "none", sort: false }),
    elementInstanceScopeKey: key({ shown: "never", sort: false }),
  },
  alternatives: { "8.8": false, "8.10": true },
});

/** `IncidentResult`. */
export const incidents = resource({
  path: "incidents",
  name: "Incident",
  key: "incidentKey",
  properties: {
    incidentKey: key({ filter: { "8.8": "plain", "8.9": "operators" } }),
    processDefinitionKey: key({ filter: { "8.8": "plain", "8.9": "operators" } }),
    processDefinitionId: text({ filter: { "8.8": "plain", "8.9": "operators" } }),
    processInstanceKey: key({ filter: { "8.8": "plain", "8.9": "operators" } }),
    errorType: word(ERROR_TYPES, {
      filter: { "8.8": "plain", "8.9": "operators" },
      notIn: true,
      later: { SECRET_RESOLUTION_ERROR: { since: "8.10", before: "UNKNOWN" } },
    }),
    errorMessage: text({ filter: { "8.8": "plain", "8.9": "operators" }, sort: { "8.8": true, "8.9": false } }),
    elementId: text({ filter: { "8.8": "plain", "8.9": "operators" } }),
    elementInstanceKey: key({ filter: { "8.8": "plain", "8.9": "operators" } }),
    creationTime: date({ filter: "operators" }),
    state: word(["ACTIVE", "MIGRATED", "PENDING", "RESOLVED", "UNKNOWN"], {
      filter: { "8.8": "plain", "8.9": "operators" },
      notIn: true,
      later: { UNKNOWN: { since: "8.9", before: "PENDING" } },
    }),
    jobKey: key({ shown: "maybe", filter: { "8.8": "plain", "8.9": "operators" } }),
    tenantId: text({ filter: { "8.8": "plain", "8.9": "operators" } }),
    rootProcessInstanceKey: key({ since: "8.9", shown: "maybe", filter: "none", sort: false }),
  },
});

/** `VariableSearchResult`, and `VariableResult` of one. */
export const variables = resource({
  path: "variables",
  name: "Variable",
  key: "variableKey",
  properties: {
    value: text({ filter: "operators" }),
    name: text({ filter: "operators" }),
    tenantId: text(),
    variableKey: key({ filter: "operators" }),
    scopeKey: key({ filter: "operators" }),
    processInstanceKey: key({ filter: "operators" }),
    rootProcessInstanceKey: key({ since: "8.9", shown: "maybe", filter: "none", sort: false }),
    isTruncated: flag({ sort: false }),
  },
  preview: { text: "value", mark: "isTruncated" },
});
