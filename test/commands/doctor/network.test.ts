import { describe, expect, test } from "vitest";
import { systemClock } from "../../../src/clock.ts";
import { company } from "../../../src/simulator/company/company.ts";
import { unknownHost } from "../../support/lookup.ts";
import { connectProxy } from "./forwarder.ts";
import { doctor, expectFailure, patientCluster } from "./rig.ts";

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
