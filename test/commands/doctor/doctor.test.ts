import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../../src/clock.ts";
import type { Status } from "../../../src/commands/doctor/check.ts";
import { NAMES } from "../../../src/commands/doctor/doctor.ts";
import { json } from "../../../src/simulator/answer.ts";
import { company } from "../../../src/simulator/company/company.ts";
import type { Tls } from "../../../src/simulator/listener.ts";
import type { ClusterOptions } from "../../../src/simulator/options.ts";
import { jwt } from "../../auth/identity-rig.ts";
import { authority } from "../../support/certificates.ts";
import { serving } from "../../support/served.ts";
import { connectProxy, forwarder } from "./forwarder.ts";
import { doctor, patientCluster, type Report, thisMachine, unknownHost } from "./rig.ts";

const world = company({ now: Date.UTC(2026, 10, 24, 10) });

/** Status by check, where a check has one finding only. */
const statuses = ({ results }: Report): Record<string, Status> =>
  Object.fromEntries(results.map(({ check, status }) => [check, status]));

/** The one check that failed, its line, and that what came after it was not made up. */
const expectFailure = (report: Report, check: string, text: RegExp, setting: string): void => {
  expect(report.unwell).toEqual([check]);
  const [failure] = report.of(check).filter(({ status }) => status === "failed");
  expect(failure?.text).toMatch(text);
  expect(failure?.next).toContain(setting);
};

const BASIC = { CAMUNDA_BASIC_AUTH_USERNAME: "demo", CAMUNDA_BASIC_AUTH_PASSWORD: "demo-password" };
const COOKIE = { CAMUNDA_COOKIE_AUTH_USERNAME: "demo", CAMUNDA_COOKIE_AUTH_PASSWORD: "demo-password" };

describe("a cluster in good health", () => {
  test.each<ClusterOptions>([
    { version: "8.6", login: "cookie" },
    { version: "8.6", login: "identity" },
    { version: "8.8", login: "cookie" },
    { version: "8.9", login: "basic" },
    { version: "8.9", login: "saas" },
    { version: "8.10", login: "cookie" },
    { version: "8.10", login: "none" },
  ])("has a line for each check, and none failed: %j", async (options) => {
    const { env } = await patientCluster({ ...options, world });
    const report = await doctor(env);
    expect(report.unwell).toEqual([]);
    expect([...new Set(report.results.map(({ check }) => check))]).toEqual(NAMES);
    expect(statuses(report)).toMatchObject({ login: "ok", api: "ok", permissions: "ok", clock: "ok", tools: "ok" });
  });

  test("is described: API, version, where the address came from, and what may be read", async () => {
    const { env, cluster } = await patientCluster({ version: "8.8", login: "cookie", world });
    const report = await doctor(env);
    expect(report.of("api")[0]?.text).toBe(
      `orchestration-v2 at ${cluster.url} (CAMUNDA_OPERATE_BASE_URL), version 8.8.3: told by the cluster`,
    );
    expect(report.of("permissions")[0]?.text).toMatch(/^may read process definitions, .*decision requirements$/);
    expect(report.of("tools")[0]?.text).toMatch(/^\d+ tools, [\d,]+ bytes/);
  });

  test.each(["cookie", "identity"] as const)("is logged in to once, with %s", async (login) => {
    const { env, cluster } = await patientCluster({ version: "8.8", login, world });
    await doctor(env);
    expect(cluster.journal.to(/\/(?:login|token)$/).map(({ method }) => method)).toEqual(["POST"]);
  });

  test("shows the audience and the end of its token", async () => {
    const { env } = await patientCluster({ version: "8.6", login: "identity", world });
    const [token] = (await doctor(env)).of("token");
    expect(token?.status).toBe("ok");
    expect(token?.text).toMatch(/a token for .*operate-api.*; it ends in [45] min/);
  });
});

describe("the settings", () => {
  test("are listed with where they come from, secrets masked", async () => {
    const { env } = await patientCluster({
      version: "8.8",
      login: "cookie",
      credentials: { password: "hunter2-hunter2" },
    });
    const report = await doctor({ ...env, OPERATE_MCP_API: "v2" });
    expect(report.of("settings")[0]).toMatchObject({
      status: "ok",
      details: [
        `CAMUNDA_OPERATE_BASE_URL=${env["CAMUNDA_OPERATE_BASE_URL"]}/ (environment)`,
        "CAMUNDA_COOKIE_AUTH_USERNAME=demo (environment)",
        "CAMUNDA_COOKIE_AUTH_PASSWORD=*** (environment)",
        "OPERATE_MCP_API=v2 (environment)",
      ],
    });
    expect(report.said).not.toContain("hunter2");
  });

  test("that are wrong are named, and everything else waits for them", async () => {
    const report = await doctor({ CAMUNDA_OPERATE_BASE_URL: "hunter2", OPERATE_MCP_TIMEOUT_MS: "soon" });
    expect(report.unwell).toEqual(["settings"]);
    expect(report.said).toMatch(/CAMUNDA_OPERATE_BASE_URL is not an http or https URL/);
    expect(report.said).toMatch(/OPERATE_MCP_TIMEOUT_MS is not a whole number/);
    expect(report.said).not.toContain("hunter2");
    expect(report.of("api")).toMatchObject([{ status: "skipped", text: "because settings failed" }]);
    expect(report.of("tools")).toMatchObject([{ status: "ok" }]);
  });

  test("that mean nothing are a warning", async () => {
    const { env } = await patientCluster({ version: "8.8", login: "none", world });
    const report = await doctor({ ...env, OPERATE_MCP_TIMEOUT: "1", OPERATE_MCP_TOOLSETS: "data,extra" });
    expect(report.unwell).toEqual([]);
    const warnings = report.of("settings").filter(({ status }) => status === "warning");
    expect(warnings.map(({ text }) => text)).toEqual([
      expect.stringContaining("OPERATE_MCP_TIMEOUT_MS may be meant"),
      "there is no toolset or tool extra",
    ]);
  });

  test("that leave no tool are a failure", async () => {
    const { env } = await patientCluster({ version: "8.8", login: "none", world });
    const report = await doctor({ ...env, OPERATE_MCP_TOOLSETS: "extra" });
    expectFailure(report, "tools", /no tool is offered/, "OPERATE_MCP_TOOLSETS");
  });
});

describe("the network", () => {
  test("does not know the host name", async () => {
    const env = { CAMUNDA_REST_ADDRESS: "https://camunda.example", ...BASIC };
    const report = await doctor(env, { lookup: unknownHost });
    expectFailure(report, "dns", /the host name is not known/, "CAMUNDA_REST_ADDRESS");
    expect(report.of("api")).toMatchObject([{ status: "skipped", text: "because dns failed" }]);
  });

  test("does not know that of the identity server", async () => {
    const { env } = await patientCluster({ version: "8.6", login: "identity" });
    const report = await doctor({ ...env, CAMUNDA_OAUTH_URL: "https://login.example/token" }, { lookup: unknownHost });
    expectFailure(report, "dns", /login\.example/, "CAMUNDA_OAUTH_URL");
  });

  test("has nothing on that port", async () => {
    const { env, cluster } = await patientCluster();
    await cluster.close();
    const report = await doctor(env);
    expectFailure(report, "tcp", /nothing listens there/, "CAMUNDA_OPERATE_BASE_URL");
    expect(report.of("login")).toMatchObject([{ status: "skipped", text: "because tcp failed" }]);
  });
});

describe("the certificate", () => {
  const cluster = authority("Ferret Root");

  /** Examines a cluster that shows this certificate. */
  const withCertificate = async (tls: Tls, more: Record<string, string> = {}, host = "127.0.0.1") => {
    const { env } = await patientCluster({ version: "8.8", login: "none", tls, world });
    const url = new URL(env["CAMUNDA_OPERATE_BASE_URL"] ?? "");
    url.hostname = host;
    return doctor({ CAMUNDA_OPERATE_BASE_URL: url.href, ...more }, { lookup: thisMachine });
  };

  /** The authority as a file. */
  const trusted = () => {
    const folder = mkdtempSync(join(tmpdir(), "doctor-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, "ca.pem");
    writeFileSync(path, cluster.cert);
    return { CAMUNDA_CUSTOM_ROOT_CERT_PATH: path };
  };

  test("is self-signed", async () => {
    const report = await withCertificate(cluster.selfSigned());
    expectFailure(report, "tls", /its certificate is self-signed/, "CAMUNDA_CUSTOM_ROOT_CERT_PATH");
    expect(report.of("tls")[0]?.next).toContain("CAMUNDA_OPERATE_BASE_URL");
    expect(report.of("api")).toMatchObject([{ status: "skipped", text: "because tls failed" }]);
  });

  test("is signed by an authority that nobody knows here", async () => {
    const report = await withCertificate(cluster.signed("IP:127.0.0.1"));
    expectFailure(report, "tls", /an authority this machine does not know/, "CAMUNDA_CUSTOM_ROOT_CERT_PATH");
  });

  test("is made for another host name", async () => {
    const report = await withCertificate(cluster.signed("DNS:other.example"), trusted(), "camunda.example");
    expectFailure(report, "tls", /made for another host name/, "CAMUNDA_OPERATE_BASE_URL");
  });

  test("has expired", async () => {
    const report = await withCertificate(cluster.signed("IP:127.0.0.1", -1), trusted());
    expectFailure(report, "tls", /its certificate has expired/, "renewed");
  });

  test("is not spoken of where plain http is spoken", async () => {
    const { env } = await patientCluster({ version: "8.8", login: "none" });
    const url = env["CAMUNDA_OPERATE_BASE_URL"]?.replace("http:", "https:") ?? "";
    expectFailure(await doctor({ CAMUNDA_OPERATE_BASE_URL: url }), "tls", /plain http is spoken there/, "http://");
  });

  test("is fine, but ends soon", async () => {
    const report = await withCertificate(cluster.signed("IP:127.0.0.1", 2), trusted());
    expect(report.unwell).toEqual([]);
    expect(report.of("tls")).toMatchObject([{ status: "warning", text: expect.stringMatching(/ends in 1 days/) }]);
  });

  test("is fine", async () => {
    const report = await withCertificate(cluster.signed("IP:127.0.0.1", 300), trusted());
    expect(report.unwell).toEqual([]);
    expect(report.of("tls")).toMatchObject([{ status: "ok", text: expect.stringMatching(/is trusted over TLSv1\.3/) }]);
  });
});

describe("the client certificate", () => {
  const cluster = authority("Ferret Root");
  const folder = mkdtempSync(join(tmpdir(), "doctor-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  const fileWith = (name: string, pem: string): string => {
    writeFileSync(join(folder, name), pem);
    return join(folder, name);
  };
  const client = cluster.signed("DNS:client");
  const trust = { CAMUNDA_CUSTOM_ROOT_CERT_PATH: fileWith("ca.pem", cluster.cert) };
  const strict: ClusterOptions = {
    ...{ version: "8.8", login: "none", world },
    tls: { ...cluster.signed("IP:127.0.0.1", 100), ca: cluster.cert },
  };

  test("is asked for, and none is set", async () => {
    const { env } = await patientCluster(strict);
    const report = await doctor({ ...env, ...trust });
    expectFailure(report, "api", /cannot be reached|it refuses the handshake/, "CAMUNDA_CUSTOM_CERT_CHAIN_PATH");
  });

  test("is shown", async () => {
    const { env } = await patientCluster(strict);
    const report = await doctor({
      ...{ ...env, ...trust },
      CAMUNDA_CUSTOM_CERT_CHAIN_PATH: fileWith("client.pem", client.cert),
      CAMUNDA_CUSTOM_PRIVATE_KEY_PATH: fileWith("client.key", client.key),
    });
    expect(report.unwell).toEqual([]);
  });
});

test("https spoken where http is expected is no secret", async () => {
  const tls = authority("Ferret Root").signed("IP:127.0.0.1");
  const { env } = await patientCluster({ version: "8.8", login: "none", tls });
  const url = env["CAMUNDA_OPERATE_BASE_URL"]?.replace("https:", "http:") ?? "";
  const report = await doctor({ CAMUNDA_OPERATE_BASE_URL: url });
  expectFailure(report, "api", /cannot be reached/, "write https://");
});

test("a redirect to another place is told with the place", async () => {
  const url = await serving(302, { location: "https://sso.example.com/auth?secret=1" }, "");
  const report = await doctor({ CAMUNDA_REST_ADDRESS: url, ...BASIC });
  expectFailure(report, "api", /redirects to another place \("https:\/\/sso\.example\.com"\)/, "CAMUNDA_REST_ADDRESS");
  expect(report.said).not.toContain("secret=1");
});

describe("the login", () => {
  test.each<[string, ClusterOptions, string, string]>([
    ["a session up to 8.7", { version: "8.6", login: "cookie" }, "CAMUNDA_COOKIE_AUTH_PASSWORD", "AUTH"],
    ["a session from 8.8 on", { version: "8.8", login: "cookie" }, "CAMUNDA_COOKIE_AUTH_PASSWORD", "AUTH"],
    ["Basic", { version: "8.8", login: "basic" }, "CAMUNDA_BASIC_AUTH_PASSWORD", "AUTH"],
    ["client credentials", { version: "8.6", login: "identity" }, "CAMUNDA_CLIENT_SECRET", "AUTH"],
  ])("refuses the password of %s", async (_, options, variable) => {
    const { env, cluster } = await patientCluster(options);
    const report = await doctor({ ...env, [variable]: "hunter2-hunter2" });
    expectFailure(report, "login", /refused/, variable);
    expect(report.said).not.toContain("hunter2");
    expect(report.of("api")).toMatchObject([{ status: "skipped", text: "because login failed" }]);
    expect(cluster.journal.to(/search$/).filter(({ status }) => status === 200)).toEqual([]);
  });

  test("is wanted, but none is set", async () => {
    const { cluster } = await patientCluster({ version: "8.8", login: "basic" });
    const report = await doctor({ CAMUNDA_REST_ADDRESS: cluster.url });
    expectFailure(report, "login", /wants a login/, "CAMUNDA_CLIENT_ID");
  });

  test("is at an identity server that is in trouble", async () => {
    const { env, cluster } = await patientCluster({ version: "8.6", login: "identity" });
    cluster.faults.next(5, { path: "token" }, { kind: "html", status: 503 });
    expectFailure(await doctor(env), "login", /the identity server .* is in trouble/, "CAMUNDA_OAUTH_URL");
  });

  test("lies somewhere else", async () => {
    const { env, cluster } = await patientCluster({ version: "8.6", login: "cookie" });
    const report = await doctor({ ...env, CAMUNDA_COOKIE_AUTH_URL: `${cluster.url}/nowhere` });
    expectFailure(report, "login", /there is no login/, "CAMUNDA_COOKIE_AUTH_URL");
  });
});

describe("the token", () => {
  test("is for an audience that the identity server does not give", async () => {
    const { env } = await patientCluster({ version: "8.8", login: "saas" });
    const report = await doctor({ ...env, CAMUNDA_TOKEN_AUDIENCE: "nobody" });
    expectFailure(report, "login", /refused the client/, "CAMUNDA_TOKEN_AUDIENCE");
  });

  test.each([1, "off"] as const)("is for another API, which refuses it (%s tokens a second)", async (rateLimit) => {
    const { env } = await patientCluster({ version: "8.9", login: "saas", rateLimit });
    const report = await doctor({ ...env, CAMUNDA_TOKEN_AUDIENCE: "operate.camunda.io" });
    expectFailure(report, "token", /Camunda refused (?:it|the token).*operate\.camunda\.io/, "CAMUNDA_TOKEN_AUDIENCE");
    expect(report.of("login")).toMatchObject([{ status: "ok" }]);
  });

  test("that is ready has ended", async () => {
    const { cluster } = await patientCluster({ version: "8.9", login: "identity" });
    const ended = jwt({ aud: "operate-api", exp: Date.now() / 1000 - 600 });
    const report = await doctor({ CAMUNDA_REST_ADDRESS: cluster.url, CAMUNDA_OAUTH_TOKEN: ended });
    expect(report.unwell).toEqual(["token"]);
    expect(
      report
        .of("token")
        .map(({ text }) => text)
        .join("\n"),
    ).toMatch(/it ended 10 min ago/);
    expect(report.said).toContain("CAMUNDA_OAUTH_TOKEN");
    expect(report.said).not.toContain(ended);
  });

  test("cannot be kept in the directory for it, which is a warning", async () => {
    const { env } = await patientCluster({ version: "8.9", login: "identity", world });
    const report = await doctor({ ...env, OPERATE_MCP_TOKEN_CACHE_DIR: "/dev/null/tokens" });
    expect(report.unwell).toEqual([]);
    expect(report.of("token").at(-1)).toMatchObject({
      status: "warning",
      text: expect.stringMatching(/not kept: .*OPERATE_MCP_TOKEN_CACHE_DIR cannot be written/),
    });
  });
});

describe("the CSRF token", () => {
  test.each<[ClusterOptions, RegExp]>([
    [{ version: "8.6" }, /^x-csrf-token$/],
    [{ version: "8.8" }, /^x-csrf-token$/],
    [{ version: "8.3" }, /^operate-x-csrf-token$/],
  ])("gets lost on the way to %j", async (options, dropped) => {
    const { env, cluster } = await patientCluster({ ...options, world });
    const report = await doctor({ ...env, CAMUNDA_OPERATE_BASE_URL: await forwarder(cluster.url, dropped) });
    expectFailure(report, "csrf", /for want of its CSRF token/, "CAMUNDA_OPERATE_BASE_URL");
    expect(report.of("csrf")[0]?.next).toContain("X-CSRF-TOKEN");
    expect(report.of("login")).toMatchObject([{ status: "ok" }]);
  });
});

describe("the API", () => {
  const HTML = { "content-type": "text/html" };

  test.each<[string, number, Record<string, string>, string]>([
    ["a page", 200, HTML, "<title>Sign in</title><input type=password>"],
    ["a redirect", 302, { location: "/oauth2/login" }, ""],
  ])("is a login page: %s", async (_, status, headers, body) => {
    const report = await doctor({ CAMUNDA_REST_ADDRESS: await serving(status, headers, body), ...BASIC });
    expectFailure(report, "api", /a login page comes from http.* where the API should answer/, "CAMUNDA_REST_ADDRESS");
  });

  test("is a login page, also to who would log in with a password there", async () => {
    const url = await serving(200, HTML, "<title>Log in</title>");
    const report = await doctor({ CAMUNDA_OPERATE_BASE_URL: url, ...COOKIE });
    expectFailure(report, "api", /a login page/, "CAMUNDA_OPERATE_BASE_URL");
    expect(report.of("login")).toMatchObject([{ status: "skipped" }]);
  });

  test.each<[ClusterOptions, string]>([
    [{ version: "8.6", login: "none" }, "CAMUNDA_OPERATE_BASE_URL"],
    [{ version: "8.10", login: "none" }, "CAMUNDA_REST_ADDRESS"],
    [{ version: "8.6", login: "cookie" }, "CAMUNDA_OPERATE_BASE_URL"],
    [{ version: "8.9", login: "cookie" }, "CAMUNDA_REST_ADDRESS"],
    [{ version: "8.9", login: "identity" }, "CAMUNDA_REST_ADDRESS"],
  ])("is not at this path: %j, %s", async (options, variable) => {
    const { env, cluster } = await patientCluster({ ...options, contextPath: "/camunda", world });
    const { CAMUNDA_OPERATE_BASE_URL: _, ...login } = env;
    const wrong = cluster.url.replace(/\/camunda$/, "/wrong");
    const report = await doctor({ ...login, [variable]: wrong });
    expectFailure(report, "api", /no Camunda API is there: http.*\/wrong answers \d{3}/, `the path in ${variable}`);
  });

  test("is not the one that is asked for: v1 of 8.10", async () => {
    const { env } = await patientCluster({ version: "8.10", login: "cookie", world });
    const report = await doctor({ ...env, OPERATE_MCP_API: "v1" });
    expectFailure(report, "api", /has no Operate API \(v1\): that is gone from 8\.10 on/, "OPERATE_MCP_API");
  });

  test("is not the one that is asked for: v2 of 8.6", async () => {
    const { env } = await patientCluster({ version: "8.6", login: "none", world });
    const report = await doctor({ ...env, OPERATE_MCP_API: "v2" });
    expectFailure(report, "api", /no Orchestration Cluster API \(v2\)/, "OPERATE_MCP_API");
  });

  test("of 8.10 is not where Operate was: the other address is named", async () => {
    const { cluster } = await patientCluster({ version: "8.10", login: "none", apis: [] });
    const report = await doctor({ CAMUNDA_OPERATE_BASE_URL: cluster.url });
    expectFailure(
      report,
      "api",
      /no Camunda API is there/,
      "from 8.10 on there is only the API that CAMUNDA_REST_ADDRESS names",
    );
  });

  test("is in trouble", async () => {
    const { env, cluster } = await patientCluster({ version: "8.8", login: "none" });
    cluster.faults.next(9, { path: "search" }, { kind: "html", status: 503 });
    const report = await doctor(env);
    expect(report.unwell).toEqual(["api"]);
    expect(report.of("api")[0]?.text).toMatch(/cannot be reached behind its gateway/);
  });
});

describe("a permission is missing", () => {
  test.each(["8.6", "8.8"] as const)("for the first thing that is asked for, on %s", async (version) => {
    const { env, cluster } = await patientCluster({ version, login: "cookie", world });
    cluster.faults.next(9, { path: "process-definitions/search" }, { kind: "forbidden" });
    const report = await doctor(env);
    expectFailure(report, "permissions", /may not do that on the cluster/, "grant");
    expect(statuses(report)).toMatchObject({ login: "ok", csrf: "ok", api: "ok" });
  });

  test("for some things, which are named with what the cluster says", async () => {
    const { env, cluster } = await patientCluster({ version: "8.8", login: "basic", world });
    cluster.faults.next(9, { path: "/v2/incidents/search" }, { kind: "forbidden" });
    const report = await doctor(env);
    expectFailure(report, "permissions", /^may not read incidents \(".*READ.*"\)$/, "grant");
    expect(report.of("permissions")[0]).toMatchObject({ status: "ok", text: expect.stringContaining("variables") });
  });

  test("where a newer cluster just shows nothing, which is a warning", async () => {
    const { env, cluster } = await patientCluster({ version: "8.8", login: "basic", world });
    const answer = json({ items: [], page: { totalItems: 0, hasMoreTotalItems: false } });
    cluster.faults.next(9, { path: "process-definitions/search" }, { kind: "answer", answer });
    const report = await doctor(env);
    expect(report.unwell).toEqual([]);
    expect(report.of("permissions").at(-1)).toMatchObject({
      status: "warning",
      text: expect.stringContaining("no process definition"),
    });
  });
});

test("what the cluster says is shown as a value, without any secret of the settings in it", async () => {
  const { env, cluster } = await patientCluster({ version: "8.8", login: "none", world });
  const detail = 'hunter2-hunter2 may not\n"read" \u202e';
  const answer = json({ type: "about:blank", title: "FORBIDDEN", status: 403, detail }, 403);
  cluster.faults.next(9, { path: "process-definitions/search" }, { kind: "answer", answer });
  const unused = { CAMUNDA_AUTH_STRATEGY: "NONE", CAMUNDA_OAUTH_TOKEN: "hunter2-hunter2" };
  const report = await doctor({ ...env, ...unused });
  const [failure] = report.of("permissions");
  expect(failure?.text).toContain(String.raw`("*** may not\n\"read\" \u202e")`);
  expect(report.said).not.toContain("hunter2");
});

test.each([
  [3_600_000, /3600 s ahead of/],
  [-600_000, /600 s behind/],
])("a clock that differs by %d ms is a warning", async (ms, text) => {
  const { env } = await patientCluster({ version: "8.8", login: "none", world });
  const report = await doctor(env, { clock: { ...systemClock, wall: () => systemClock.wall() + ms } });
  expect(report.unwell).toEqual([]);
  expect(report.of("clock")).toMatchObject([
    { status: "warning", text: expect.stringMatching(text), next: expect.stringContaining("clock of this machine") },
  ]);
});

describe("a proxy of the environment", () => {
  test.each([
    [407, /wants a user and a password/, "HTTP_PROXY"],
    [403, /refuses the way to http/, "NO_PROXY"],
  ])("that refuses with %d is told of, although it is not used", async (status, text, setting) => {
    const { env } = await patientCluster({ version: "8.8", login: "none", world });
    const { address } = await connectProxy(status);
    const report = await doctor({ ...env, HTTP_PROXY: `http://user:hunter2-hunter2@${address}` });
    expect(report.unwell).toEqual([]);
    const [finding] = report.of("proxy");
    expect(finding).toMatchObject({ status: "warning", text: expect.stringMatching(text) });
    expect(finding?.next).toContain(setting);
    expect(finding?.text).toContain("connects directly");
    expect(report.said).not.toContain("hunter2");
  });

  test("that does not answer is told of", async () => {
    const { env } = await patientCluster({ version: "8.8", login: "none", world });
    const report = await doctor({ ...env, http_proxy: "127.0.0.1:1" });
    expect(report.of("proxy")).toMatchObject([
      { status: "warning", text: expect.stringContaining("http_proxy does not answer") },
    ]);
  });

  test("is asked for the way to the cluster, with its own user", async () => {
    const { env, cluster } = await patientCluster({ version: "8.8", login: "none", world });
    const { address, asked } = await connectProxy(200);
    const report = await doctor({ ...env, HTTP_PROXY: `http://user:p%40ss@${address}` });
    expect(report.of("proxy")).toMatchObject([{ status: "ok" }]);
    expect(asked).toEqual([`${new URL(cluster.url).host} Basic ${Buffer.from("user:p@ss").toString("base64")}`]);
  });

  test("is left alone where NO_PROXY has the host", async () => {
    const { env } = await patientCluster({ version: "8.8", login: "none", world });
    const report = await doctor({ ...env, HTTP_PROXY: "127.0.0.1:1", NO_PROXY: "example.com, 127.0.0.1" });
    expect(report.of("proxy")).toMatchObject([{ status: "skipped" }]);
  });

  test("explains why nothing is reached directly", async () => {
    const { env, cluster } = await patientCluster({ version: "8.8", login: "none" });
    await cluster.close();
    const report = await doctor({ ...env, HTTP_PROXY: "127.0.0.1:1" });
    expectFailure(report, "tcp", /nothing listens/, "not through the proxy in HTTP_PROXY");
  });
});

test("an interrupted examination goes no further", async () => {
  const { env, cluster } = await patientCluster({ version: "8.8", login: "none" });
  await doctor(env, { signal: AbortSignal.abort() });
  expect(cluster.journal.entries).toEqual([]);
});
