import type { Block } from "../docs/pages.ts";

/** The commands that are not run, and why not. */
export const SKIPPED: readonly { readonly line: RegExp; readonly reason: string }[] = [
  {
    line: /^npm ci\b/,
    reason: "installs and builds: CI runs it before these tests, and demo.test.ts what comes of it",
  },
  { line: /^npm (?:link|pack|install -g)\b/, reason: "changes the machine; packages.test.ts packs and installs" },
  { line: /^claude mcp add\b/, reason: "needs Claude Code; what it is told is started by itself" },
  { line: /^docker /, reason: "needs Docker" },
];

/** The lines of a block of shell, those that go on behind a backslash as one. */
export const linesOf = ({ text }: Block): string[] =>
  text
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .filter((line) => line !== "");

/** The lines that are run. */
export const runnable = (lines: readonly string[]): string[] =>
  lines.filter((line) => !SKIPPED.some((skipped) => skipped.line.test(line)));

/** The exit code that the last line promises. */
export const endOf = (lines: readonly string[]): number =>
  Number(/# ends with (\d+)$/.exec(lines.at(-1) ?? "")?.[1] ?? 0);

/** Whether all that these lines do is to print the configuration of an assistant. */
export const printsConfig = (lines: readonly string[]): boolean =>
  lines.length === 1 && lines.some((line) => line.includes(" --print-config "));
