import { readFileSync } from "node:fs";
import { z } from "zod";

/** What the packages say of the project. `package.json` is where it is declared. */
const Project = z.object({
  name: z.string(),
  /** The name in the MCP registry: the reversed domain of an account, a slash, the name. */
  mcpName: z.string(),
  version: z.string(),
  /** At most 100 characters: the registry takes no more. */
  description: z.string(),
  author: z.string(),
  license: z.string(),
  keywords: z.array(z.string()),
  engines: z.object({ node: z.string() }),
});

export const project = Project.parse(JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")));

/** The name that people see in dialogs and lists. */
export const DISPLAY_NAME = "Operate MCP";

/** An object as the text of a JSON file. */
export const jsonFile = (content: object): string => `${JSON.stringify(content, undefined, 2)}\n`;
