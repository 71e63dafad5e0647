import type { Clock } from "../clock.ts";
import type { Settings } from "../config/config.ts";
import { problemLines } from "../config/findings.ts";
import { type Audit, createAudit, createLog, type Log } from "../log.ts";
import { choiceWarnings } from "../mcp/listing.ts";
import { type Secrets, secretRegistry } from "../secrets.ts";

/** What is written beside the answers, and what must not be. */
export interface Logs {
  readonly secrets: Secrets;
  readonly log: Log;
  /** Tells what was done to the cluster. */
  readonly audit: Audit;
}

/** A log that keeps the secrets of these settings out, and begins with what is wrong with them. */
export const openLog = (
  settings: Settings,
  { clock, writeLog }: { readonly clock: Clock; readonly writeLog: (line: string) => void },
): Logs => {
  const secrets = secretRegistry();
  for (const secret of settings.secrets) secrets.add(secret);
  const log = createLog({ level: settings.logLevel, write: writeLog, clock, secrets });
  for (const warning of settings.warnings) log.warn("settings", { warning });
  for (const warning of choiceWarnings(settings)) log.warn("settings", { warning });
  const problems = "problems" in settings ? problemLines(settings.problems) : [];
  for (const problem of problems) log.warn("settings", { problem });
  return { secrets, log, audit: createAudit({ write: writeLog, clock, secrets }) };
};
