import { entities } from "../camunda/entities/index.ts";
import { getTool } from "./get.ts";
import { searchTool } from "./search.ts";
import type { Tool } from "./tool.ts";
import { whoami } from "./whoami.ts";

/** Every tool, in the order in which clients list them. */
export const tools: readonly Tool[] = [whoami, ...entities.flatMap((entity) => [searchTool(entity), getTool(entity)])];
