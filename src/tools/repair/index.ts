import type { Tool } from "../tool.ts";
import { forOne } from "./data-and-tokens.ts";
import { forMany } from "./incidents-and-instances.ts";

/** The tools that change something, in the order in which clients list them. */
export const repairing: readonly Tool[] = [...forMany, ...forOne];
