import { describe, expect, test } from "vitest";
import { company } from "../../../src/simulator/company/company.ts";
import type { ClusterOptions } from "../../../src/simulator/options.ts";
import { jwt } from "../../auth/identity-rig.ts";
import { forwarder } from "./forwarder.ts";
import { doctor, expectFailure, patientCluster } from "./rig.ts";

const world = company({ now: Date.UTC(2026, 10, 24, 10) });

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

  test.each(["/wrong", "/login", "/processes/1"])(
    "is missed below the address of Operate, whose path is wrong: %s",
    async (path) => {
      const { env, cluster } = await patientCluster({ version: "8.6", login: "cookie" });
      const report = await doctor({ ...env, CAMUNDA_OPERATE_BASE_URL: `${cluster.url}${path}` });
      expectFailure(report, "login", /there is no login/, "check the address in CAMUNDA_OPERATE_BASE_URL");
    },
  );

  test("brings no cookie past a proxy", async () => {
    const { env, cluster } = await patientCluster({ version: "8.6", login: "cookie" });
    const report = await doctor({ ...env, CAMUNDA_OPERATE_BASE_URL: await forwarder(cluster.url, /^set-cookie$/) });
    expectFailure(report, "login", /sets no cookie/, "a proxy before it lets cookies through");
    expect(report.of("login")[0]?.next).toContain("CAMUNDA_OPERATE_BASE_URL");
  });
});

describe("the token", () => {
  test("is for an audience that the identity server does not give", async () => {
    const { env } = await patientCluster({ version: "8.8", login: "saas" });
    const report = await doctor({ ...env, CAMUNDA_TOKEN_AUDIENCE: "nobody" });
    expectFailure(report, "login", /refused the audience, the client/, "check CAMUNDA_TOKEN_AUDIENCE");
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
