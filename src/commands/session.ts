import { randomBytes } from "node:crypto";
import { bounded, CALLS } from "../bounded.ts";
import type { Settings } from "../config/config.ts";
import { problemLines } from "../config/findings.ts";
import { OperateError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Surroundings } from "../mcp/call.ts";
import { choiceWarnings } from "../mcp/listing.ts";
import { masker, maskRules } from "../mcp/mask.ts";
import { type Desk, openDesk } from "../repair/desk.ts";
import type { Choice } from "../tools/choice.ts";
import { chosenTools, tools } from "../tools/index.ts";
import { missingBeside } from "../tools/offered.ts";
import type { Tool } from "../tools/tool.ts";
import { type Cluster, openCluster, type World } from "./cluster.ts";
import { type Logs, openLog } from "./open-log.ts";

/** What calls fall back to while the settings are unusable. */
const DEFAULTS = { timeoutMs: 45_000, maxResultBytes: 32_000, maxScanRows: 100_000, redact: [] };

/** Everything that lives as long as the server: settings, log and the connection to the cluster. */
export interface Session {
  readonly log: Log;
  /** The tools to offer. */
  readonly tools: readonly Tool[];
  /** The settings that chose them. */
  readonly choice: Choice;
  /** What calls work with; with unusable settings every one of them answers `CONFIG`. */
  surroundings(): Surroundings;
  /** Loads what the first call would load otherwise. Touches no network. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

const unusable = (problems: readonly string[], warnings: readonly string[]): OperateError =>
  new OperateError("CONFIG", `the settings cannot be used: ${[...problems, ...warnings].join("; ")}`);

/** What lasts as long as a session and is there before it. */
export type Surrounded = Logs & World;

/** Builds a session from settings. Touches no network. */
export const sessionWith = (settings: Settings, surrounded: Surrounded): Session => {
  const { clock, secrets, log, audit } = surrounded;
  const config = "config" in settings ? settings.config : undefined;
  const problems = "problems" in settings ? problemLines(settings.problems) : [];
  const cluster: Cluster | undefined = config && openCluster(config, surrounded);
  const { timeoutMs, maxResultBytes, maxScanRows, redact } = config ?? DEFAULTS;
  const mask = masker(maskRules(redact));
  const turns = bounded(CALLS);
  const desk: Desk | undefined = config?.allowWrites
    ? openDesk({ maxItems: config.maxWriteItems, clock, record: (entry) => audit("write", { ...entry }) })
    : undefined;

  const offered = chosenTools(settings);
  const missing = missingBeside(offered, tools);

  return {
    log,
    tools: offered,
    choice: settings,
    surroundings: () => ({
      clock,
      turns,
      secrets,
      log,
      timeoutMs,
      maxResultBytes,
      maxScanRows,
      mask,
      missing,
      reference: () => randomBytes(4).toString("hex"),
      context: (call) => ({
        ...call,
        connect: () => cluster?.connect(call) ?? Promise.reject(unusable(problems, settings.warnings)),
        now: clock.wall,
        toolsets: settings.toolsets,
        missing,
        writes: desk !== undefined,
        ...(desk === undefined ? {} : { desk }),
        warnings: [...settings.warnings, ...choiceWarnings(settings)],
      }),
    }),
    warm: async () => cluster?.warm(),
    close: async () => {
      desk?.close();
      await cluster?.close();
    },
  };
};

/** The same with a log of its own, which begins with what is wrong with the settings. */
export const openSession = (
  settings: Settings,
  { writeLog, ...outside }: Omit<World, "secrets" | "log"> & { readonly writeLog: (line: string) => void },
): Session => sessionWith(settings, { ...outside, ...openLog(settings, { clock: outside.clock, writeLog }) });
