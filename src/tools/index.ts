import { entities } from "../camunda/entities/index.ts";
import { getTool } from "./get.ts";
import { searchTool } from "./search.ts";
import type { Tool } from "./tool.ts";
import { troubleshooting } from "./troubleshoot/index.ts";
import { whoami } from "./whoami.ts";

/** Every tool, in the order in which clients list them. */
export const tools: readonly Tool[] = [
  whoami,
  ...entities.flatMap((entity) => [searchTool(entity), ...(entity.searchOnly ? [] : [getTool(entity)])]),
  ...troubleshooting,
];

/** Every toolset there is; a setting chooses among them. */
export const toolsets: readonly string[] = [...new Set(tools.map(({ toolset }) => toolset))];

/** The tools of the chosen toolsets, without those that are left out by name. */
export const chosenTools = (chosen: readonly string[], without: readonly string[]): readonly Tool[] =>
  tools.filter(({ name, toolset }) => chosen.includes(toolset) && !without.includes(name));
