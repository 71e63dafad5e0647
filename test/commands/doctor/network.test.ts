import { describe, expect, test } from "vitest";
import { systemClock } from "../../../src/clock.ts";
import { company } from "../../../src/simulator/company/company.ts";
import { authority } from "../../support/certificates.ts";
import { thisMachine, unknownHost } from "../../support/lookup.ts";
import { testProxy, under } from "../../support/proxy.ts";
import { doctor, expectFailure, patientCluster, pemFile, statuses } from "./rig.ts";

const world = company({ now: Date.UTC(2026, 10, 24, 10) });

const BASIC = { CAMUNDA_BASIC_AUTH_USERNAME: "demo", CAMUNDA_BASIC_AUTH_PASSWORD: "demo-password" };

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

describe("somebody is silent", () => {
  /** Every wait is over twenty times sooner, in the same order. */
  const hasty = { ...systemClock, after: (ms: number, run: () => void) => systemClock.after(ms / 20, run) };
  const limit = { OPERATE_MCP_TIMEOUT_MS: "100" };

  test("the cluster", async () => {
    const { env, cluster } = await patientCluster({ version: "8.8", login: "none", world });
    cluster.faults.next(9, {}, { kind: "silence" });
    const report = await doctor({ ...env, ...limit }, { clock: hasty });
    const said = new RegExp(`^${cluster.url} gave no complete answer within 10 s$`);
    expectFailure(report, "api", said, "check the address in CAMUNDA_OPERATE_BASE_URL");
    expect(report.of("clock")).toMatchObject([{ status: "skipped" }]);
  });

  test("its login", async () => {
    const { env, cluster } = await patientCluster({ version: "8.6", login: "cookie", world });
    cluster.faults.next(9, { path: "/api/login" }, { kind: "silence" });
    const report = await doctor({ ...env, ...limit }, { clock: hasty });
    expectFailure(report, "login", /^the login at http.* did not answer/, "CAMUNDA_OPERATE_BASE_URL");
  });

  test("the proxy on the way", async () => {
    const { env } = await named();
    const used = { HTTP_PROXY: (await testProxy("silent")).url, OPERATE_MCP_USE_PROXY: "true", ...limit };
    const report = await doctor({ ...env, ...used }, { ...known, clock: hasty });
    expectFailure(report, "proxy", /^the proxy in HTTP_PROXY was asked .* and is silent$/, "cluster.example");
  });

  test("connecting for longer than calls may take is a warning", async () => {
    const { env } = await patientCluster({ version: "8.8", login: "none", world });
    let elapsed = 0;
    const slow = { ...systemClock, mono: () => (elapsed += 200) };
    const report = await doctor({ ...env, ...limit }, { clock: slow });
    expect(report.of("api").at(-1)).toMatchObject({
      status: "warning",
      text: expect.stringMatching(/^connecting took \d+ ms/),
      next: "raise OPERATE_MCP_TIMEOUT_MS",
    });
  });
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

/** A cluster under a name that is this machine to the examination and to every proxy. */
const named = async () => {
  const { cluster, env } = await patientCluster({ version: "8.8", login: "none", world });
  const address = under("cluster.example", cluster.url);
  return { cluster, address, env: { ...env, CAMUNDA_OPERATE_BASE_URL: address, OPERATE_MCP_ALLOW_INSECURE: "true" } };
};

const known = { lookup: thisMachine };

describe("a proxy that is named and not used", () => {
  test.each([
    [407, /does not accept its user and password/, "HTTP_PROXY"],
    [403, /refuses the way to http/, "NO_PROXY"],
    ["closed", /the proxy in HTTP_PROXY/, "HTTP_PROXY"],
  ] as const)("is told of when it refuses (%s)", async (behaviour, text, setting) => {
    const { env } = await named();
    const proxy = await testProxy(behaviour);
    const report = await doctor({ ...env, HTTP_PROXY: proxy.as("user", "hunter2-hunter2") }, known);
    expect(report.unwell).toEqual([]);
    const [finding] = report.of("proxy");
    expect(finding).toMatchObject({ status: "warning", text: expect.stringMatching(text) });
    expect(finding?.text).toContain("connections are direct");
    expect(finding?.next).toContain(setting);
    expect(finding?.next).toContain("OPERATE_MCP_USE_PROXY=true");
    expect(report.said).not.toContain("hunter2");
  });

  test("is told of when it does not answer", async () => {
    const { env } = await named();
    const report = await doctor({ ...env, http_proxy: "127.0.0.1:1" }, known);
    expect(report.of("proxy")).toMatchObject([
      { status: "warning", text: expect.stringMatching(/proxy in http_proxy.*nothing listens there/) },
    ]);
  });

  test("is asked for the way, and for nothing more", async () => {
    const { env, address } = await named();
    const proxy = await testProxy();
    const report = await doctor({ ...env, HTTP_PROXY: proxy.as("user", "p@ss") }, known);
    expect(report.unwell).toEqual([]);
    expect(report.of("proxy")).toMatchObject([
      { status: "ok", text: expect.stringContaining("set OPERATE_MCP_USE_PROXY=true to go through it") },
    ]);
    const authorization = `Basic ${Buffer.from("user:p@ss").toString("base64")}`;
    expect(proxy.asked).toEqual([{ authority: new URL(address).host, authorization }]);
  });

  test.each([{ NO_PROXY: "other.example, cluster.example" }, {}])(
    "is left alone where it is not for the host",
    async (more) => {
      const { env, cluster } = await named();
      const address = "NO_PROXY" in more ? {} : { CAMUNDA_OPERATE_BASE_URL: cluster.url };
      const report = await doctor({ ...env, ...address, HTTP_PROXY: "127.0.0.1:1", ...more }, known);
      expect(report.of("proxy")).toMatchObject([{ status: "skipped" }]);
    },
  );

  test("explains why nothing is reached directly", async () => {
    const { env, cluster } = await named();
    await cluster.close();
    const report = await doctor({ ...env, HTTP_PROXY: "127.0.0.1:1" }, known);
    expectFailure(report, "tcp", /nothing listens/, "not through the proxy in HTTP_PROXY");
    expect(report.of("tcp")[0]?.next).toContain("OPERATE_MCP_USE_PROXY=true");
  });
});

describe("a proxy that is used", () => {
  const USED = { OPERATE_MCP_USE_PROXY: "true" };
  const nowhere = { lookup: unknownHost };

  test("gives the way to the cluster, whose name nobody here has to know", async () => {
    const { env } = await named();
    const proxy = await testProxy();
    const report = await doctor({ ...env, ...USED, HTTP_PROXY: proxy.url }, nowhere);
    expect(report.unwell).toEqual([]);
    expect(statuses(report)).toMatchObject({ proxy: "ok", dns: "skipped", tcp: "skipped", api: "ok" });
    expect(report.of("dns")[0]?.text).toContain("the proxy in HTTP_PROXY");
  });

  test("leads to https, whose certificate is looked at through it", async () => {
    const root = authority("Ferret Root");
    const { cluster } = await patientCluster({
      version: "8.8",
      login: "none",
      world,
      tls: root.signed("DNS:cluster.example"),
    });
    const proxy = await testProxy();
    const env = { ...USED, CAMUNDA_REST_ADDRESS: under("cluster.example", cluster.url), HTTPS_PROXY: proxy.url };
    expectFailure(
      await doctor(env, nowhere),
      "tls",
      /an authority this machine does not know/,
      "the proxy in HTTPS_PROXY",
    );
    const trusting = await doctor({ ...env, CAMUNDA_CUSTOM_ROOT_CERT_PATH: pemFile(root.cert) }, nowhere);
    expect(trusting.unwell).toEqual([]);
    expect(statuses(trusting)).toMatchObject({ proxy: "ok", tls: "warning", api: "ok" });
  });

  test.each([
    [407, /does not accept its user and password/, "HTTP_PROXY"],
    [403, /refuses the way to http/, "NO_PROXY"],
    ["closed", /the proxy in HTTP_PROXY/, "HTTP_PROXY"],
  ] as const)("fails where it refuses (%s), and nothing after it is made up", async (behaviour, text, setting) => {
    const { env } = await named();
    const proxy = await testProxy(behaviour);
    const report = await doctor({ ...env, ...USED, HTTP_PROXY: proxy.as("user", "hunter2-hunter2") }, known);
    expectFailure(report, "proxy", text, setting);
    expect(report.of("dns")).toMatchObject([{ status: "skipped", text: "because proxy failed" }]);
    expect(report.of("api")).toMatchObject([{ status: "skipped", text: "because proxy failed" }]);
    expect(report.said).not.toContain("hunter2");
  });
});
