import { describe, expect, it } from "vitest";
import { replaceBetween } from "../../scripts/docs/generated.ts";
import { renderSettingsTables } from "../../scripts/docs/settings.ts";
import { renderPromptsTable, renderResourcesTable } from "../../scripts/docs/surface.ts";
import { renderFieldsTables, renderToolsTable } from "../../scripts/docs/tools.ts";
import { renderInstall } from "../../scripts/packaging/install.ts";
import { variablesOf } from "../../src/config/setting.ts";
import { allSettings } from "../../src/config/settings.ts";
import { CODES } from "../../src/errors.ts";
import { isObject, member, textsOf } from "../../src/narrow.ts";
import { configOf, read } from "../config/reading.ts";
import { current, expectCurrent } from "./current.ts";

const README = "README.md";

/** The fenced blocks of one language, in order. */
const blocks = (language: string): string[] =>
  [...current(README).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map(([, text = ""]) => text);

const known = new Set(allSettings.flatMap(variablesOf));

describe("the generated parts of the README", () => {
  it.each([
    ["install", renderInstall],
    ["settings", renderSettingsTables],
    ["tools", renderToolsTable],
    ["fields", renderFieldsTables],
    ["resources", renderResourcesTable],
    ["prompts", renderPromptsTable],
  ])("are up to date: %s", (name, render) => {
    expectCurrent(README, replaceBetween(current(README), name, render()));
    expect(current(README)).toContain(`<!-- ${name}:begin -->\n\n${render()}\n\n<!-- ${name}:end -->`);
  });
});

describe("the README", () => {
  it("has the two commands that set everything up", () => {
    expect(blocks("sh").slice(0, 2)).toEqual(["npm ci && npm run demo\n", "npm ci && npm test\n"]);
  });

  it("explains every code an error can have, and none besides", () => {
    const errors = current(README).split("## Errors")[1]?.split("\n## ")[0] ?? "";
    const named = [...errors.matchAll(/`([A-Z]+(?:_[A-Z]+)*)`/g)].map(([, code = ""]) => code);
    expect(named.toSorted()).toEqual(CODES.toSorted());
  });

  it("shows every login with settings that are complete and right", () => {
    const pem = { text: "-----BEGIN CERTIFICATE-----\n" };
    const files = {
      "/etc/ssl/company-ca.pem": pem,
      "/etc/ssl/operate-mcp.pem": pem,
      "/etc/ssl/operate-mcp.key": { text: "-----BEGIN PRIVATE KEY-----\n" },
    };
    const examples = blocks("dotenv").map((text) => read({}, { ...files, "/example.env": text }, "/example.env"));
    expect(examples.flatMap(({ warnings }) => warnings)).toEqual([]);
    expect(examples.map((settings) => configOf(settings).login.strategy)).toEqual([
      ...["COOKIE", "BASIC"],
      ...["OAUTH", "OAUTH", "OAUTH", "OAUTH"],
      ...["BEARER", "NONE", "COOKIE"],
    ]);
  });

  it("asks for the audience of Operate on SaaS, with the address as with cluster id and region", () => {
    const [byAddress = "", byId = ""] = blocks("dotenv").filter((text) => text.includes("your-cluster-id"));
    const [one, other] = [byAddress, byId].map((text) => configOf(read({}, { "/example.env": text }, "/example.env")));
    expect(one?.login).toEqual(other?.login);
    expect(one?.login).toMatchObject({ audience: { v1: "operate.camunda.io" } });
    expect(one?.operate?.url.href).toBe(other?.operate?.url.href);
  });

  it("shows configurations for hosts that are JSON, start this server and set known variables", () => {
    const hosts = blocks("json").map((text): unknown => JSON.parse(text));
    expect(hosts.length).toBeGreaterThan(3);
    for (const host of hosts) {
      const server = member(member(host, "mcpServers") ?? member(host, "servers"), "operate");
      expect(textsOf(member(server, "args"))?.join(" ")).toMatch(
        /operate-mcp[/\\]dist[/\\]main\.js$|^\/c operate-mcp$|^-y operate-mcp$|^run --rm -i (?:-e [A-Z_]+ )+operate-mcp$/,
      );
      const env = member(server, "env");
      expect(isObject(env) && Object.keys(env).filter((name) => !known.has(name))).toEqual([]);
    }
  });

  it("passes to the container every variable that it sets for docker", () => {
    const [docker] = blocks("json")
      .map((text) => member(member(JSON.parse(text), "mcpServers"), "operate"))
      .filter((server) => member(server, "command") === "docker");
    const passed = textsOf(member(docker, "args"))?.filter((argument) => /^[A-Z_]+$/.test(argument));
    expect(passed).toEqual(Object.keys(member(docker, "env") ?? {}));
  });

  it("names no setting that does not exist", () => {
    const named = current(README).match(/\b(?:CAMUNDA|ZEEBE|OPERATE_MCP)_[A-Z_]*[A-Z]\b/g) ?? [];
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});
