import { isObject } from "../narrow.ts";
import { type Choice, chosen, TENANT } from "../tools/choice.ts";
import { catalogue } from "./catalogue.ts";
import { instructionsFor } from "./instructions.ts";
import type { ListedTool, Listing } from "./listed-tool.ts";

const withoutTenant = (tool: ListedTool): ListedTool => {
  const { properties } = tool.inputSchema;
  if (!isObject(properties) || !(TENANT in properties)) return tool;
  const { [TENANT]: _, ...others } = properties;
  return { ...tool, inputSchema: { ...tool.inputSchema, properties: others } };
};

const withoutOutput = ({ outputSchema: _, ...tool }: ListedTool): ListedTool => tool;

/** What is listed of the chosen tools. Loads none of them. */
export const listingOf = (choice: Choice): Listing => {
  const listed = chosen(catalogue, choice).map((entry) =>
    choice.tenantId === undefined ? entry.listed : withoutTenant(entry.listed),
  );
  return (isStructured) => (isStructured ? [...listed] : listed.map(withoutOutput));
};

const listedOf = ({ listed }: { readonly listed: ListedTool }): ListedTool => listed;

/** What is told about a server that offers the chosen tools. Loads none of them. */
export const instructionsOf = (choice: Choice): string =>
  instructionsFor(chosen(catalogue, choice).map(listedOf), catalogue.map(listedOf));

/** What is wrong with a choice: names that choose nothing among toolsets and tools. */
export const choiceWarnings = ({ toolsets, excludeTools }: Choice): string[] =>
  [
    ...toolsets.filter((name) => catalogue.every(({ toolset }) => toolset !== name)),
    ...excludeTools.filter((name) => catalogue.every((entry) => entry.name !== name)),
  ].map((name) => `there is no toolset or tool ${name}`);
