import { randomBytes } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { Settings } from "../config/config.ts";
import { problemLines } from "../config/findings.ts";
import { OperateError } from "../errors.ts";
import { createAudit, createLog, type Log } from "../log.ts";
import type { Surroundings } from "../mcp/call.ts";
import { masker, maskRules } from "../mcp/mask.ts";
import { type Desk, openDesk } from "../repair/desk.ts";
import { secretRegistry } from "../secrets.ts";
import { chosenTools, tools, toolsets } from "../tools/index.ts";
import type { Tool } from "../tools/tool.ts";
import { type Cluster, openCluster } from "./cluster.ts";

/** What calls fall back to while the settings are unusable. */
const DEFAULTS = { timeoutMs: 45_000, maxResultBytes: 32_000, maxScanRows: 100_000, redact: [] };

/** Everything that lives as long as the server: settings, log and the connection to the cluster. */
export interface Session {
  readonly log: Log;
  /** The tools to offer. */
  readonly tools: readonly Tool[];
  /** What calls work with; with unusable settings every one of them answers `CONFIG`. */
  surroundings(): Surroundings;
  close(): Promise<void>;
}

const unusable = (problems: readonly string[], warnings: readonly string[]): OperateError =>
  new OperateError("CONFIG", `the settings cannot be used: ${[...problems, ...warnings].join("; ")}`);

/** Names in the settings that choose nothing. */
export const unknownNames = ({ toolsets: chosen, excludeTools }: Settings): string[] => [
  ...chosen.filter((name) => !toolsets.includes(name)),
  ...excludeTools.filter((name) => tools.every((tool) => tool.name !== name)),
];

/** Builds a session from settings. Touches no network. */
export const openSession = (
  settings: Settings,
  { clock, random, writeLog }: { clock: Clock; random: () => number; writeLog: (line: string) => void },
): Session => {
  const secrets = secretRegistry();
  for (const secret of settings.secrets) secrets.add(secret);
  const log = createLog({ level: settings.logLevel, write: writeLog, clock, secrets });
  for (const warning of settings.warnings) log.warn("settings", { warning });
  const config = "config" in settings ? settings.config : undefined;
  const problems = "problems" in settings ? problemLines(settings.problems) : [];
  for (const name of unknownNames(settings)) log.warn("settings", { warning: `there is no toolset or tool ${name}` });
  for (const problem of problems) log.warn("settings", { problem });
  const cluster: Cluster | undefined = config && openCluster(config, { clock, random, secrets, log });
  const { timeoutMs, maxResultBytes, maxScanRows, redact } = config ?? DEFAULTS;
  const mask = masker(maskRules(redact));
  const audit = createAudit({ write: writeLog, clock, secrets });
  const desk: Desk | undefined = config?.allowWrites
    ? openDesk({ maxItems: config.maxWriteItems, clock, record: (entry) => audit("write", { ...entry }) })
    : undefined;

  return {
    log,
    tools: chosenTools(settings),
    surroundings: () => ({
      clock,
      secrets,
      log,
      timeoutMs,
      maxResultBytes,
      maxScanRows,
      mask,
      reference: () => randomBytes(4).toString("hex"),
      context: (call) => ({
        ...call,
        connect: () => cluster?.connect(call) ?? Promise.reject(unusable(problems, settings.warnings)),
        now: clock.wall,
        toolsets: settings.toolsets,
        writes: desk !== undefined,
        ...(desk === undefined ? {} : { desk }),
        warnings: settings.warnings,
      }),
    }),
    close: async () => {
      desk?.close();
      await cluster?.close();
    },
  };
};
