import { systemFiles } from "../config/files.ts";
import { readSettings } from "../config/read-settings.ts";
import { sampleCluster } from "./sample.ts";
import { type Process, serveCommand } from "./serve.ts";

/** What of the running process the settings are read from. */
interface Environment {
  readonly env: Readonly<Record<string, string | undefined>>;
  cwd(): string;
}

/** Serves the cluster that the environment names. */
export const serveFromEnvironment = (process: Process & Environment, envFile: string | undefined): void =>
  serveCommand(readSettings({ env: process.env, cwd: process.cwd(), envFile, files: systemFiles }), process);

/** Serves a sample cluster inside this process. Of the environment only this server's own settings count, e.g. its limits. */
export const serveSample = async (process: Process & Environment): Promise<void> => {
  const sample = await sampleCluster();
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith("OPERATE_MCP_")));
  const settings = readSettings({ env: { ...own, ...sample.env }, cwd: process.cwd(), files: systemFiles });
  serveCommand(settings, process, sample.close);
};
