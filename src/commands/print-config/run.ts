import { realpathSync } from "node:fs";
import { systemFiles } from "../../config/files.ts";
import { readSettings } from "../../config/read-settings.ts";
import type { Reach } from "../arguments.ts";
import type { Shell } from "../reached.ts";
import type { Host } from "./hosts.ts";
import { snippetFor } from "./print-config.ts";

/** Prints the configuration for a host; what to do with it is on stderr, so that stdout can go into a file. */
export const printConfigProcess = (
  process: Shell & { readonly argv: readonly string[]; readonly execPath: string },
  request: Reach & { readonly host: Host },
): void => {
  const { env, execPath: node } = process;
  const cwd = process.cwd();
  const settings = readSettings({ env, cwd, envFile: request.envFile, files: systemFiles });
  const script = realpathSync(process.argv[1] ?? "");
  const { text, hints } = snippetFor({ ...request, env, cwd, settings, node, script });
  process.stdout.write(text);
  process.stderr.write(hints.map((hint) => `${hint}\n`).join(""));
};
