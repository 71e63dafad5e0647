import type { Clock } from "./clock.ts";
import { cutAt } from "./preview.ts";
import type { Secrets } from "./secrets.ts";
import { visible } from "./visible.ts";

/** Levels from silent to talkative. */
export const LOG_LEVELS = ["error", "warn", "info", "debug"] as const;

export type Level = (typeof LOG_LEVELS)[number];

/** Facts of one event. Bodies, headers, queries and filter values never belong here. */
export type Facts = Readonly<Record<string, string | number | boolean | undefined>>;

/** Writes events as JSON lines: `{"time","level","event",...facts}`. */
export type Log = Readonly<Record<Level, (event: string, facts?: Facts) => void>>;

/** Writes one event in any case, as a JSON line of the level `audit`; lets no known secret pass. */
export type Audit = (event: string, facts: Facts) => void;

/** Characters of one value that are written at most; a secret that lies across the end is known as a whole. */
const LONGEST = 8_000;

/** Values are redacted before they are serialised, so that the line stays valid JSON; hidden characters are escaped as JSON has it. */
const lineOf = (time: number, level: string, event: string, facts: Facts, secrets: Secrets): string => {
  const clean = Object.entries(facts).map(([name, value]) => [
    name,
    typeof value === "string" ? cutAt(secrets.redact(value), LONGEST) : value,
  ]);
  const at = new Date(time).toISOString();
  return `${visible(JSON.stringify({ time: at, level, event, ...Object.fromEntries(clean) }))}\n`;
};

/** What is done to a cluster is told whatever the level of the log. */
export const createAudit =
  ({ write, clock, secrets }: { write: (line: string) => void; clock: Clock; secrets: Secrets }): Audit =>
  (event, facts) =>
    write(lineOf(clock.wall(), "audit", event, facts, secrets));

/**
 * A log that writes one line per event through `write` (stderr), drops what is above `level`, and lets no known secret pass.
 */
export const createLog = (options: {
  level: Level;
  write: (line: string) => void;
  clock: Clock;
  secrets: Secrets;
}): Log => {
  const shown = LOG_LEVELS.indexOf(options.level);
  const at =
    (level: Level) =>
    (event: string, facts: Facts = {}): void => {
      if (LOG_LEVELS.indexOf(level) > shown) return;
      options.write(lineOf(options.clock.wall(), level, event, facts, options.secrets));
    };
  return { error: at("error"), warn: at("warn"), info: at("info"), debug: at("debug") };
};
