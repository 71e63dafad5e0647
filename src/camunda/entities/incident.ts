import { absent, date, entity, joined, key, text, word } from "../entity.ts";

/** Why a process instance is stuck. Operate API `Incident`, Orchestration Cluster API `IncidentResult`. */
export const incident = entity({
  name: "incident",
  plural: "incidents",
  key: "incidentKey",
  path: { v1: "incidents", v2: "incidents" },
  about:
    "What stopped a process instance: a job out of retries, an expression that fails, a called process that is missing.",
  fields: {
    incidentKey: key("Key of the incident.", { v1: "key" }),
    processInstanceKey: key("The instance it stopped."),
    processDefinitionKey: key("Version of the process."),
    processDefinitionId: text("Id of the process.", { v1: joined }),
    elementId: text("Id of the element it sits on.", { v1: joined }),
    elementInstanceKey: key("The passage through that element.", { v1: joined }),
    errorType: word(
      "What kind of error it is.",
      [
        "UNSPECIFIED",
        "UNKNOWN",
        "IO_MAPPING_ERROR",
        "JOB_NO_RETRIES",
        { word: "EXECUTION_LISTENER_NO_RETRIES", since: "8.6" },
        { word: "TASK_LISTENER_NO_RETRIES", v1: absent, since: "8.8" },
        { word: "AD_HOC_SUB_PROCESS_NO_RETRIES", v1: absent, since: "8.8" },
        "CONDITION_ERROR",
        "EXTRACT_VALUE_ERROR",
        "CALLED_ELEMENT_ERROR",
        "UNHANDLED_ERROR_EVENT",
        "MESSAGE_SIZE_EXCEEDED",
        "CALLED_DECISION_ERROR",
        "DECISION_EVALUATION_ERROR",
        { word: "FORM_NOT_FOUND", since: "8.5" },
        { word: "RESOURCE_NOT_FOUND", v1: absent, since: "8.8" },
        { word: "SECRET_RESOLUTION_ERROR", v1: absent, since: "8.10" },
      ],
      { v1: "type" },
    ),
    // Operate's own filter is full text: whole words in any order. A part of the message is compared by this server.
    errorMessage: text("The error text.", {
      v1: { name: "message", filter: false, sort: false },
      v2: { sort: false },
      match: "part",
    }),
    state: word("Whether it is still open.", ["ACTIVE", "RESOLVED", "PENDING", { word: "MIGRATED", since: "8.5" }]),
    creationTime: date("When it was raised.", { window: "created" }),
    jobKey: key("The job that failed.", { v1: { since: "8.5" } }),
    tenantId: text("Tenant it belongs to.", { v1: { since: "8.3" } }),
  },
  columns: [
    "incidentKey",
    "processInstanceKey",
    "processDefinitionId",
    "elementId",
    "errorType",
    "errorMessage",
    "state",
    "creationTime",
    "tenantId",
  ],
});
