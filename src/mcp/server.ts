import { Server, type ServerContext } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import type { Tool } from "../tools/tool.ts";
import { runCall, type Surroundings } from "./call.ts";
import { INSTRUCTIONS } from "./instructions.ts";
import { type ListedTool, listed } from "./schemas.ts";
import type { Wire } from "./wire.ts";

/** What the protocol side needs to serve. */
export interface ServeOptions {
  readonly version: string;
  readonly tools: readonly Tool[];
  /** Read for each call: the settings may be wrong, and then every call says so. */
  readonly surroundings: () => Surroundings;
}

/** Progress goes only to clients that asked for it, and a client that is gone by then is no error. */
const progressOf =
  ({ mcpReq }: ServerContext) =>
  (progress: number, total?: number): void => {
    const progressToken = mcpReq._meta?.progressToken;
    if (progressToken === undefined) return;
    const params = { progressToken, progress, ...(total === undefined ? {} : { total }) };
    mcpReq.notify({ method: "notifications/progress", params }).catch(() => undefined);
  };

const errorResult = (text: string) => ({ content: [{ type: "text" as const, text }], isError: true });

const unknownTool = (name: string, tools: readonly Tool[]): string =>
  [
    `INVALID_ARGUMENT: there is no tool ${JSON.stringify(name.slice(0, 60))}`,
    `next: use one of ${tools.map((tool) => tool.name).join(", ")}`,
  ].join("\n");

/** A server for one connection, in either protocol era. */
export const createServer = ({ version, tools, surroundings }: ServeOptions): Server => {
  let list: ListedTool[] | undefined;
  const server = new Server(
    { name: "operate-mcp", version },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  server.setRequestHandler("tools/list", () => {
    list ??= tools.map(listed);
    return { tools: list };
  });
  server.setRequestHandler("tools/call", async ({ params }, context) => {
    const tool = tools.find(({ name }) => name === params.name);
    if (tool === undefined) return errorResult(unknownTool(params.name, tools));
    const outcome = await runCall(
      { tool, args: params.arguments ?? {}, signal: context.mcpReq.signal, progress: progressOf(context) },
      surroundings(),
    );
    if ("error" in outcome) return errorResult(outcome.error);
    return { content: [{ type: "text" as const, text: outcome.ok.text }], structuredContent: outcome.ok.structured };
  });
  return server;
};

/** Serves both protocol eras over a wire; closing the wire aborts what is running. */
export const serve = (wire: Wire, options: ServeOptions): { close(): Promise<void> } =>
  serveStdio(() => createServer(options), { transport: wire });
