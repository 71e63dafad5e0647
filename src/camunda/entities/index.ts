import type { Entity } from "../entity.ts";
import { decisionDefinition } from "./decision-definition.ts";
import { decisionInstance } from "./decision-instance.ts";
import { decisionRequirements } from "./decision-requirements.ts";
import { elementInstance } from "./element-instance.ts";
import { incident } from "./incident.ts";
import { job } from "./job.ts";
import { processDefinition } from "./process-definition.ts";
import { processInstance } from "./process-instance.ts";
import { userTask } from "./user-task.ts";
import { variable } from "./variable.ts";

/** Every entity this server knows, in the order of its tools. */
export const entities: readonly Entity[] = [
  processDefinition,
  processInstance,
  elementInstance,
  incident,
  variable,
  decisionDefinition,
  decisionInstance,
  decisionRequirements,
  job,
  userTask,
];
