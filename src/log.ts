import type { Clock } from "./clock.ts";
import type { Secrets } from "./secrets.ts";

/** Levels from silent to talkative. */
export const LOG_LEVELS = ["error", "warn", "info", "debug"] as const;

export type Level = (typeof LOG_LEVELS)[number];

/** Facts of one event. Bodies, headers, queries and filter values never belong here. */
export type Facts = Readonly<Record<string, string | number | boolean | undefined>>;

/** Writes events as JSON lines: `{"time","level","event",...facts}`. */
export type Log = Readonly<Record<Level, (event: string, facts?: Facts) => void>>;

/** Writes one event in any case, as a JSON line of the level `audit`; lets no known secret pass. */
export type Audit = (event: string, facts: Facts) => void;

const cleanFacts = (facts: Facts, secrets: Secrets) =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, typeof value === "string" ? secrets.redact(value) : value]),
  );

/** What is done to a cluster is told whatever the level of the log. */
export const createAudit =
  ({ write, clock, secrets }: { write: (line: string) => void; clock: Clock; secrets: Secrets }): Audit =>
  (event, facts) => {
    const time = new Date(clock.wall()).toISOString();
    write(`${JSON.stringify({ time, level: "audit", event, ...cleanFacts(facts, secrets) })}\n`);
  };

/**
 * A log that writes one line per event through `write` (stderr), drops what is above `level`, and lets no known secret pass.
 * Values are redacted before they are serialised, so that the line stays valid JSON.
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
      const time = new Date(options.clock.wall()).toISOString();
      options.write(`${JSON.stringify({ time, level, event, ...cleanFacts(facts, options.secrets) })}\n`);
    };
  return { error: at("error"), warn: at("warn"), info: at("info"), debug: at("debug") };
};
