import type { Tool } from "../tool.ts";
import { forMany } from "./for-many.ts";
import { forOne } from "./for-one.ts";

/** The tools that change something, in the order in which clients list them. */
export const repairing: readonly Tool[] = [...forMany, ...forOne];
