import type { Server } from "@modelcontextprotocol/server";
import type { Tool } from "../tools/tool.ts";
import { inChannels, runCall, type Surroundings } from "./call.ts";
import type { ListedTool, Listing } from "./listed-tool.ts";
import { progressOf } from "./progress.ts";
import { listed } from "./schemas.ts";
import type { Structured } from "./structure.ts";
import { structureOnce } from "./structure-once.ts";

/** What `tools/list` and `tools/call` are answered from. */
export interface ToolOptions {
  readonly tools: readonly Tool[];
  /** The list of these tools; computed from them where it is absent. */
  readonly listing?: Listing;
  readonly structured: Structured;
  /** Read for each call: the settings may be wrong, and then every call says so. */
  readonly surroundings: () => Surroundings;
}

const contentOf = (text: string) => [{ type: "text" as const, text }];

const errorResult = (text: string) => ({ content: contentOf(text), isError: true });

const unknownTool = (name: string, tools: readonly Tool[]): string =>
  [
    `INVALID_ARGUMENT: there is no tool ${JSON.stringify(name.slice(0, 60))}`,
    `next: use one of ${tools.map((tool) => tool.name).join(", ")}`,
  ].join("\n");

/** Lists the tools and calls them; without structures neither the list nor a result has any. */
export const offerTools = (server: Server, options: ToolOptions): void => {
  const { tools, structured, surroundings } = options;
  const { listing = (isStructured) => tools.map((tool) => listed(tool, isStructured)) } = options;
  const hasStructure = structureOnce(server, structured);
  let list: ListedTool[] | undefined;
  server.setRequestHandler("tools/list", (_, context) => {
    const isStructured = hasStructure(context);
    list ??= listing(isStructured);
    return { tools: list };
  });
  server.setRequestHandler("tools/call", async ({ params }, context) => {
    const isStructured = hasStructure(context);
    const tool = tools.find(({ name }) => name === params.name);
    if (tool === undefined) return errorResult(unknownTool(params.name, tools));
    const outcome = await runCall(
      { tool, args: params.arguments ?? {}, signal: context.mcpReq.signal, progress: progressOf(context) },
      surroundings(),
      inChannels,
    );
    if ("error" in outcome) return errorResult(outcome.error);
    const content = contentOf(outcome.ok.text);
    return isStructured ? { content, structuredContent: outcome.ok.structured } : { content };
  });
};
