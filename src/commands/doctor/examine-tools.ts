import { bytes } from "../../mcp/channels.ts";
import { listed } from "../../mcp/schemas.ts";
import type { Tool } from "../../tools/tool.ts";
import { type Finding, failed, ok } from "./check.ts";

const BYTES_PER_TOKEN = 4;

/** How many tools an assistant is shown, and what that costs it. */
export const examineTools = (offered: readonly Tool[]): readonly Finding[] => {
  if (offered.length === 0) {
    return [failed("no tool is offered", "check OPERATE_MCP_TOOLSETS and OPERATE_MCP_EXCLUDE_TOOLS")];
  }
  const sizes = offered.map((tool) => listed(tool, false)).map((visible) => bytes(JSON.stringify(visible)));
  const size = sizes.reduce((sum, each) => sum + each, 0);
  const figure = (count: number): string => count.toLocaleString("en-US");
  return [
    ok(
      `${offered.length} tools, ${figure(size)} bytes to a model (about ${figure(Math.round(size / BYTES_PER_TOKEN))} tokens)`,
    ),
  ];
};
