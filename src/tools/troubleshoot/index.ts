import type { Tool } from "../tool.ts";
import { compareProcessVersions } from "./compare-versions.ts";
import { diagnoseProcessInstance } from "./diagnose.ts";
import { findStalled } from "./find-stalled.ts";
import { lookup } from "./lookup.ts";
import { summarizeIncidents } from "./summarize-incidents.ts";
import { summarizeProcesses } from "./summarize-processes.ts";

/** The tools that answer why, in the order in which clients list them. */
export const troubleshooting: readonly Tool[] = [
  summarizeProcesses,
  summarizeIncidents,
  diagnoseProcessInstance,
  findStalled,
  compareProcessVersions,
  lookup,
];
