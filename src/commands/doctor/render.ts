import { oneLine } from "../../visible.ts";
import type { Result, Status } from "./check.ts";

const SHOWN: Readonly<Record<Status, string>> = { ok: "ok", warning: "WARNING", failed: "FAILED", skipped: "skipped" };

const column = (text: string, names: readonly string[]): string =>
  text.padEnd(Math.max(...names.map(({ length }) => length)));

/** A result on one line, its details below it; `names` are those of all checks. */
export const asText = ({ status, check, text, next, details = [] }: Result, names: readonly string[]): string => {
  const what = next === undefined ? text : `${text}; next: ${next}`;
  const line = `${column(SHOWN[status], Object.values(SHOWN))}  ${column(check, names)}  ${oneLine(what)}`;
  return [line, ...details.map((detail) => `    ${oneLine(detail)}`), ""].join("\n");
};

/** The last line. */
export const summary = (results: readonly Result[]): string => {
  const failures = [...new Set(results.filter(({ status }) => status === "failed").map(({ check }) => check))];
  if (failures.length > 0) return `Not well: ${failures.join(", ")}.\n`;
  const warned = results.some(({ status }) => status === "warning");
  return warned ? "What was checked works; see the warnings.\n" : "Everything that was checked works.\n";
};

/** The whole as one JSON object. */
export const asJson = (results: readonly Result[]): string => {
  const isWell = results.every(({ status }) => status !== "failed");
  return `${JSON.stringify({ ok: isWell, checks: results }, null, 2)}\n`;
};
