import { Server } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { tools } from "../tools/index.ts";
import { instructionsFor } from "./instructions.ts";
import { offerCompletions } from "./offer-completions.ts";
import { offerPrompts } from "./offer-prompts.ts";
import { offerResources } from "./offer-resources.ts";
import { offerTools, type ToolOptions } from "./offer-tools.ts";
import type { Wire } from "./wire.ts";

/** What the protocol side needs to serve. */
export interface ServeOptions extends ToolOptions {
  readonly version: string;
}

/** A server for one connection, in either protocol era. */
export const createServer = (options: ServeOptions): Server => {
  const server = new Server(
    { name: "operate-mcp", version: options.version },
    {
      capabilities: { tools: {}, resources: {}, prompts: {}, completions: {} },
      instructions: instructionsFor(options.tools, tools),
    },
  );
  offerTools(server, options);
  offerResources(server, options);
  offerPrompts(server, options);
  offerCompletions(server, options);
  return server;
};

/** Serves both protocol eras over a wire; closing the wire aborts what is running. */
export const serve = (wire: Wire, options: ServeOptions): { close(): Promise<void> } =>
  serveStdio(() => createServer(options), { transport: wire });
