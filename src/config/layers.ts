import { resolve } from "node:path";
import { DOTENV, dotenvLayer } from "./dotenv.ts";
import { type Files, readText, SMALL } from "./files.ts";
import type { Findings } from "./findings.ts";
import { type Layer, variablesIn } from "./layer.ts";
import { LINE, unreadLines, unreadPhrase } from "./unread-lines.ts";

/** Where settings are read from. */
export interface Input {
  /** The environment of the process. */
  readonly env: Layer["variables"];
  /** The working directory, which relative paths count from. */
  readonly cwd: string;
  /** The path given to `--env-file`. */
  readonly envFile?: string | undefined;
  readonly files: Files;
  /** Values that hold where no other place has one. */
  readonly defaults?: Layer["variables"];
}

/** The file named with `--env-file`: trusted like the environment. */
const envFileLayer = (path: string, { cwd, files }: Input, findings: Findings): Layer | undefined => {
  const content = readText(files, resolve(cwd, path), SMALL);
  if ("text" in content) {
    const lines = unreadLines(content.text);
    if (lines.length > 0) {
      const problem = `names a file in which ${unreadPhrase(lines)} (${path})`;
      findings.problems.push({ variable: "--env-file", problem, remedy: LINE });
    }
    return { from: path, variables: variablesIn(content.text) };
  }
  findings.problems.push({
    variable: "--env-file",
    problem: `names ${content.wrong}`,
    remedy: "give the path of a readable file with lines NAME=value",
  });
  return undefined;
};

/** All places that variables come from, the strongest first. */
export const layersOf = (input: Input, findings: Findings): readonly Layer[] => {
  const trusted: Layer[] = [{ from: "environment", variables: input.env }];
  const lyingPath = resolve(input.cwd, DOTENV);
  if (input.envFile !== undefined) {
    const named = envFileLayer(input.envFile, input, findings);
    if (named !== undefined) trusted.push(named);
    // Who named a file that fails wants that one, and who named this very one has said that it may be trusted.
    if (named === undefined || resolve(input.cwd, input.envFile) === lyingPath) return trusted;
  }
  const lying = dotenvLayer(lyingPath, input.files, trusted, findings);
  return lying === undefined ? trusted : [...trusted, lying];
};
