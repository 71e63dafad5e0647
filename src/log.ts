import type { Clock } from "./clock.ts";
import type { Secrets } from "./secrets.ts";

/** Levels from silent to talkative. */
export const LOG_LEVELS = ["error", "warn", "info", "debug"] as const;

export type Level = (typeof LOG_LEVELS)[number];

/** Facts of one event. Bodies, headers, queries and filter values never belong here. */
export type Facts = Readonly<Record<string, string | number | boolean | undefined>>;

/** Writes events as JSON lines: `{"time","level","event",...facts}`. */
export type Log = Readonly<Record<Level, (event: string, facts?: Facts) => void>>;

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
      const clean = Object.entries(facts).map(([name, value]) => [
        name,
        typeof value === "string" ? options.secrets.redact(value) : value,
      ]);
      const time = new Date(options.clock.wall()).toISOString();
      options.write(`${JSON.stringify({ time, level, event, ...Object.fromEntries(clean) })}\n`);
    };
  return { error: at("error"), warn: at("warn"), info: at("info"), debug: at("debug") };
};
