import type { Server } from "@modelcontextprotocol/server";
import { guide, guideText } from "../resources/guide.ts";
import { keyIn, type Template, templates } from "../resources/templates.ts";
import { tools } from "../tools/index.ts";
import { getName } from "../tools/names.ts";
import { missingBeside, namesAny } from "../tools/offered.ts";
import type { Tool } from "../tools/tool.ts";
import { visible } from "../visible.ts";
import { inChannels, runCall, type Shape, type Surroundings } from "./call.ts";
import { progressOf } from "./progress.ts";
import { noResource, unreadable } from "./refusal.ts";

/** What resources are answered from. */
export interface ResourceOptions {
  readonly tools: readonly Tool[];
  readonly surroundings: () => Surroundings;
}

/** One text of an answer, whole: half a document would be none, and whoever opens a resource asks for all of it. */
const documentOf =
  (name: string): Shape<string> =>
  (answer) => {
    const part = answer.kind === "record" ? answer.parts[name] : undefined;
    if (part?.kind !== "text") throw new Error(`the answer has no ${name}`);
    return visible(part.text);
  };

const asText: Shape<string> = async (answer, clean, budget) => (await inChannels(answer, clean, budget)).text;

const readerOf = ({ entity }: Template, tools: readonly Tool[]): Tool | undefined =>
  tools.find(({ name }) => name === getName(entity));

/** The families of resources that these tools can read: who leaves out a tool leaves out what it shows. */
export const readableWith = (tools: readonly Tool[]): readonly Template[] =>
  templates.filter((template) => readerOf(template, tools) !== undefined);

const unknownUri = (uri: string, readable: readonly Template[]): string =>
  [
    `NOT_FOUND: there is no resource ${visible(JSON.stringify(uri.slice(0, 100)))}`,
    `next: use one of ${[guide.uri, ...readable.map(({ uriTemplate }) => uriTemplate)].join(", ")}`,
  ].join("\n");

/** Lists and reads resources: the guide, and what the get tools show of one thing. */
export const offerResources = (server: Server, { tools: offered, surroundings }: ResourceOptions): void => {
  const readable = readableWith(offered);
  const missing = missingBeside(offered, tools);
  const guideRead = guideText((text) => !namesAny(text, missing));
  server.setRequestHandler("resources/list", () => ({ resources: [guide] }));
  server.setRequestHandler("resources/templates/list", () => ({
    resourceTemplates: readable.map(({ name, title, description, mimeType, uriTemplate }) => ({
      name,
      title,
      description,
      mimeType,
      uriTemplate,
    })),
  }));
  server.setRequestHandler("resources/read", async ({ params: { uri } }, context) => {
    if (uri === guide.uri) return { contents: [{ uri, mimeType: guide.mimeType, text: guideRead }] };
    const template = readable.find((one) => keyIn(one, uri) !== undefined);
    const tool = template && readerOf(template, offered);
    if (template === undefined || tool === undefined) throw noResource(uri, unknownUri(uri, readable));
    const { entity, include, document, mimeType } = template;
    const outcome = await runCall(
      {
        tool,
        args: { [entity.key]: keyIn(template, uri), include },
        signal: context.mcpReq.signal,
        progress: progressOf(context),
      },
      surroundings(),
      document === undefined ? asText : documentOf(document),
    );
    if ("error" in outcome) throw unreadable(uri, outcome);
    return { contents: [{ uri, mimeType, text: outcome.ok }] };
  });
};
