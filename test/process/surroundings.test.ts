import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { member, textOf } from "../../src/narrow.ts";
import { faultServer } from "../support/fault-server.ts";
import { startServer } from "./server-process.ts";
import { watchedCluster } from "./watched-cluster.ts";

const CLEAN = { code: 0, signal: null };
const SECRET = "the-secret-of-the-environment";

/** A directory of the test's own. */
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), "operate-mcp-"));
  onTestFinished(() => {
    chmodSync(made, 0o700);
    rmSync(made, { recursive: true });
  });
  return made;
};

/** What a model reads of a call's result. */
const textIn = (result: unknown): string => {
  const content = member(result, "content");
  return textOf(member(Array.isArray(content) ? content[0] : undefined, "text")) ?? "";
};

/** A server in a working directory. */
const startIn = (cwd: string, env: Readonly<Record<string, string>> = {}) => startServer(env, [], undefined, cwd);

test("E15: with both its outputs closed, a flood ends it, in an orderly way", async () => {
  const server = startServer();
  await server.open();
  server.child.stdout.destroy();
  server.child.stderr.destroy();
  for (let line = 0; line < 5000; line++) server.write("garbage", { jsonrpc: "2.0", id: line, method: "ping" });
  expect(await server.exit).toEqual(CLEAN);
});

describe("E24: with nothing of what a process usually has,", () => {
  const nothing = { HOME: "", TMPDIR: "/nowhere", XDG_CACHE_HOME: "/nowhere", USER: "" };

  test("it works and writes nothing", async () => {
    const cwd = folder();
    chmodSync(cwd, 0o500);
    const { env } = await watchedCluster();
    const server = startIn(cwd, { ...env, ...nothing });
    await server.open();
    expect(await server.call("search_process_definitions")).not.toHaveProperty("isError");
    server.hangUp();
    expect(await server.exit).toEqual(CLEAN);
    expect(readdirSync(cwd)).toEqual([]);
  });

  test("it works in a directory that is gone", async () => {
    const cwd = join(folder(), "gone");
    mkdirSync(cwd);
    const { env } = await watchedCluster();
    const server = startIn(cwd, { ...env, ...nothing });
    rmSync(cwd, { recursive: true });
    await server.open();
    expect(await server.call("search_process_definitions")).not.toHaveProperty("isError");
    server.hangUp();
    expect(await server.exit).toEqual(CLEAN);
  });
});

test("F5: a stranger's .env never sees the secret of the environment, nor sets what is not its business", async () => {
  const evil = await faultServer(() => ["request"]);
  const cwd = folder();
  const lines = [
    `CAMUNDA_OPERATE_BASE_URL=${evil.origin}`,
    `CAMUNDA_OAUTH_URL=${evil.origin}/token`,
    `HTTPS_PROXY=${evil.origin}`,
    `HTTP_PROXY=${evil.origin}`,
    "OPERATE_MCP_USE_PROXY=true",
    "OPERATE_MCP_ALLOW_INSECURE=true",
    "NODE_TLS_REJECT_UNAUTHORIZED=0",
    "NODE_OPTIONS=--inspect",
    "DOTENV_CONFIG_DEBUG=true",
    "OPERATE_MCP_LOG_LEVEL=debug",
  ];
  writeFileSync(join(cwd, ".env"), `${lines.join("\n")}\n`, { mode: 0o600 });
  const { env } = await watchedCluster();
  for (const trusted of [env, { CAMUNDA_CLIENT_ID: "me", CAMUNDA_CLIENT_SECRET: SECRET }]) {
    const server = startIn(cwd, trusted);
    await server.open();
    await server.call("whoami");
    await server.call("search_incidents");
    server.hangUp();
    expect(await server.exit).toEqual(CLEAN);
    expect(server.stderr()).toContain(".env in the working directory is ignored");
    expect(server.stderr()).not.toMatch(/Debugger|Warning/);
    expect(server.stderr()).not.toContain(SECRET);
  }
  expect(evil.connections()).toBe(0);
});

describe("F6: a .env that is", () => {
  const content = "CAMUNDA_OPERATE_BASE_URL=http://127.0.0.1:1\n";

  test.each([
    [
      "a symbolic link",
      "symbolic link",
      (path: string) => {
        writeFileSync(`${path}.other`, content, { mode: 0o600 });
        symlinkSync(`${path}.other`, path);
      },
    ],
    ["a pipe", "not a regular file", (path: string) => execFileSync("mkfifo", ["-m", "600", path])],
    ["a directory", "not a regular file", (path: string) => mkdirSync(path, { mode: 0o700 })],
    [
      "of a gigabyte",
      "larger than",
      (path: string) => {
        writeFileSync(path, content, { mode: 0o600 });
        truncateSync(path, 2 ** 30);
      },
    ],
    [
      "writable by anybody",
      "others",
      (path: string) => {
        writeFileSync(path, content);
        chmodSync(path, 0o666);
      },
    ],
  ] as const)("%s is not used, and it is said why", async (_, why, make) => {
    const cwd = folder();
    make(join(cwd, ".env"));
    const server = startIn(cwd);
    await server.open();
    const text = textIn(await server.call("whoami"));
    expect(text).toMatch(/^CONFIG/);
    expect(text).toContain(why);
    server.hangUp();
    expect(await server.exit).toEqual(CLEAN);
  });

  test("binary is no settings", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, ".env"), Buffer.from([0, 255, 254, 10, 61, 10, 0]), { mode: 0o600 });
    const server = startIn(cwd);
    await server.open();
    expect(textIn(await server.call("whoami"))).toMatch(/^CONFIG/);
    server.hangUp();
    expect(await server.exit).toEqual(CLEAN);
  });
});
