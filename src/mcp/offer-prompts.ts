import type { Server } from "@modelcontextprotocol/server";
import { OperateError } from "../errors.ts";
import type { Given, Prompt } from "../prompts/prompt.ts";
import { prompts } from "../prompts/prompts.ts";
import { checkGiven, promptText, toolsOf } from "../prompts/text.ts";
import type { Tool } from "../tools/tool.ts";
import { invalidRequest } from "./refusal.ts";
import { visible } from "./visible.ts";

/** The prompts that these tools are enough for. */
export const promptsWith = (tools: readonly Tool[]): readonly Prompt[] =>
  prompts.filter((prompt) => toolsOf(prompt).every((name) => tools.some((tool) => tool.name === name)));

/** The prompt of this name among those that are offered. */
export const promptCalled = (offered: readonly Prompt[], name: string): Prompt => {
  const prompt = offered.find((one) => one.name === name);
  if (prompt !== undefined) return prompt;
  const names = offered.map((one) => one.name).join(", ");
  throw invalidRequest(
    `there is no prompt ${visible(JSON.stringify(name.slice(0, 60)))}`,
    names === "" ? "use the tools; prompts need more toolsets than are switched on" : `use one of ${names}`,
  );
};

const checked = (prompt: Prompt, said: Given): Given => {
  try {
    return checkGiven(prompt, said);
  } catch (error) {
    throw error instanceof OperateError ? invalidRequest(visible(error.message), error.next) : error;
  }
};

/** Lists the prompts and fills them in. Touches no network. */
export const offerPrompts = (server: Server, { tools }: { readonly tools: readonly Tool[] }): void => {
  const offered = promptsWith(tools);
  server.setRequestHandler("prompts/list", () => ({
    prompts: offered.map(({ name, title, description, arguments: taken }) => ({
      name,
      title,
      description,
      arguments: taken.map((argument) => ({ ...argument })),
    })),
  }));
  server.setRequestHandler("prompts/get", ({ params }) => {
    const prompt = promptCalled(offered, params.name);
    const text = visible(promptText(prompt, checked(prompt, params.arguments ?? {})));
    return { description: prompt.description, messages: [{ role: "user", content: { type: "text", text } }] };
  });
};
