// Packs the MCPB bundle: what npm would publish, and the manifest. The file's path may be given; otherwise it lies in the project.
import { execFileSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { packExtension } from "@anthropic-ai/mcpb";

const { name, version } = JSON.parse(await readFile("package.json", "utf8"));
const [outputPath = `${name}-${version}.mcpb`] = process.argv.slice(2).map((path) => resolve(path));

// On Windows npm is a script, which only a shell can start.
const listing = execFileSync("npm", ["pack", "--dry-run", "--ignore-scripts", "--json"], {
  encoding: "utf8",
  shell: process.platform === "win32",
});
const [{ files }] = JSON.parse(listing);

const folder = await mkdtemp(join(tmpdir(), "operate-mcp-mcpb-"));
try {
  for (const { path } of files) await cp(path, join(folder, path));
  await cp(join("packaging", "manifest.json"), join(folder, "manifest.json"));
  // Validates the manifest first, and says itself what is wrong.
  if (!(await packExtension({ extensionPath: folder, outputPath }))) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true });
}
