import { distance } from "../../config/unknown.ts";
import type { Choice } from "../../tools/choice.ts";
import { disabledTool, tools } from "../../tools/index.ts";
import type { Tool } from "../../tools/tool.ts";
import { type Input, inputsOf } from "./inputs.ts";

const USAGE = "operate-mcp call TOOL [name=value ...] [--json]";

/** The beginning of a description, up to where it goes into particulars. */
const gist = (description: string): string => /^(.*?)[.:](?: |$)/s.exec(description)?.[1] ?? description;

/** Rows of two columns, the first as wide as its longest cell. */
const columns = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(0, ...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`.trimEnd()).join("\n");
};

/** How to call a tool, and which there are. */
export const toolList = (offered: readonly Tool[]): string =>
  [
    `Usage: ${USAGE}`,
    "",
    "Arguments are written name=value, or as one JSON object; - reads that object from stdin, and so does piped input where",
    "no argument is given. The answer is on stdout: as text, or with --json as JSON. Errors are on stderr.",
    "Exit codes: 0 answered, 1 the answer is an error, 2 wrong tool or arguments, 74 it could not be written, 78 settings.",
    "",
    "Tools (operate-mcp call TOOL --help shows the arguments)",
    columns(offered.map(({ name, description }) => [name, gist(description)])),
    "",
  ].join("\n");

const shown = ({ type, words, form, about, isRequired }: Input): string =>
  [
    ...(isRequired ? ["required"] : []),
    type === undefined ? "any JSON value" : type,
    ...(words === undefined ? [] : [`of ${words.join(", ")}`]),
    ...(form === undefined ? [] : [`as ${form}`]),
    ...(about === undefined ? [] : [`(${about})`]),
  ].join(" ");

/** What a tool does and what it takes. */
export const toolHelp = (tool: Tool): string => {
  const inputs = inputsOf(tool);
  return [
    `Usage: ${USAGE.replace("TOOL", tool.name)}`,
    "",
    tool.description,
    "",
    ...(inputs.length === 0
      ? ["It takes no arguments."]
      : ["Arguments", columns(inputs.map((input) => [input.name, shown(input)]))]),
    "",
  ].join("\n");
};

const MOST_NAMED = 5;
/** Names that differ by more than this part of their letters were not meant. */
const SIMILAR = 0.4;

const near = (name: string, offered: readonly Tool[]): string[] => {
  const asked = name.toLowerCase().replaceAll("-", "_");
  return offered
    .map((tool) => {
      const isPart = asked.length > 2 && (tool.name.includes(asked) || asked.includes(tool.name));
      return { name: tool.name, far: isPart ? 0 : distance(asked, tool.name) };
    })
    .filter((one) => one.far <= one.name.length * SIMILAR)
    .sort((a, b) => a.far - b.far)
    .slice(0, MOST_NAMED)
    .map((one) => one.name);
};

const switchedOff = ({ name, toolset }: Tool, { toolsets, excludeTools }: Choice): string => {
  const mends = [
    ...(toolsets.includes(toolset) ? [] : [`add ${toolset} to OPERATE_MCP_TOOLSETS`]),
    ...(excludeTools.includes(name) ? ["take it out of OPERATE_MCP_EXCLUDE_TOOLS"] : []),
  ];
  return `${name} is switched off: ${mends.join(", and ")}`;
};

/** What to tell who asked for a tool that is not offered. */
export const unknownTool = (name: string, offered: readonly Tool[], choice: Choice): string => {
  const quoted = JSON.stringify(name.slice(0, 60));
  const known = tools.find((tool) => tool.name === name);
  const disabled = disabledTool(name, offered);
  if (disabled !== undefined) return `${disabled.code}: ${disabled.message}\nnext: ${disabled.next}`;
  if (known !== undefined) return switchedOff(known, choice);
  const meant = near(name, offered);
  const hint = meant.length === 0 ? "operate-mcp call --help lists them" : `did you mean ${meant.join(", ")}?`;
  return `there is no tool ${quoted}: ${hint}`;
};
