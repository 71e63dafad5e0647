import { describe, expect, test } from "vitest";
import { HOSTS, type Host, isHost } from "../../../src/commands/print-config/hosts.ts";
import { snippetFor } from "../../../src/commands/print-config/print-config.ts";
import type { Setting } from "../../../src/config/setting.ts";
import { allSettings } from "../../../src/config/settings.ts";
import { isObject, member, textOf, textsOf } from "../../../src/narrow.ts";
import { CWD, configOf, type FileSpec, LOCAL, read } from "../../config/reading.ts";

const SECRET = "hunter2-hunter2";

const BASIC = {
  CAMUNDA_REST_ADDRESS: "https://camunda.example.com/cluster",
  CAMUNDA_BASIC_AUTH_USERNAME: "demo",
  CAMUNDA_BASIC_AUTH_PASSWORD: SECRET,
};

const hosts = Object.keys(HOSTS).filter(isHost);

/** The snippet of a host for these settings. */
const snippet = (
  host: Host,
  env: Record<string, string>,
  { demo = false, envFile, files = {} }: { demo?: boolean; envFile?: string; files?: Record<string, FileSpec> } = {},
) => {
  const settings = read(env, files, envFile === undefined ? undefined : `${CWD}/${envFile}`);
  const reach = { demo, ...(envFile === undefined ? {} : { envFile }) };
  const made = snippetFor({ host, env, cwd: CWD, settings, node: "/bin/node", script: "/opt/main.js", ...reach });
  const config: unknown = JSON.parse(made.text);
  const server = member(member(config, "mcpServers") ?? member(config, "servers"), "operate");
  return { ...made, said: made.text + made.hints.join("\n"), config, server, env: member(server, "env") };
};

const placeholder = (env: unknown, name: string): string => textOf(member(env, name)) ?? "";

describe.each(hosts)("the snippet for %s", (host) => {
  test("starts this program with the settings of the environment, and stands alone as a file", () => {
    const { server, env } = snippet(host, BASIC);
    expect(server).toMatchObject({ command: "/bin/node", args: ["/opt/main.js"] });
    expect(env).toMatchObject({
      CAMUNDA_REST_ADDRESS: "https://camunda.example.com/cluster",
      CAMUNDA_BASIC_AUTH_USERNAME: "demo",
    });
  });

  test("is what the server understands, once the secrets are put in", () => {
    const { env } = snippet(host, BASIC);
    const filled = Object.fromEntries(
      Object.entries(isObject(env) ? env : {}).map(([name, value]) => [name, String(value)]),
    );
    const { login } = configOf(read({ ...filled, CAMUNDA_BASIC_AUTH_PASSWORD: SECRET }));
    expect(login).toEqual({ strategy: "BASIC", username: "demo", password: SECRET });
  });

  test("leaves out a value that the host would change", () => {
    const { env, hints } = snippet(host, { ...BASIC, CAMUNDA_BASIC_AUTH_USERNAME: `o'brien\${x}` });
    expect(placeholder(env, "CAMUNDA_BASIC_AUTH_USERNAME")).not.toContain("brien");
    expect(hints.join("\n")).toContain("CAMUNDA_BASIC_AUTH_USERNAME");
  });

  test("never holds a secret, nor what stands where one might be by mistake", () => {
    const isHidden = ({ secret, kind }: Setting) => secret === true || "problem" in kind.parse(`${SECRET}!`);
    for (const { name } of allSettings.filter(isHidden)) {
      expect(snippet(host, { ...LOCAL, [name]: `${SECRET}!` }).said, name).not.toContain(SECRET);
    }
  });

  test("hands on the proxies that are to be used, without their passwords", () => {
    const proxies = {
      HTTPS_PROXY: `http://user:${SECRET}@proxy.example:3128`,
      http_proxy: "http://proxy.example:3128",
      NO_PROXY: ".example.com",
    };
    expect(Object.keys(proxies).filter((name) => snippet(host, { ...BASIC, ...proxies }).said.includes(name))).toEqual(
      [],
    );
    const { env, said } = snippet(host, { ...BASIC, ...proxies, OPERATE_MCP_USE_PROXY: "true" });
    expect(env).toMatchObject({ http_proxy: proxies.http_proxy, NO_PROXY: proxies.NO_PROXY });
    expect(placeholder(env, "HTTPS_PROXY")).toMatch(/HTTPS_PROXY|https-proxy/);
    expect(said).not.toContain(SECRET);
  });

  test("has a place for each secret", () => {
    const { env } = snippet(host, BASIC);
    expect(placeholder(env, "CAMUNDA_BASIC_AUTH_PASSWORD")).toMatch(
      /CAMUNDA_BASIC_AUTH_PASSWORD|camunda-basic-auth-password/,
    );
  });

  test("writes paths whole, because a host starts the server somewhere else", () => {
    const { env } = snippet(host, {
      ...BASIC,
      CAMUNDA_BASIC_AUTH_PASSWORD: "",
      CAMUNDA_BASIC_AUTH_PASSWORD_FILE: "secret.txt",
      CAMUNDA_CUSTOM_ROOT_CERT_PATH: "ca.pem",
    });
    expect(env).toMatchObject({
      CAMUNDA_BASIC_AUTH_PASSWORD_FILE: `${CWD}/secret.txt`,
      CAMUNDA_CUSTOM_ROOT_CERT_PATH: `${CWD}/ca.pem`,
    });
    expect(env).not.toHaveProperty("CAMUNDA_BASIC_AUTH_PASSWORD");
  });

  test("names the file of --env-file, which keeps its settings to itself", () => {
    const files = { [`${CWD}/op.env`]: `CAMUNDA_OPERATE_BASE_URL=http://localhost:1\nCAMUNDA_OAUTH_TOKEN=${SECRET}\n` };
    const { server, env, said } = snippet(host, {}, { envFile: "op.env", files });
    expect(textsOf(member(server, "args"))).toEqual(["/opt/main.js", "--env-file", `${CWD}/op.env`]);
    expect(env).toBeUndefined();
    expect(said).not.toContain("localhost:1");
  });

  test("is the sample cluster with --demo", () => {
    const { server, env } = snippet(host, BASIC, { demo: true });
    expect(textsOf(member(server, "args"))).toEqual(["/opt/main.js", "--demo"]);
    expect(env).toBeUndefined();
  });

  test("is an example where nothing is set, and says so", () => {
    const { env, hints } = snippet(host, {});
    expect(Object.keys(isObject(env) ? env : {})).toEqual([
      "CAMUNDA_OPERATE_BASE_URL",
      "CAMUNDA_COOKIE_AUTH_USERNAME",
      "CAMUNDA_COOKIE_AUTH_PASSWORD",
    ]);
    expect(hints.join("\n")).toMatch(/an example/);
  });

  test("says that a .env of this directory is not part of it", () => {
    const files = { [`${CWD}/.env`]: "CAMUNDA_OPERATE_BASE_URL=http://localhost:8080\n" };
    expect(snippet(host, {}, { files }).hints.join("\n")).toMatch(/--env-file \.env/);
    expect(snippet(host, BASIC).hints.join("\n")).not.toMatch(/\.env/);
  });
});

describe("a secret is", () => {
  test("asked for by VS Code, which does not show it", () => {
    const { config, env } = snippet("vscode", BASIC);
    expect(placeholder(env, "CAMUNDA_BASIC_AUTH_PASSWORD")).toBe(`\${input:camunda-basic-auth-password}`);
    expect(member(config, "inputs")).toMatchObject([
      { type: "promptString", id: "camunda-basic-auth-password", password: true },
    ]);
  });

  test("taken from the environment by Claude Code and Cursor", () => {
    const name = "CAMUNDA_BASIC_AUTH_PASSWORD";
    expect(placeholder(snippet("code", BASIC).env, name)).toBe(`\${${name}}`);
    expect(placeholder(snippet("cursor", BASIC).env, name)).toBe(`\${env:${name}}`);
  });

  test("to be put in by hand for Claude Desktop, which is said", () => {
    const { env, hints } = snippet("claude", BASIC);
    expect(placeholder(env, "CAMUNDA_BASIC_AUTH_PASSWORD")).toBe("<CAMUNDA_BASIC_AUTH_PASSWORD>");
    expect(hints.join("\n")).toMatch(/Put in.*CAMUNDA_BASIC_AUTH_PASSWORD/);
  });
});

test("for Claude Code there is a command as well, with the same server in it, safe for a shell", () => {
  const { hints, server } = snippet("code", { ...BASIC, CAMUNDA_BASIC_AUTH_USERNAME: "o'hara" });
  const [command = ""] = hints.filter((hint) => hint.includes("claude mcp add-json"));
  const [, quoted = ""] = /--scope project operate '(.*)'$/.exec(command) ?? [];
  expect(JSON.parse(quoted.replaceAll("'\\''", "'"))).toEqual(server);
});
