import type { Config, Problem, Settings } from "../../src/config/config.ts";
import type { FileFacts, Files } from "../../src/config/files.ts";
import { readSettings } from "../../src/config/read-settings.ts";

/** A file of the test: its text, or what is there instead of a plain readable file. */
export type FileSpec = string | ({ readonly text?: string; readonly unreadable?: boolean } & Partial<FileFacts>);

/** Files by absolute path, without a disk. */
export const memoryFiles = (specs: Readonly<Record<string, FileSpec>>): Files => ({
  stat(path) {
    const spec = specs[path];
    if (spec === undefined) return undefined;
    const { text = "", unreadable, ...facts } = typeof spec === "string" ? { text: spec } : spec;
    return { regular: true, link: false, exposed: false, size: Buffer.byteLength(text), ...facts };
  },
  read(path) {
    const spec = specs[path];
    const text = typeof spec === "string" ? spec : spec?.text;
    if (text === undefined || (typeof spec === "object" && spec.unreadable)) throw new Error(`EACCES: ${path}`);
    return Buffer.from(text);
  },
});

/** The working directory of the tests. */
export const CWD = "/work-dir";

/** Reads settings from variables and files by absolute path. */
export const read = (
  env: Readonly<Record<string, string>>,
  files: Readonly<Record<string, FileSpec>> = {},
  envFile?: string,
): Settings => readSettings({ env, cwd: CWD, envFile, files: memoryFiles(files) });

/** The configuration, or a failure that shows the problems. */
export const configOf = (settings: Settings): Config => {
  if ("config" in settings) return settings.config;
  throw new Error(`problems: ${JSON.stringify(settings.problems)}`);
};

/** The problems; none where the settings are fine. */
export const problemsOf = (settings: Settings): readonly Problem[] => ("problems" in settings ? settings.problems : []);

/** The variables that have a problem, in order. */
export const complained = (settings: Settings): string[] => problemsOf(settings).map(({ variable }) => variable);

/** The smallest usable settings. */
export const LOCAL = { CAMUNDA_OPERATE_BASE_URL: "http://localhost:8080" };
