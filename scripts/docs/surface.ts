import { prompts } from "../../src/prompts/prompts.ts";
import { toolsOf } from "../../src/prompts/text.ts";
import { guide } from "../../src/resources/guide.ts";
import { templates } from "../../src/resources/templates.ts";
import { code, table } from "./markdown.ts";

/** The resources as a Markdown table, in the order in which clients list them. */
export const renderResourcesTable = (): string =>
  table(
    ["Resource", "Content", "Type"],
    [
      ...templates.map(({ uriTemplate, description, mimeType }) => [code(uriTemplate), description, mimeType]),
      [code(guide.uri), guide.description, guide.mimeType],
    ],
  );

/** The prompts as a Markdown table, in the order in which clients list them; required arguments are bold. */
export const renderPromptsTable = (): string =>
  table(
    ["Prompt", "What it is for", "Arguments", "Tools it uses"],
    prompts.map((prompt) => [
      code(prompt.name),
      prompt.description,
      prompt.arguments.map(({ name, required }) => (required ? `**${code(name)}**` : code(name))).join(", "),
      toolsOf(prompt).map(code).join(", "),
    ]),
  );
