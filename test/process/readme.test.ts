import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Cluster, startCluster } from "../../src/simulator/cluster.ts";
import { company } from "../../src/simulator/company/company.ts";
import { current } from "../docs/current.ts";
import { settingsFor } from "../support/connect.ts";
import { environment, MAIN } from "./built.ts";

/* Whoever copies a line of the README into a shell gets an answer, and not a complaint about the line. */

const OURS = /(?:operate-mcp|node dist\/main\.js) (?=call|doctor|--print-config)/;

const blocks = [...current("README.md").matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = ""]) => block);

const lines = blocks.flatMap((block) => block.split("\n")).filter((line) => OURS.test(line));

const folder = mkdtempSync(join(tmpdir(), "operate-mcp-readme-"));
let cluster: Cluster;

beforeAll(async () => {
  cluster = await startCluster({ version: "8.8", world: company({ now: Date.UTC(2026, 10, 24, 10) }) });
  const settings = Object.entries(settingsFor(cluster)).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(folder, "operate.env"), settings.join(""));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await cluster.close();
});

/** Runs a line of the README; gives its exit code. */
const typed = (line: string): Promise<{ readonly code: number; readonly stderr: string }> =>
  new Promise((resolve) => {
    // What the answer is piped into need not be installed here.
    const script = `jq() { cat; }; ${line.replace(OURS, '"$NODE" "$MAIN" ')}`;
    const settings = /--demo|--env-file/.test(line) ? {} : settingsFor(cluster);
    const env = environment({ ...settings, NODE: process.execPath, MAIN });
    const child = execFile("sh", ["-c", script], { cwd: folder, env }, (error, _, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stderr });
    });
    child.stdin?.end();
  });

describe("a line of the README works in a shell", () => {
  test("of which there are some", () => {
    expect(lines.length).toBeGreaterThan(12);
  });

  test.each(lines)("%s", async (line) => {
    const { code, stderr } = await typed(line);
    // The key in the README is nobody's here.
    if (/processInstanceKey/.test(line)) expect(stderr).toMatch(/^NOT_FOUND: /);
    else expect(stderr).not.toMatch(/^(?:operate-mcp|[A-Z_]+): /m);
    expect(code, stderr).toBe(/processInstanceKey/.test(line) ? 1 : 0);
  });
});
