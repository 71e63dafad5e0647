import type { Clock } from "../clock.ts";
import type { Settings } from "../config/config.ts";
import { problemLines } from "../config/findings.ts";
import { createLog, type Log } from "../log.ts";
import { unknownNames } from "../mcp/listing.ts";
import { type Secrets, secretRegistry } from "../secrets.ts";

/** A log that keeps the secrets of these settings out, and begins with what is wrong with them. */
export const openLog = (
  settings: Settings,
  { clock, writeLog }: { readonly clock: Clock; readonly writeLog: (line: string) => void },
): { readonly secrets: Secrets; readonly log: Log } => {
  const secrets = secretRegistry();
  for (const secret of settings.secrets) secrets.add(secret);
  const log = createLog({ level: settings.logLevel, write: writeLog, clock, secrets });
  for (const warning of settings.warnings) log.warn("settings", { warning });
  for (const name of unknownNames(settings)) log.warn("settings", { warning: `there is no toolset or tool ${name}` });
  const problems = "problems" in settings ? problemLines(settings.problems) : [];
  for (const problem of problems) log.warn("settings", { problem });
  return { secrets, log };
};
