import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { run } from "./server-process.ts";
import { watchedCluster } from "./watched-cluster.ts";

test("a loop of calls fetches one token where a directory keeps it, and a new one when that is refused", async () => {
  const { cluster, env } = await watchedCluster({ version: "8.8", login: "identity" });
  const folder = mkdtempSync(join(tmpdir(), "operate-mcp-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const kept = { ...env, OPERATE_MCP_TOKEN_CACHE_DIR: join(folder, "tokens") };
  const tokens = () => cluster.journal.to(/token$/).length;
  for (let round = 0; round < 3; round++) expect((await run(["call", "whoami"], kept)).code).toBe(0);
  expect(tokens()).toBe(1);
  cluster.revokeTokens();
  for (let round = 0; round < 2; round++) expect((await run(["call", "whoami"], kept)).code).toBe(0);
  expect(tokens()).toBe(2);
  await run(["call", "whoami"], env);
  expect(tokens()).toBe(3);
});

test("a directory that cannot be used is told of on stderr, and the call works", async () => {
  const { cluster, env } = await watchedCluster({ version: "8.8", login: "identity" });
  const outcome = await run(["call", "whoami"], { ...env, OPERATE_MCP_TOKEN_CACHE_DIR: "/dev/null/tokens" });
  expect(outcome.code).toBe(0);
  expect(outcome.stdout).toMatch(/^login: OAUTH$/m);
  expect(outcome.stderr.split("\n")).toEqual([
    expect.stringMatching(/"token_not_kept".*OPERATE_MCP_TOKEN_CACHE_DIR/),
    "",
  ]);
  expect(outcome.stderr).not.toContain(cluster.credentials.clientSecret);
});
