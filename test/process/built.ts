import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chosenTools, toolsets } from "../../src/tools/index.ts";

/** The project's folder. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The built program. These tests are about what is published, so they do not run the sources. */
export const MAIN = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

/** What of the tools is offered where no setting says otherwise. */
export const OFFERED = chosenTools({ toolsets: ["data", "troubleshoot"], excludeTools: [] });

/** The setting that offers all of them. */
export const EVERY_TOOL = { OPERATE_MCP_TOOLSETS: toolsets.join(","), OPERATE_MCP_ALLOW_WRITES: "true" };

if (!existsSync(MAIN)) throw new Error("dist/main.js is missing: run `npm run build` before the tests in test/process");

/** The environment of a child: nothing of this process but where programs are, then `more`. */
export const environment = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  ...(process.env["PATH"] === undefined ? {} : { PATH: process.env["PATH"] }),
  ...more,
});
