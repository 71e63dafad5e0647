import { getMcpConfigForManifest, MANIFEST_SCHEMAS } from "@anthropic-ai/mcpb";
import { describe, expect, it } from "vitest";
import { loginExamples } from "../../scripts/docs/login-examples.ts";
import { renderManifest } from "../../scripts/packaging/manifest.ts";
import { allSettings } from "../../src/config/settings.ts";
import { chosenTools } from "../../src/tools/index.ts";
import { VERSION } from "../../src/version.ts";
import { configOf, problemsOf, read } from "../config/reading.ts";
import { expectCurrent } from "../docs/current.ts";

const manifest = MANIFEST_SCHEMAS["0.3"].parse(JSON.parse(renderManifest()));
const fields = Object.entries(manifest.user_config ?? {});
const env = manifest.server.mcp_config.env ?? {};

/** The field of the dialog that sets a variable. */
const fieldOf = (variable: string): string => /^\$\{user_config\.(\w+)\}$/.exec(env[variable] ?? "")?.[1] ?? "";

/** How a host starts the server after somebody has filled in these fields, by the rules of the format's own library. */
const started = async (userConfig: Readonly<Record<string, string | boolean>>) => {
  const config = await getMcpConfigForManifest({
    manifest,
    extensionPath: "/bundle",
    systemDirs: {},
    userConfig: { ...userConfig },
    pathSeparator: "/",
  });
  if (config === undefined) throw new Error("the host would not start the server");
  return config;
};

describe("the manifest of the bundle", () => {
  it("is up to date", () => {
    expectCurrent("packaging/manifest.json", renderManifest());
  });

  it("names this version and the tools that are offered by default", () => {
    expect(manifest).toMatchObject({ manifest_version: "0.3", name: "operate-mcp", version: VERSION });
    expect(manifest.tools?.map(({ name }) => name)).toEqual(
      chosenTools({ toolsets: ["data", "troubleshoot"], excludeTools: [] }).map(({ name }) => name),
    );
    for (const { description } of manifest.tools ?? []) expect(description).toMatch(/^[A-Z].*\.$/);
  });

  it("starts the bundled program with node", async () => {
    expect(await started({})).toMatchObject({ command: "node", args: ["/bundle/dist/main.js"] });
  });

  it("sets known variables, each from a field of its own", () => {
    expect(Object.keys(env)).toEqual(allSettings.map(({ name }) => name).filter((name) => Object.hasOwn(env, name)));
    expect(Object.keys(env).map(fieldOf)).toEqual(fields.map(([key]) => key));
  });

  it("asks for every secret, and keeps secrets and nothing else out of sight", () => {
    const secrets = allSettings.filter(({ secret }) => secret).map(({ name }) => fieldOf(name));
    expect(secrets).not.toContain("");
    expect(fields.filter(([, { sensitive }]) => sensitive).map(([key]) => key)).toEqual(secrets);
  });

  it("has labels that differ, and plain text without Markdown", () => {
    const titles = fields.map(([, { title }]) => title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(JSON.stringify(manifest)).not.toContain("`");
  });

  it("has the server start as without any settings while the dialog is empty", async () => {
    const { env: empty = {} } = await started({});
    expect(Object.values(empty).join(" ")).not.toContain("user_config");
    expect(read(empty)).toEqual(read({}));
  });

  it.each(loginExamples)("lets one log in: $title", async ({ variables }) => {
    const filled = Object.entries(variables).map(([name, value]) => [fieldOf(name), value] as const);
    expect(filled.map(([field]) => field)).not.toContain("");
    const { env: set = {} } = await started(Object.fromEntries(filled));
    expect(configOf(read(set))).toEqual(configOf(read(variables)));
    expect(read(set).warnings).toEqual([]);
  });

  it("allows plain http to other machines only where that is ticked", async () => {
    const operateBaseUrl = "http://operate.example.com";
    const { env: closed = {} } = await started({ operateBaseUrl });
    expect(problemsOf(read(closed)).map(({ variable }) => variable)).toEqual(["CAMUNDA_OPERATE_BASE_URL"]);
    const { env: open = {} } = await started({ operateBaseUrl, allowInsecure: true });
    expect(configOf(read(open)).operate?.url.href).toContain("operate.example.com");
  });
});
