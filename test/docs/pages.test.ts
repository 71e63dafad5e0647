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
import { tools } from "../../src/tools/index.ts";
import { configOf, read } from "../config/reading.ts";
import { authority } from "../support/certificates.ts";
import { current, expectCurrent } from "./current.ts";
import { blocksOf, PAGES } from "./pages.ts";

/** The texts of the fenced blocks of one language, in order. */
const blocks = (page: string, language: string): string[] =>
  blocksOf(current(page)).flatMap((block) => (block.language === language ? [block.text] : []));

const known = new Set(allSettings.flatMap(variablesOf));

const PEM = { text: authority("Example").cert };

/** What an example that names files finds there. */
const FILES = {
  "/etc/ssl/company-ca.pem": PEM,
  "/etc/ssl/operate-mcp.pem": PEM,
  "/etc/ssl/operate-mcp.key": { text: "-----BEGIN PRIVATE KEY-----\n" },
};

const settingsIn = (text: string) => read({}, { ...FILES, "/example.env": text }, "/example.env");

describe("the generated parts of the pages", () => {
  it.each([
    ["docs/install.md", "install", renderInstall],
    ["docs/settings.md", "settings", renderSettingsTables],
    ["docs/tools.md", "tools", renderToolsTable],
    ["docs/fields.md", "fields", renderFieldsTables],
    ["docs/resources-and-prompts.md", "resources", renderResourcesTable],
    ["docs/resources-and-prompts.md", "prompts", renderPromptsTable],
  ])("are up to date: %s", (page, name, render) => {
    expectCurrent(page, replaceBetween(current(page), name, render()));
    expect(current(page)).toContain(`<!-- ${name}:begin -->\n\n${render()}\n\n<!-- ${name}:end -->`);
  });
});

describe("the README", () => {
  it("has the two commands that set everything up", () => {
    const [first, ...others] = blocks("README.md", "sh");
    expect(first).toBe("npm ci && npm run demo\n");
    expect(others).toContain("npm ci && npm test\n");
  });

  it("shows a question with its answer before anything else is explained", () => {
    const [beginning = ""] = current("README.md").split("\n## ");
    expect(beginning).toContain("Why is order 4711 stuck?");
    expect(blocksOf(beginning).at(-1)?.mark).toBe("answer");
  });

  it("shows the logins that are common", () => {
    const strategies = blocks("README.md", "dotenv").map((text) => configOf(settingsIn(text)).login.strategy);
    expect(strategies).toEqual(["COOKIE", "BASIC", "OAUTH", "OAUTH"]);
  });

  it("names every tool that explains, and `whoami`", () => {
    const explaining = tools.filter(({ name, toolset }) => toolset === "troubleshoot" || name === "whoami");
    expect(explaining.filter(({ name }) => !current("README.md").includes(`\`${name}\``))).toEqual([]);
  });
});

describe("the page about errors", () => {
  it("explains every code an error can have, and none besides", () => {
    const errors = current("docs/answers.md").split("## Errors")[1]?.split("\n## ")[0] ?? "";
    const named = [...errors.matchAll(/`([A-Z]+(?:_[A-Z]+)*)`/g)].map(([, code = ""]) => code);
    expect(named.toSorted()).toEqual(CODES.toSorted());
  });
});

describe("the index", () => {
  it("leads to every page", () => {
    const others = PAGES.filter((page) => page.startsWith("docs/") && page !== "docs/README.md");
    const index = current("docs/README.md");
    expect(others.filter((page) => !index.includes(`(${page.slice("docs/".length)})`))).toEqual([]);
  });
});

describe("the pages together", () => {
  const dotenvs = PAGES.flatMap((page) => blocks(page, "dotenv"));

  it("show every login, with settings that are complete and right", () => {
    const examples = dotenvs.map(settingsIn);
    expect(examples.flatMap(({ warnings }) => warnings)).toEqual([]);
    const strategies = new Set(examples.map((settings) => configOf(settings).login.strategy));
    expect([...strategies].toSorted()).toEqual(["BASIC", "BEARER", "COOKIE", "NONE", "OAUTH"]);
  });

  it("ask for the audience of Operate on SaaS, with the address as with cluster id and region", () => {
    const onSaas = dotenvs.filter((text) => text.includes("your-cluster-id")).map((text) => configOf(settingsIn(text)));
    expect(onSaas.length).toBeGreaterThan(2);
    for (const { login } of onSaas) {
      expect(login).toMatchObject({ audience: { v1: "operate.camunda.io", v2: "zeebe.camunda.io" } });
      expect(login).toEqual(onSaas[0]?.login);
    }
  });

  it("show configurations for hosts that are JSON, start this server and set known variables", () => {
    const hosts = PAGES.flatMap((page) => blocks(page, "json")).map((text): unknown => JSON.parse(text));
    expect(hosts.length).toBeGreaterThan(3);
    for (const host of hosts) {
      const server = member(member(host, "mcpServers") ?? member(host, "servers"), "operate");
      expect(textsOf(member(server, "args"))?.join(" ")).toMatch(
        /operate-mcp\/dist\/main\.js$|^\/c operate-mcp$|^-y operate-mcp$|^run --rm -i (?:-e [A-Z_]+ )+operate-mcp$/,
      );
      const env = member(server, "env");
      expect(isObject(env) && Object.keys(env).filter((name) => !known.has(name))).toEqual([]);
    }
  });

  it("pass to the container every variable that they set for docker", () => {
    const [docker] = blocks("docs/install.md", "json")
      .map((text) => member(member(JSON.parse(text), "mcpServers"), "operate"))
      .filter((server) => member(server, "command") === "docker");
    const passed = textsOf(member(docker, "args"))?.filter((argument) => /^[A-Z_]+$/.test(argument));
    expect(passed).toEqual(Object.keys(member(docker, "env") ?? {}));
  });

  it.each(PAGES)("name no setting that does not exist: %s", (page) => {
    const named = current(page).match(/\b(?:CAMUNDA|ZEEBE|OPERATE_MCP)_[A-Z_]*[A-Z]\b/g) ?? [];
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});
