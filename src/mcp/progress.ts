import type { ServerContext } from "@modelcontextprotocol/server";

/** Reports progress to a client that asked for it; one that is gone by then is no error. */
export const progressOf =
  ({ mcpReq }: ServerContext) =>
  (progress: number, total?: number): void => {
    const progressToken = mcpReq._meta?.progressToken;
    if (progressToken === undefined) return;
    const params = { progressToken, progress, ...(total === undefined ? {} : { total }) };
    mcpReq.notify({ method: "notifications/progress", params }).catch(() => undefined);
  };
