import { absent, date, entity, int, key, text, word } from "../entity.ts";

const inside = (name: string) => ({ v1: absent, v2: { name: `details.${name}`, filter: false, sort: false } }) as const;

/** What an active element waits for. Orchestration Cluster API `ElementInstanceWaitStateResult`, from 8.10 on. */
export const waitState = entity({
  name: "wait state",
  plural: "wait states",
  // No key of its own: an element may wait for several things.
  key: "elementInstanceKey",
  path: { v2: "element-instances/wait-states" },
  since: { v2: "8.10" },
  searchOnly: true,
  about: "What an active element waits for.",
  fields: {
    elementId: text("The element that waits.", { v1: absent }),
    elementInstanceKey: key("The passage through that element.", { v1: absent }),
    waitsFor: word(
      "Kind of thing.",
      ["JOB", "MESSAGE", "USER_TASK", "TIMER", "SIGNAL", "CONDITION"],
      inside("waitStateType"),
    ),
    jobType: text("What workers ask for.", inside("jobType")),
    jobKey: key("The job.", inside("jobKey")),
    retries: int("Tries of the job left.", inside("retries")),
    messageName: text("Name of the message.", inside("messageName")),
    correlationKey: text("What the message has to carry.", inside("correlationKey")),
    taskKey: key("The user task.", inside("taskKey")),
    dueDate: date("When the timer fires, or the task is due.", inside("dueDate")),
    signalName: text("Name of the signal.", inside("signalName")),
    expression: text("The condition.", inside("expression")),
    processInstanceKey: key("The instance it belongs to.", { v1: absent }),
  },
});
