import { parse } from "dotenv";

/** One place that variables come from. */
export interface Layer {
  /** `environment`, the path given to `--env-file`, or `.env`. */
  readonly from: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** The text of a variable in a layer; undefined when it is not set, empty or blank. */
export const written = (layer: Layer, variable: string): string | undefined =>
  layer.variables[variable]?.trim() || undefined;

/** The prefix of the variables that are this project's own. */
export const OWN_PREFIX = "OPERATE_MCP_";

/** The variables in the text of a file with lines `NAME=value`, also as `export NAME='value'`. */
export const variablesIn = (content: string): Record<string, string> =>
  // The scanner and not the regular expression: that one takes seconds over a file of blank lines.
  parse(content, { fast: true });
