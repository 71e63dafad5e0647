import { spawn } from "node:child_process";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { member } from "../../src/narrow.ts";
import { prompts } from "../../src/prompts/prompts.ts";
import { guide } from "../../src/resources/guide.ts";
import { templates } from "../../src/resources/templates.ts";
import { tools } from "../../src/tools/index.ts";
import { EVERY_TOOL, environment, MAIN, ROOT } from "./built.ts";
import { watchedCluster } from "./watched-cluster.ts";

const INSPECTOR = join(ROOT, "node_modules", ".bin", "mcp-inspector");

interface Inspected {
  readonly code: number | null;
  readonly result: unknown;
  readonly stderr: string;
}

const inspect = (
  era: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Inspected> =>
  new Promise((resolve, reject) => {
    const settings = Object.entries(env).flatMap(([name, value]) => ["-e", `${name}=${value}`]);
    const server = ["--", process.execPath, MAIN];
    const child = spawn(
      process.execPath,
      [INSPECTOR, "--cli", "--protocol-era", era, ...settings, ...args, ...server],
      { env: environment({ HOME: "/nowhere" }) },
    );
    onTestFinished(() => void child.kill("SIGKILL"));
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk) => (stdout += chunk));
    child.stderr.on("data", (chunk) => (stderr += chunk));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, result: stdout === "" ? undefined : JSON.parse(stdout), stderr }));
  });

describe.each([["legacy"], ["auto"], ["modern"]])("the MCP Inspector in the era %s", (era) => {
  test("lists the tools and finds neither an error in them nor anything to warn of", async () => {
    const { code, result, stderr } = await inspect(era, ["--method", "tools/list", "--strict"], EVERY_TOOL);
    expect(code, stderr).toBe(0);
    expect(stderr).not.toMatch(/^(?:Error|Warning): |\d+ (?:errors|warnings)/m);
    expect(member(result, "tools")).toEqual(tools.map(({ name }) => expect.objectContaining({ name })));
  });

  test("calls a tool, and gets a bad argument back as a result", async () => {
    const watched = await watchedCluster();
    const call = ["--method", "tools/call", "--tool-name", "search_process_instances", "--tool-arg"];
    const good = await inspect(era, [...call, "limit=2"], watched.env);
    expect(good.code, good.stderr).toBe(0);
    expect(member(good.result, "structuredContent")).toMatchObject({ items: [{}, {}] });
    const bad = await inspect(era, [...call, "stat=ACTIVE"], watched.env);
    expect(bad.result).toMatchObject({
      isError: true,
      content: [{ type: "text", text: expect.stringMatching(/^INVALID_ARGUMENT: /) }],
    });
  });

  test("finds resources and reads them", async () => {
    const { result: list } = await inspect(era, ["--method", "resources/list"]);
    expect(list).toMatchObject({ resources: [{ uri: guide.uri, name: guide.name }] });
    const { result: families } = await inspect(era, ["--method", "resources/templates/list"]);
    expect(member(families, "resourceTemplates")).toMatchObject(templates.map(({ uriTemplate }) => ({ uriTemplate })));
    const { code, result, stderr } = await inspect(era, ["--method", "resources/read", "--uri", guide.uri]);
    expect(code, stderr).toBe(0);
    expect(member(result, "contents")).toEqual([
      { uri: guide.uri, mimeType: guide.mimeType, text: expect.stringMatching(/^# How the things/) },
    ]);
  });

  test("finds prompts and has one filled in", async () => {
    const { result: list } = await inspect(era, ["--method", "prompts/list"]);
    expect(member(list, "prompts")).toMatchObject(prompts.map(({ name }) => ({ name })));
    const get = ["--method", "prompts/get", "--prompt-name", "diagnose_instance"];
    const { code, result, stderr } = await inspect(era, [...get, "--prompt-args", "reference=A-4711"]);
    expect(code, stderr).toBe(0);
    expect(member(result, "messages")).toMatchObject([
      { content: { text: expect.stringContaining('1. diagnose_process_instance {"reference":"A-4711"}') } },
    ]);
  });
});
