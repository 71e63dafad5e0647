import { describe, expect, test } from "vitest";
import { json } from "../../../src/simulator/answer.ts";
import { company } from "../../../src/simulator/company/company.ts";
import type { ClusterOptions } from "../../../src/simulator/options.ts";
import { serving } from "../../support/served.ts";
import { doctor, expectFailure, patientCluster, statuses } from "./rig.ts";

const world = company({ now: Date.UTC(2026, 10, 24, 10) });

const BASIC = { CAMUNDA_BASIC_AUTH_USERNAME: "demo", CAMUNDA_BASIC_AUTH_PASSWORD: "demo-password" };
const COOKIE = { CAMUNDA_COOKIE_AUTH_USERNAME: "demo", CAMUNDA_COOKIE_AUTH_PASSWORD: "demo-password" };

describe("the API", () => {
  const HTML = { "content-type": "text/html" };

  test.each<[string, number, Record<string, string>, string]>([
    ["a page", 200, HTML, "<title>Sign in</title><input type=password>"],
    ["a redirect", 302, { location: "/oauth2/login" }, ""],
  ])("is a login page: %s", async (_, status, headers, body) => {
    const report = await doctor({ CAMUNDA_REST_ADDRESS: await serving(status, headers, body), ...BASIC });
    expectFailure(report, "api", /a login page comes from http.* where the API should answer/, "CAMUNDA_REST_ADDRESS");
  });

  test.each([COOKIE, BASIC, {}])("is a web page that may be anything: %j", async (login) => {
    const url = await serving(200, HTML, "<title>Welcome</title><script src=app.js></script>");
    const report = await doctor({ CAMUNDA_REST_ADDRESS: url, ...login });
    expectFailure(report, "api", /^a web page comes from http.* where the API should answer$/, "CAMUNDA_REST_ADDRESS");
    expect(report.of("api")[0]?.next).toMatch(/in a browser.*a login or another product.*the path/);
  });

  test.each<[string, string, ClusterOptions]>([
    ["CAMUNDA_OPERATE_BASE_URL", "CAMUNDA_REST_ADDRESS", { version: "8.9", login: "none" }],
    ["CAMUNDA_REST_ADDRESS", "CAMUNDA_OPERATE_BASE_URL", { version: "8.6", login: "cookie" }],
  ])("is not at %s, which is a warning where %s works", async (wrong, right, options) => {
    const { env, cluster } = await patientCluster({ ...options, world });
    const page = await serving(200, HTML, "<title>Welcome</title>");
    const report = await doctor({ ...env, [right]: cluster.url, [wrong]: page });
    expect(report.unwell).toEqual([]);
    expect(report.of("api").slice(1)).toMatchObject([
      { status: "warning", text: `no Camunda API is at ${page}/ (${wrong}): it answers 200 text/html` },
    ]);
  });

  test("is at both addresses, or at one of them without its last segment", async () => {
    const { env, cluster } = await patientCluster({ version: "8.8", login: "none", world });
    const both = { ...env, CAMUNDA_OPERATE_BASE_URL: `${cluster.url}/operate`, CAMUNDA_REST_ADDRESS: cluster.url };
    expect((await doctor(both)).of("api")).toMatchObject([{ status: "ok" }]);
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

test("a redirect to another place is told with the place", async () => {
  const url = await serving(302, { location: "https://sso.example.com/auth?secret=1" }, "");
  const report = await doctor({ CAMUNDA_REST_ADDRESS: url, ...BASIC });
  expectFailure(report, "api", /redirects to another place \("https:\/\/sso\.example\.com"\)/, "CAMUNDA_REST_ADDRESS");
  expect(report.said).not.toContain("secret=1");
});

describe("the tenant of CAMUNDA_TENANT_ID", () => {
  test("is the first suspect where nothing is to be seen in it", async () => {
    const { env } = await patientCluster({ version: "8.8", login: "basic", world });
    const report = await doctor({ ...env, CAMUNDA_TENANT_ID: "nope" });
    expect(report.unwell).toEqual([]);
    expect(report.of("permissions").at(-1)).toMatchObject({
      status: "warning",
      text: 'no process definition is to be seen in the tenant "nope" of CAMUNDA_TENANT_ID',
      next: expect.stringMatching(/^check the name of the tenant in CAMUNDA_TENANT_ID; if it is right/),
    });
  });

  test.each(["cookie", "none"] as const)("does not fit a cluster without tenants (%s)", async (login) => {
    const { env } = await patientCluster({ version: "8.0", login, world });
    const report = await doctor({ ...env, CAMUNDA_TENANT_ID: "nope" });
    expectFailure(report, "api", /this cluster knows no tenants/, "CAMUNDA_TENANT_ID");
    expect(report.of("api")[0]?.next).not.toMatch(/web page/);
    expect(report.of("login")).toMatchObject([{ status: login === "cookie" ? "ok" : "skipped" }]);
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

  test("for nothing, but what is counted does not come, which is a failure of its own", async () => {
    const { env, cluster } = await patientCluster({ version: "8.8", login: "basic", world });
    const answer = json({ items: [], page: { totalItems: 7, hasMoreTotalItems: false } });
    cluster.faults.each({ path: /(?:incidents|process-definitions)\/search/ }, () => ({ kind: "answer", answer }));
    const report = await doctor(env);
    expect(report.of("api")[0]).toMatchObject({ status: "ok" });
    expect(report.of("permissions").slice(1)).toMatchObject([
      { status: "failed", text: expect.stringContaining("counts 7 process definitions and gives none of them") },
      { status: "failed", text: expect.stringContaining("counts 7 incidents and gives none of them") },
    ]);
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
