import { Server, type Transport } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { ANSWERED_WITHIN_MS, tools } from "../tools/index.ts";
import { withEarlierCodes } from "./earlier-codes.ts";
import { CAPABILITIES, identity } from "./identity.ts";
import { instructionsFor } from "./instructions.ts";
import { offerCompletions } from "./offer-completions.ts";
import { offerPrompts } from "./offer-prompts.ts";
import { offerResources } from "./offer-resources.ts";
import { offerTools, type ToolOptions } from "./offer-tools.ts";

/** What the protocol side needs to serve. */
export interface ServeOptions extends ToolOptions {
  readonly version: string;
}

/** A server for one connection, in either protocol era. */
export const createServer = (options: ServeOptions): Server => {
  const instructions = instructionsFor(options.tools, tools);
  const server = new Server(identity(options.version), {
    capabilities: CAPABILITIES,
    instructions,
    inputRequired: { roundTimeoutMs: ANSWERED_WITHIN_MS },
  });
  offerTools(server, options);
  offerResources(server, options);
  offerPrompts(server, options);
  offerCompletions(server, options);
  return server;
};

/** Serves both protocol eras over a transport; closing it aborts what is running. */
export const serve = (transport: Transport, options: ServeOptions): { close(): Promise<void> } =>
  serveStdio(() => createServer(options), { transport: withEarlierCodes(transport) });
