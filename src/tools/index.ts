import { entities } from "../camunda/entities/index.ts";
import type { OperateError } from "../errors.ts";
import { type Choice, chosen, TENANT } from "./choice.ts";
import { getTool } from "./get.ts";
import { REPAIR, writeDisabled } from "./repair/disabled.ts";
import { repairing } from "./repair/index.ts";
import { searchTool } from "./search.ts";
import type { Tool } from "./tool.ts";
import { troubleshooting } from "./troubleshoot/index.ts";
import { whoami } from "./whoami.ts";

/** Every tool, in the order in which clients list them. */
export const tools: readonly Tool[] = [
  whoami,
  ...entities.flatMap((entity) => [searchTool(entity), ...(entity.searchOnly ? [] : [getTool(entity)])]),
  ...troubleshooting,
  ...repairing,
];

/** Every toolset there is; a setting chooses among them. */
export const toolsets: readonly string[] = [...new Set(tools.map(({ toolset }) => toolset))];

/** The error for a tool that is there but not offered because nothing may be changed; undefined for any other name. */
export const disabledTool = (name: string, offered: readonly Tool[]): OperateError | undefined =>
  repairing.some((tool) => tool.name === name) && !offered.some(({ toolset }) => toolset === REPAIR)
    ? writeDisabled(name)
    : undefined;

const withoutTenant = (tool: Tool): Tool =>
  TENANT in tool.input.shape ? { ...tool, input: tool.input.omit({ [TENANT]: true }) } : tool;

/** The tools of the chosen toolsets. */
export const chosenTools = (choice: Choice): readonly Tool[] =>
  chosen(tools, choice).map((tool) => (choice.tenantId === undefined ? tool : withoutTenant(tool)));

export { ANSWERED_WITHIN_MS } from "./repair/two-steps.ts";
