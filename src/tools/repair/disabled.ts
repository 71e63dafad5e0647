import { OperateError } from "../../errors.ts";

/** The toolset whose tools change something. */
export const REPAIR = "repair";

/** The error for a tool that is not offered because nothing may be changed. */
export const writeDisabled = (tool: string): OperateError =>
  new OperateError("WRITE_DISABLED", `${tool} is not offered: this server may not change anything on the cluster`, {
    next: "if changes are wanted, the person who set this server up has to set OPERATE_MCP_ALLOW_WRITES=true and restart it (and not name the tool in OPERATE_MCP_EXCLUDE_TOOLS)",
  });
