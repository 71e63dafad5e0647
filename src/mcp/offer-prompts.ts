import type { Server } from "@modelcontextprotocol/server";
import * as z from "zod";
import { OperateError } from "../errors.ts";
import type { Given, Prompt } from "../prompts/prompt.ts";
import { prompts } from "../prompts/prompts.ts";
import { checkGiven, promptText, toolsOf } from "../prompts/text.ts";
import { checkArguments } from "../tools/arguments.ts";
import type { Tool } from "../tools/tool.ts";
import { visible } from "../visible.ts";
import { invalidRequest } from "./refusal.ts";

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

/** What a prompt may be told: of each argument, what the first tool asks of it that gets it. */
const formOf = (prompt: Prompt, tools: readonly Tool[]): z.ZodObject => {
  const names = prompt.arguments.map(({ name }) => name);
  const shape: Record<string, z.core.SomeType> = {};
  for (const { tool, args = {} } of prompt.steps(Object.fromEntries(names.map((name) => [name, name])))) {
    const taken = tools.find(({ name }) => name === tool)?.input.shape ?? {};
    for (const [argument, name] of Object.entries(args)) {
      const schema = taken[argument];
      if (name !== undefined && names.includes(name) && schema !== undefined) shape[name] ??= schema;
    }
  }
  return z.object(shape).partial();
};

const checked = (prompt: Prompt, said: Given, tools: readonly Tool[]): Given => {
  try {
    const given = checkGiven(prompt, said);
    checkArguments(formOf(prompt, tools), given);
    return given;
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
    const text = visible(promptText(prompt, checked(prompt, params.arguments ?? {}, tools)));
    return { description: prompt.description, messages: [{ role: "user", content: { type: "text", text } }] };
  });
};
