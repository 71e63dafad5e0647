import type { Server } from "@modelcontextprotocol/server";
import { disabledTool } from "../tools/index.ts";
import type { Tool } from "../tools/tool.ts";
import { oneLine, visible } from "../visible.ts";
import { inChannels, runCall, type Surroundings } from "./call.ts";
import { failureText } from "./failure.ts";
import type { ListedTool, Listing } from "./listed-tool.ts";
import { type Person, personAt } from "./person.ts";
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
    `INVALID_ARGUMENT: there is no tool ${visible(JSON.stringify(name.slice(0, 60)))}`,
    `next: use one of ${tools.map((tool) => tool.name).join(", ")}`,
  ].join("\n");

/** A tool that is not offered: it does not exist, or is switched off. */
const missingTool = (name: string, tools: readonly Tool[], around: Surroundings): string => {
  const disabled = disabledTool(name, tools);
  return disabled === undefined ? unknownTool(name, tools) : failureText(disabled, around);
};

const agreeing = ({ agreed }: Person) => (agreed === undefined ? {} : { agreed });

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
    if (tool === undefined) return errorResult(missingTool(params.name, tools, surroundings()));
    const around = surroundings();
    const person = personAt(server, context, (question) => oneLine(around.mask.text(around.secrets.redact(question))));
    const { signal } = context.mcpReq;
    const outcome = await runCall(
      { tool, args: params.arguments ?? {}, signal, progress: progressOf(context), ...agreeing(person) },
      around,
      inChannels,
    );
    if ("error" in outcome) return person.question() ?? errorResult(outcome.error);
    const content = contentOf(outcome.ok.text);
    return isStructured ? { content, structuredContent: outcome.ok.structured } : { content };
  });
};
