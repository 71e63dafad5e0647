import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { getMcpConfigForManifest, MANIFEST_SCHEMAS, unpackExtension } from "@anthropic-ai/mcpb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { project } from "../../scripts/packaging/project.ts";
import { settings } from "../../src/config/settings.ts";
import { member } from "../../src/narrow.ts";
import { environment, ROOT } from "./built.ts";
import { type Program, run, startServer } from "./server-process.ts";
import { watchedCluster } from "./watched-cluster.ts";

let folder: string;

/** Runs a command to its end and gives its stdout; npm keeps what it writes in the folder of the test. */
const output = async (command: string, args: readonly string[], cwd: string): Promise<string> => {
  const env = environment({ HOME: folder, npm_config_cache: join(folder, "cache") });
  return (await promisify(execFile)(command, [...args], { cwd, env })).stdout;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "operate-mcp-packages-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("the package for npm", () => {
  const tarball = (): string => join(folder, `${project.name}-${project.version}.tgz`);
  const installed = (): string => join(folder, "empty", "node_modules");
  const program = (): Program => ({ command: join(installed(), ".bin", project.name), args: [] });

  beforeAll(async () => {
    await output("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], ROOT);
    await mkdir(join(folder, "empty"));
    await output("npm", ["install", "--ignore-scripts", "--offline", tarball()], join(folder, "empty"));
  });

  test("is smaller than 3 MB, and needs no other package, no network and no scripts to install", async () => {
    expect((await stat(tarball())).size).toBeLessThan(3_000_000);
    expect((await readdir(installed())).filter((name) => !name.startsWith("."))).toEqual([project.name]);
    expect(await readdir(join(installed(), ".bin"))).toEqual([project.name]);
  });

  test("holds the program, the licences and the texts, and nothing else", async () => {
    const names = await readdir(join(installed(), project.name), { recursive: true });
    const others = names.filter((name) => !/^dist\/parts\/[\w-]+\.js$|^docs\/[\w.-]+\.md$/.test(name));
    expect(others.toSorted()).toEqual([
      ...[".env.example", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md", "SECURITY.md"],
      ...[
        "dist",
        "dist/THIRD-PARTY-NOTICES.txt",
        "dist/main.js",
        "dist/package.json",
        "dist/parts",
        "dist/sbom.cdx.json",
      ],
      ...["docs", "package.json"],
    ]);
    const notices = await readFile(join(installed(), project.name, "dist", "THIRD-PARTY-NOTICES.txt"), "utf8");
    for (const name of ["@modelcontextprotocol/server", "zod", "undici", "tough-cookie", "tldts-core", "bpmn-moddle"]) {
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(.+\\)$`, "m"));
    }
  });

  test("holds the files that --help names", async () => {
    const { stdout } = await run(["--help"], {}, program());
    const named = stdout.match(/\S+\.(?:md|example)\b/g) ?? [];
    expect(named).toEqual(["docs/settings.md", ".env.example"]);
    for (const file of named) expect((await stat(join(installed(), project.name, file))).isFile()).toBe(true);
  });

  test("serves", async () => {
    const server = startServer({}, ["--demo"], program());
    await server.open();
    expect(member(member(await server.ask("tools/list"), "result"), "tools")).toHaveProperty("length");
    expect(await server.call("whoami")).not.toHaveProperty("isError");
    server.hangUp();
    expect(await server.exit).toEqual({ code: 0, signal: null });
  });

  test("shows the demo", async () => {
    const { code, stdout, stderr } = await run(["demo"], {}, program());
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/conclusion: It is stuck/);
  });
});

test("the bundle for Claude Desktop is valid, and serves as its manifest says, with what the dialog was given", async () => {
  const [bundle, unpacked] = [join(folder, "bundle.mcpb"), join(folder, "unpacked")];
  expect(await output(process.execPath, [join("scripts", "mcpb.mjs"), bundle], ROOT)).toContain("validation passes");
  expect((await stat(bundle)).size).toBeLessThan(3_000_000);
  expect(await unpackExtension({ mcpbPath: bundle, outputDir: unpacked, silent: true })).toBe(true);

  const manifest = MANIFEST_SCHEMAS["0.3"].parse(JSON.parse(await readFile(join(unpacked, "manifest.json"), "utf8")));
  const { env } = await watchedCluster();
  const host = await getMcpConfigForManifest({
    manifest,
    extensionPath: unpacked,
    systemDirs: {},
    userConfig: {
      operateBaseUrl: env[settings.operateBaseUrl.name] ?? "",
      cookieUsername: env[settings.cookieUsername.name] ?? "",
      cookiePassword: env[settings.cookiePassword.name] ?? "",
    },
    pathSeparator: "/",
  });
  const server = startServer(host?.env, [], { command: host?.command ?? "", args: host?.args ?? [] });
  await server.open();
  expect(member(member(await server.ask("tools/list"), "result"), "tools")).toHaveProperty(
    "length",
    manifest.tools?.length,
  );
  expect(await server.call("whoami")).toHaveProperty("structuredContent.user", "demo");
});
