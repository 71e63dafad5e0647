import { absent, date, entity, flag, int, key, text, word } from "../entity.ts";

/** A piece of work for a worker. Orchestration Cluster API `JobSearchResult`; the Operate API has none. */
export const job = entity({
  name: "job",
  plural: "jobs",
  key: "jobKey",
  path: { v2: "jobs" },
  toolset: "work",
  searchOnly: true,
  about: "A piece of work that an element hands to a worker: its type, retries left, and what went wrong.",
  fields: {
    jobKey: key("Key of the job.", { v1: absent }),
    type: text("What workers ask for.", { v1: absent }),
    state: word(
      "Where it stands.",
      ["CREATED", "COMPLETED", "FAILED", "ERROR_THROWN", "RETRIES_UPDATED", "TIMED_OUT", "CANCELED", "MIGRATED"],
      { v1: absent },
    ),
    kind: word("What made it.", ["BPMN_ELEMENT", "EXECUTION_LISTENER", "TASK_LISTENER", "AD_HOC_SUB_PROCESS"], {
      v1: absent,
    }),
    retries: int("Tries left.", { v1: absent }),
    worker: text("Who took it last.", { v1: absent }),
    deadline: date("Until when that worker has it.", { v1: absent, window: "deadline" }),
    errorCode: text("Code of the error that it threw.", { v1: absent }),
    errorMessage: text("What its last failure said.", { v1: absent, match: "part", v2: { sort: false } }),
    hasFailedWithRetriesLeft: flag("Whether it failed and will be tried again.", { v1: absent, v2: { sort: false } }),
    processInstanceKey: key("The instance it belongs to.", { v1: absent }),
    processDefinitionKey: key("Version of the process.", { v1: absent }),
    processDefinitionId: text("Id of the process.", { v1: absent }),
    elementId: text("The element it belongs to.", { v1: absent }),
    elementInstanceKey: key("The passage through that element.", { v1: absent }),
    endTime: date("When it was done.", { v1: absent, window: "ended" }),
    tenantId: text("Tenant it belongs to.", { v1: absent }),
  },
  columns: [
    "jobKey",
    "type",
    "state",
    "retries",
    "worker",
    "deadline",
    "errorMessage",
    "processInstanceKey",
    "elementId",
    "tenantId",
  ],
});
