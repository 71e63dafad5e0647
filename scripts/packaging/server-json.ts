import type { Setting } from "../../src/config/setting.ts";
import { allSettings } from "../../src/config/settings.ts";
import { aboutOf, fallbackOf, type InputType, inputType } from "./inputs.ts";
import { DISPLAY_NAME, jsonFile, project } from "./project.ts";

const FORMATS: Readonly<Record<InputType, string>> = {
  string: "string",
  number: "number",
  boolean: "boolean",
  file: "filepath",
};

const variable = (setting: Setting) => {
  const fallback = fallbackOf(setting);
  return {
    name: setting.name,
    description: fallback === undefined ? aboutOf(setting) : `${aboutOf(setting)} Where nothing is set: ${fallback}.`,
    // No single one is: which ones a cluster needs depends on where it is and how one logs in.
    isRequired: false,
    isSecret: setting.secret === true,
    format: FORMATS[inputType(setting)],
    ...(setting.kind.words === undefined ? {} : { choices: setting.kind.words }),
    ...(setting.default === undefined ? {} : { default: String(setting.default) }),
    ...(setting.example === undefined ? {} : { placeholder: setting.example }),
  };
};

/** The file `server.json`, which the MCP registry is told about this server with. */
export const renderServerJson = (): string =>
  jsonFile({
    $schema: "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
    name: project.mcpName,
    title: DISPLAY_NAME,
    description: project.description,
    version: project.version,
    packages: [
      {
        registryType: "npm",
        identifier: project.name,
        version: project.version,
        runtimeHint: "npx",
        transport: { type: "stdio" },
        environmentVariables: allSettings.map(variable),
      },
    ],
  });
