import { describe, expect, test } from "vitest";
import type { Status } from "../../../src/commands/doctor/check.ts";
import { NAMES } from "../../../src/commands/doctor/doctor.ts";
import { summary } from "../../../src/commands/doctor/render.ts";
import { json } from "../../../src/simulator/answer.ts";
import { company } from "../../../src/simulator/company/company.ts";
import type { ClusterOptions } from "../../../src/simulator/options.ts";
import { doctor, expectFailure, patientCluster, statuses } from "./rig.ts";

const world = company({ now: Date.UTC(2026, 10, 24, 10) });

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

test.each<[Status, string]>([
  ["ok", "Everything that was checked works.\n"],
  ["warning", "What was checked works; see the warnings.\n"],
  ["failed", "Not well: api.\n"],
])("the last line counts the worst: %s", (status, line) => {
  const skipped = { check: "tls", status: "skipped", text: "" } as const;
  expect(summary([skipped, { check: "api", status, text: "" }])).toBe(line);
});

test("an interrupted examination goes no further", async () => {
  const { env, cluster } = await patientCluster({ version: "8.8", login: "none" });
  await doctor(env, { signal: AbortSignal.abort() });
  expect(cluster.journal.entries).toEqual([]);
});
