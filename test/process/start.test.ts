import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { HELP } from "../../src/commands/arguments.ts";
import { member } from "../../src/narrow.ts";
import { tools } from "../../src/tools/index.ts";
import type { Tool } from "../../src/tools/tool.ts";
import { VERSION } from "../../src/version.ts";
import { EVERY_TOOL, OFFERED } from "./built.ts";
import { run, startServer } from "./server-process.ts";
import { watchedCluster } from "./watched-cluster.ts";

/** Arguments that a tool cannot do without: keys and numbers, or an object. */
const requiredOf = ({ input }: Tool): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(input.shape)
      .filter(([, schema]) => !schema.safeParse(undefined).success)
      .map(([name, schema]) => [name, schema.safeParse("1").success ? "1" : "{}"]),
  );

const errorText = (text: RegExp) => ({ isError: true, content: [{ type: "text", text: expect.stringMatching(text) }] });

const toolNames = async (server: ReturnType<typeof startServer>): Promise<unknown[]> => {
  const listed = member(member(await server.ask("tools/list"), "result"), "tools");
  return Array.isArray(listed) ? listed.map((tool) => member(tool, "name")) : [];
};

describe("without any settings", () => {
  test("starts and lists the tools of the default toolsets", async () => {
    const server = startServer();
    await server.open();
    expect(await toolNames(server)).toEqual(OFFERED.map(({ name }) => name));
  });

  test("but the toolsets lists all tools", async () => {
    const server = startServer(EVERY_TOOL);
    await server.open();
    expect(await toolNames(server)).toEqual(tools.map(({ name }) => name));
  });

  test("answers each call with CONFIG and the variables to set", async () => {
    const server = startServer(EVERY_TOOL);
    await server.open();
    for (const tool of tools) {
      const { name } = tool;
      const result = await server.call(name, requiredOf(tool));
      expect(result, name).toMatchObject(errorText(/^CONFIG: .*CAMUNDA_OPERATE_BASE_URL.*\nnext: /s));
      expect(result, name).not.toHaveProperty("structuredContent");
    }
  });
});

test("answers CONFIG with every variable that is wrong, and never with its value", async () => {
  const server = startServer({
    CAMUNDA_OPERATE_BASE_URL: "hunter2-no-url",
    CAMUNDA_AUTH_STRATEGY: "hunter2-no-strategy",
    OPERATE_MCP_TIMEOUT_MS: "hunter2-no-number",
  });
  await server.open();
  const result = await server.call("whoami");
  expect(result).toMatchObject(errorText(/^CONFIG: .*CAMUNDA_OPERATE_BASE_URL.*OPERATE_MCP_TIMEOUT_MS/));
  expect(JSON.stringify(result)).toMatch(/CAMUNDA_AUTH_STRATEGY/);
  expect(JSON.stringify(result) + server.stderr()).not.toContain("hunter2");
});

test("touches no network before the first call", async () => {
  const watched = await watchedCluster();
  const server = startServer(watched.env);
  await server.open();
  expect(await toolNames(server)).not.toEqual([]);
  expect(watched.connections()).toBe(0);
  expect(await server.call("whoami")).not.toHaveProperty("isError");
  expect(watched.connections()).toBeGreaterThan(0);
});

test("reads the settings from the file named with --env-file; the environment wins", async () => {
  const watched = await watchedCluster();
  const folder = await mkdtemp(join(tmpdir(), "operate-mcp-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "settings.env");
  const wrong = { ...watched.env, CAMUNDA_COOKIE_AUTH_PASSWORD: "wrong" };
  await writeFile(
    file,
    Object.entries(wrong)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(""),
  );

  const alone = startServer({}, ["--env-file", file]);
  await alone.open();
  expect(await alone.call("whoami")).toMatchObject(errorText(/^AUTH_REJECTED: /));

  const { CAMUNDA_COOKIE_AUTH_PASSWORD = "" } = watched.env;
  const together = startServer({ CAMUNDA_COOKIE_AUTH_PASSWORD }, ["--env-file", file]);
  await together.open();
  expect(await together.call("whoami")).not.toHaveProperty("isError");
});

test("starts even when the file named with --env-file cannot be used, and says so in each answer", async () => {
  // Not a missing one: Node itself looks for the file behind an --env-file, wherever it stands, and ends when there is none.
  const server = startServer({}, ["--env-file", "/dev/null"]);
  await server.open();
  expect(await server.call("whoami")).toMatchObject(errorText(/^CONFIG: .*--env-file/));
});

test("serves a sample cluster with --demo, whatever the environment says", async () => {
  const server = startServer({ CAMUNDA_OPERATE_BASE_URL: "http://127.0.0.1:1" }, ["--demo"]);
  await server.open();
  const found = await server.call("search_process_definitions", { latestOnly: true });
  expect(member(member(found, "structuredContent"), "items")).toContainEqual(
    expect.objectContaining({ processDefinitionId: "order-fulfilment" }),
  );
  server.hangUp();
  expect(await server.exit).toEqual({ code: 0, signal: null });
});

describe("on the command line", () => {
  test.each([["--version"], ["-v"]])("%s prints the version and nothing else", async (flag) => {
    expect(await run([flag])).toEqual({ code: 0, signal: null, stdout: `${VERSION}\n`, stderr: "" });
  });

  test.each([["--help"], ["-h"]])("%s prints the help", async (flag) => {
    expect(await run([flag])).toEqual({ code: 0, signal: null, stdout: HELP, stderr: "" });
  });

  test("what cannot be understood ends with 2, and stdout stays empty", async () => {
    const { code, stdout, stderr } = await run(["--bogus"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^operate-mcp: .*--bogus.*\n.*--help/);
  });
});
