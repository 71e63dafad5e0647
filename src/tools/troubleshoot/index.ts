import type { Tool } from "../tool.ts";
import { diagnoseProcessInstance } from "./diagnose.ts";
import { lookup } from "./lookup.ts";

/** The tools that answer why, in the order in which clients list them. */
export const troubleshooting: readonly Tool[] = [diagnoseProcessInstance, lookup];
