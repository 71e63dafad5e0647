import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { environment, MAIN } from "./built.ts";

/** How a script ended. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder in which the commands of one page run. */
export interface PageShell {
  /** Writes a file into the folder. */
  write(name: string, variables: Readonly<Record<string, string>>): void;
  /** Runs lines of shell there; the first that fails ends them. */
  run(script: string, env: Readonly<Record<string, string>>): Promise<Outcome>;
  close(): void;
}

/**
 * What stands for the built program there. For `--demo` it asks the cluster that `SAMPLE_URL` names instead of starting one each
 * time; that the program starts its own is tested elsewhere.
 */
const STAND_IN = `#!${process.execPath}
const demo = process.argv.indexOf("--demo");
if (demo > 2 && !process.argv[2].startsWith("--")) {
  process.argv.splice(demo, 1);
  process.env.CAMUNDA_OPERATE_BASE_URL = process.env.SAMPLE_URL;
  process.env.CAMUNDA_COOKIE_AUTH_USERNAME = process.env.CAMUNDA_COOKIE_AUTH_PASSWORD = "demo";
}
import(${JSON.stringify(pathToFileURL(MAIN).href)});
`;

/** Opens a folder that has the built program, as `operate-mcp` and in `dist/`. */
export const pageShell = (): PageShell => {
  const folder = mkdtempSync(join(tmpdir(), "operate-mcp-page-"));
  const commands = join(folder, "bin");
  mkdirSync(commands);
  mkdirSync(join(folder, "dist"));
  writeFileSync(join(folder, "dist", "main.js"), STAND_IN, { mode: 0o755 });
  symlinkSync(join(folder, "dist", "main.js"), join(commands, "operate-mcp"));
  return {
    write: (name, variables) => {
      const lines = Object.entries(variables).map(([variable, value]) => `${variable}='${value}'\n`);
      writeFileSync(join(folder, name), lines.join(""), { mode: 0o600 });
    },
    run: (script, env) =>
      new Promise((resolve) => {
        const { PATH = "" } = environment();
        execFile(
          "bash",
          ["--norc", "-euo", "pipefail", "-c", script],
          { cwd: folder, env: { PATH: `${commands}:${PATH}`, ...env } },
          (error, stdout, stderr) =>
            resolve({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, stdout, stderr }),
        );
      }),
    close: () => rmSync(folder, { recursive: true }),
  };
};
