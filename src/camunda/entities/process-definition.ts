import { absent, entity, flag, int, key, text, word } from "../entity.ts";

/** A deployed version of a process. Operate API `ProcessDefinition`, Orchestration Cluster API `ProcessDefinitionResult`. */
export const processDefinition = entity({
  name: "process definition",
  plural: "process definitions",
  key: "processDefinitionKey",
  path: { v1: "process-definitions", v2: "process-definitions" },
  about: "A deployed version of a BPMN process.",
  fields: {
    processDefinitionKey: key("Key of this version of the process.", { v1: "key" }),
    processDefinitionId: text("Id of the process in its BPMN model, the same for all versions.", {
      v1: "bpmnProcessId",
    }),
    name: text("Name of the process; searched by any part of it, in any case.", { match: "part" }),
    version: int("Number of the version, from 1."),
    versionTag: text("Tag that the model gives this version.", { v1: { since: "8.6", filter: false, sort: false } }),
    resourceName: text("File the model was deployed from.", { v1: absent, v2: { filter: false } }),
    hasStartForm: flag("Whether a form starts it.", { v1: absent, v2: { filter: false, sort: false } }),
    state: word("Whether it is still deployed.", ["ACTIVE", { word: "DRAINING", since: "8.10" }, "DELETED"], {
      v1: absent,
      v2: { filter: false, sort: false },
    }),
    tenantId: text("Tenant it belongs to.", { v1: { since: "8.3" } }),
  },
  columns: ["processDefinitionKey", "processDefinitionId", "name", "version", "versionTag", "tenantId"],
  xml: { of: "processDefinitionKey", path: { v1: "process-definitions", v2: "process-definitions" } },
  latest: { by: ["processDefinitionId", "tenantId"], highest: "version" },
});
