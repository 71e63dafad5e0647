import { absent, date, entity, flag, int, joined, key, text, word } from "../entity.ts";

/** A run of a process. Operate API `ProcessInstance`, Orchestration Cluster API `ProcessInstanceResult`. */
export const processInstance = entity({
  name: "process instance",
  plural: "process instances",
  key: "processInstanceKey",
  path: { v1: "process-instances", v2: "process-instances" },
  about: "One run of a process.",
  fields: {
    processInstanceKey: key("Key of the instance.", { v1: "key" }),
    processDefinitionKey: key("Version of the process it runs.", { v1: { since: "8.2" } }),
    processDefinitionId: text("Id of the process it runs.", { v1: "bpmnProcessId" }),
    processDefinitionName: text("Name of the process it runs.", { v1: absent, v2: { filter: false } }),
    processDefinitionVersion: int("Number of that version.", { v1: "processVersion" }),
    processDefinitionVersionTag: text("Tag of that version.", { v1: { name: "processVersionTag", since: "8.6" } }),
    state: word("Where it stands.", [
      "ACTIVE",
      "COMPLETED",
      { word: "TERMINATED", v1: "CANCELED" },
      { word: "SUSPENDED", v1: absent, since: "8.10" },
    ]),
    hasIncident: flag("Whether an open incident stops it or one of its called instances.", {
      v1: { name: "incident", since: "8.6" },
    }),
    startDate: date("When it began.", { window: "started" }),
    endDate: date("When it ended.", { window: "ended" }),
    suspendedDate: date("When it was suspended, while it is.", { v1: absent, v2: { since: "8.10" } }),
    parentProcessInstanceKey: key("Instance that called it.", { v1: { name: "parentKey", sort: false } }),
    parentElementInstanceKey: key("Call activity that called it.", {
      v1: "parentFlowNodeInstanceKey",
    }),
    rootProcessInstanceKey: key("Topmost instance of the call hierarchy.", {
      v1: absent,
      v2: { since: "8.9", filter: false, sort: false },
    }),
    errorMessage: text("A part of the message of one of its open incidents.", {
      v1: joined,
      v2: joined,
      match: "part",
      hidden: true,
    }),
    businessId: text("Id that the business gave it.", { v1: absent, v2: { since: "8.9" } }),
    tags: text("Tags it was given; searched by those that it has to have.", {
      v1: absent,
      v2: { sort: false, list: true },
    }),
    tenantId: text("Tenant it belongs to.", { v1: { since: "8.3" } }),
  },
  hasVariables: true,
  columns: [
    "processInstanceKey",
    "processDefinitionId",
    "processDefinitionVersion",
    "state",
    "hasIncident",
    "startDate",
    "endDate",
    "parentProcessInstanceKey",
    "businessId",
    "tenantId",
  ],
});
