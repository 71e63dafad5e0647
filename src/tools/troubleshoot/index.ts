import type { Tool } from "../tool.ts";
import { compareProcessInstances } from "./compare-process-instances.ts";
import { getProcessInstanceTimeline } from "./get-process-instance-timeline.ts";

/** The tools that answer why, in the order in which clients list them. */
export const troubleshooting: readonly Tool[] = [getProcessInstanceTimeline, compareProcessInstances];
