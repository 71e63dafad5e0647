import type { Resource } from "./resource.ts";
import { decisionDefinitions, decisionInstances, decisionRequirements } from "./tables/decisions.ts";
import { auditLogs, waitStates } from "./tables/inspection.ts";
import { elementInstances, incidents, processDefinitions, processInstances, variables } from "./tables/processes.ts";
import { jobs, messageSubscriptions, userTasks } from "./tables/work.ts";

/** The kinds of things that can be searched. */
export const resources: readonly Resource[] = [
  processDefinitions,
  processInstances,
  elementInstances,
  incidents,
  variables,
  decisionDefinitions,
  decisionInstances,
  decisionRequirements,
  jobs,
  userTasks,
  messageSubscriptions,
  auditLogs,
  waitStates,
];
