import type { Tool } from "../tool.ts";
import { compareProcessInstances } from "./compare-process-instances.ts";
import { compareProcessVersions } from "./compare-versions.ts";
import { diagnoseProcessInstance } from "./diagnose.ts";
import { explainIncidentTool } from "./explain-incident.ts";
import { findStalled } from "./find-stalled.ts";
import { getProcessInstanceTimeline } from "./get-process-instance-timeline.ts";
import { lookup } from "./lookup.ts";
import { summarizeIncidents } from "./summarize-incidents.ts";
import { summarizeProcesses } from "./summarize-processes.ts";

/** The tools that answer why, in the order in which clients list them. */
export const troubleshooting: readonly Tool[] = [
  summarizeProcesses,
  summarizeIncidents,
  diagnoseProcessInstance,
  explainIncidentTool,
  findStalled,
  getProcessInstanceTimeline,
  compareProcessInstances,
  compareProcessVersions,
  lookup,
];
