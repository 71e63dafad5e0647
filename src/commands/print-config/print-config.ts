import { resolve } from "node:path";
import type { Settings } from "../../config/config.ts";
import { DOTENV } from "../../config/dotenv.ts";
import type { Layer } from "../../config/layer.ts";
import type { Reach } from "../arguments.ts";
import { HOSTS, type Host } from "./hosts.ts";
import { exampleVariables, type Variable, variablesIn } from "./variables.ts";

/** What a snippet is made from. */
export interface SnippetSource extends Reach {
  readonly host: Host;
  readonly env: Layer["variables"];
  readonly cwd: string;
  /** What the server makes of all this. */
  readonly settings: Settings;
  /** Path of Node.js, and of this program. */
  readonly node: string;
  readonly script: string;
}

const namesNothing = ({ demo, envFile }: Reach, variables: readonly Variable[]): boolean =>
  !demo && envFile === undefined && variables.length === 0;

const readsDotenv = (settings: Settings): boolean =>
  "config" in settings && [settings.config.operate, settings.config.rest].some((base) => base?.source.from === DOTENV);

/** The configuration of a host as text, and what to tell the person about it. Holds no secret. */
export const snippetFor = (source: SnippetSource): { readonly text: string; readonly hints: readonly string[] } => {
  const { host, env, cwd, settings, node, script, demo, envFile } = source;
  const set = demo ? [] : variablesIn(env, cwd);
  const isExample = namesNothing(source, set);
  const more = [...(demo ? ["--demo"] : []), ...(envFile === undefined ? [] : ["--env-file", resolve(cwd, envFile)])];
  const start = { command: node, args: [script, ...more] };
  const { config, hints } = HOSTS[host](start, isExample ? exampleVariables : set);
  const missing = readsDotenv(settings)
    ? [`The settings in ${DOTENV} of this directory are not part of it: name the file with --env-file ${DOTENV}.`]
    : [];
  const example = isExample
    ? ["No setting is in the environment, so this is an example. Set what reaches your cluster, and print it again."]
    : [];
  const problems =
    "problems" in settings && !isExample && !demo ? ["These settings are not complete: see operate-mcp doctor."] : [];
  return { text: `${JSON.stringify(config, null, 2)}\n`, hints: [...hints, ...missing, ...example, ...problems] };
};
