import type { Settings } from "../config/config.ts";
import { systemFiles } from "../config/files.ts";
import type { Input } from "../config/layers.ts";
import { readSettings } from "../config/read-settings.ts";
import type { Reach } from "./arguments.ts";
import type { Sample } from "./sample.ts";
import type { Process } from "./serve.ts";

/** What of the running process the settings are read from. */
export interface Environment {
  readonly env: Readonly<Record<string, string | undefined>>;
  cwd(): string;
}

/** The running process as commands see it. */
export type Shell = Process & Environment;

/** The settings of the cluster that is meant, and what ends it where it runs in this process. */
export interface Reached {
  readonly settings: Settings;
  /** What they were read from. */
  readonly input: Input;
  close(): Promise<void>;
}

/** Of the environment only this server's own settings count for a sample, e.g. its limits. */
const ownOf = ({ env }: Environment) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith("OPERATE_MCP_")));

/** Where relative paths begin. A host may have removed the directory it started the server in: then they begin at the root. */
const directoryOf = (process: Environment): string => {
  try {
    return process.cwd();
  } catch {
    return "/";
  }
};

/** Starts the sample, or reads the settings of the cluster that the environment names. */
export const reached = async (process: Environment, reach: Reach, defaults = {}): Promise<Reached> => {
  const sample: Sample | undefined = reach.demo ? await (await import("./sample.ts")).sampleCluster() : undefined;
  const env = sample === undefined ? process.env : { ...ownOf(process), ...sample.env };
  const input = { env, cwd: directoryOf(process), envFile: reach.envFile, files: systemFiles, defaults };
  return { settings: readSettings(input), input, close: async () => sample?.close() };
};
