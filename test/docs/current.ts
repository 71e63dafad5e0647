import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

/** The project's folder, with a slash behind it. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const inProject = (name: string): string => `${ROOT}${name}`;

/** Whether a file or folder of the project exists; `name` counts from its root. */
export const exists = (name: string): boolean => existsSync(inProject(name));

/** The text of a file of the project; empty when there is none. */
export const current = (name: string): string => (exists(name) ? readFileSync(inProject(name), "utf8") : "");

/** Compares a file of the project with what it should be, or makes it so when the update is asked for (`UPDATE=1`). */
export const expectCurrent = (name: string, wanted: string): void => {
  if (process.env["UPDATE"] && current(name) !== wanted) writeFileSync(inProject(name), wanted);
  expect(current(name), "stale: run npm run update").toBe(wanted);
};
