import { describe, expect, onTestFinished, test } from "vitest";
import { systemClock } from "../src/clock.ts";
import { startCluster } from "../src/simulator/cluster.ts";
import { company } from "../src/simulator/company/company.ts";
import type { ClusterOptions } from "../src/simulator/options.ts";
import { type Connected, connect, settingsFor } from "./support/connect.ts";
import { serving } from "./support/served.ts";
import { logins } from "./support/traffic.ts";

/* Which of the two APIs a cluster is talked to over, whatever it is and wherever it lies. */

const world = company({ now: Date.UTC(2026, 10, 24, 10) });

const apiOf = async ({ call }: Pick<Connected, "call">): Promise<unknown> => (await call("whoami")).structured["api"];

const open = (cluster: ClusterOptions, env: Record<string, string> = {}): Promise<Connected> =>
  connect({
    cluster: { login: "none", world, ...cluster },
    env: (running) => ({ ...settingsFor(running, cluster.login ?? "none"), ...env }),
  });

/** Another cluster, until the test is over. */
const another = async (options: ClusterOptions) => {
  const cluster = await startCluster({ login: "none", world, ...options });
  onTestFinished(() => cluster.close());
  return cluster;
};

const HTML = { "content-type": "text/html" };

describe("the API that is used", () => {
  test.each(["8.8", "8.9", "8.10"] as const)(
    "of %s is that of the Orchestration Cluster, and no other is asked",
    async (version) => {
      const connected = await open({ version });
      expect((await connected.call("whoami")).structured).toMatchObject({
        api: "orchestration-v2",
        address: connected.cluster.url,
        addressFrom: "CAMUNDA_OPERATE_BASE_URL (environment)",
        clusterVersion: expect.stringContaining(`${version}.`),
      });
      expect((await connected.call("search_process_definitions")).text).toContain("order-fulfilment");
      expect(connected.cluster.journal.to(/\/v1\b/)).toEqual([]);
    },
  );

  test("is asked what it is once, without a credential, and then for one row", async () => {
    const connected = await open({ version: "8.9", login: "basic" });
    await connected.call("search_incidents");
    await connected.call("search_incidents");
    expect(connected.cluster.journal.entries.map(({ method, path, login }) => [method, path, login])).toEqual([
      ["GET", "/v2/topology", undefined],
      ["POST", "/v2/process-definitions/search", "basic"],
      ["POST", "/v2/incidents/search", "basic"],
      ["POST", "/v2/incidents/search", "basic"],
    ]);
  });

  test("is that of Operate where the newer one is switched off", async () => {
    expect(await apiOf(await open({ version: "8.8", apis: ["v1"] }))).toBe("operate-v1");
  });

  test.each([200, 404])("is that of Operate where a web page (%d) is in the newer one's place", async (status) => {
    const connected = await open({ version: "8.6" });
    connected.cluster.faults.next(1, { path: "/v2/topology" }, { kind: "html", status });
    expect(await apiOf(connected)).toBe("operate-v1");
  });

  test("is that of Operate where only the topology of the newer one is let through", async () => {
    const connected = await open({ version: "8.8" });
    connected.cluster.faults.next(1, { path: "/v2/process-definitions" }, { kind: "html", status: 404 });
    expect(await apiOf(connected)).toBe("operate-v1");
  });

  test("is that of Operate on 8.7 and before, whose early /v2 means other things by the same names", async () => {
    const connected = await open({ version: "8.6", apis: ["v1", "v2"] });
    expect(await apiOf(connected)).toBe("operate-v1");
    expect(connected.cluster.journal.to("/v2/").map(({ path }) => path)).toEqual(["/v2/topology"]);
  });
});

describe("no API at all", () => {
  test("is CONFIG, and tells what each one's address gave", async () => {
    const connected = await open({ version: "8.9", apis: [] });
    const { text } = await connected.call("search_process_definitions");
    expect(text).toMatch(/^CONFIG: no Camunda API answers/);
    expect(text).toContain(`${connected.cluster.url}/ /v2: 404 `);
    expect(text).toContain(`${connected.cluster.url}/ /v1: `);
    expect(text).toMatch(/\nnext: set CAMUNDA_REST_ADDRESS .*CAMUNDA_OPERATE_BASE_URL/);
  });

  test("is CONFIG where every path is a web page", async () => {
    const url = await serving(200, HTML, "<html>Welcome</html>");
    const { call } = await open({}, { CAMUNDA_OPERATE_BASE_URL: url });
    const { text } = await call("search_process_definitions");
    expect(text).toMatch(/^CONFIG: .*\/v2: 200 text\/html; .*\/v1: .* answers 200 with text\/html/);
    expect(text).not.toContain("Welcome");
  });

  test("is told of every address", async () => {
    const url = await serving(200, HTML, "");
    const { cluster, call } = await open({ version: "8.9", apis: [] }, { CAMUNDA_REST_ADDRESS: url });
    const { text } = await call("whoami");
    for (const address of [cluster.url, url]) {
      expect(text).toContain(`${address}/ /v1: `);
      expect(text).toContain(`${address}/ /v2: `);
    }
  });
});

describe("trouble at the first call", () => {
  test.each(["/v2/topology", "/v2/process-definitions"])(
    "at %s decides nothing, and the next call looks again",
    async (path) => {
      const connected = await open({ version: "8.8" });
      connected.cluster.faults.next(3, { path }, { kind: "html", status: 503 });
      expect((await connected.call("search_incidents")).text).toMatch(/^UPSTREAM_ERROR: /);
      expect(connected.cluster.faults.waiting).toBe(0);
      expect(await apiOf(connected)).toBe("orchestration-v2");
      expect(connected.cluster.journal.to("/v1")).toEqual([]);
    },
  );

  test("with a login that is refused is told, and no other API is tried with it", async () => {
    const connected = await open(
      { version: "8.8", login: "basic" },
      { CAMUNDA_BASIC_AUTH_PASSWORD: "not-the-password" },
    );
    expect((await connected.call("whoami")).text).toMatch(/^AUTH_REJECTED: .*CAMUNDA_BASIC_AUTH_PASSWORD/s);
    expect(connected.cluster.journal.to("/v1")).toEqual([]);
  });
});

describe("OPERATE_MCP_API", () => {
  test("v1 keeps to the Operate API of 8.8", async () => {
    const connected = await open({ version: "8.8", login: "cookie" }, { OPERATE_MCP_API: "v1" });
    expect(await apiOf(connected)).toBe("operate-v1");
    await connected.call("search_incidents");
    expect(connected.cluster.journal.to(/\/v2\/.*search/)).toEqual([]);
    expect(logins(connected).map(({ path, status }) => [path, status])).toEqual([["/login", 204]]);
  });

  test("v2 keeps to the Orchestration Cluster API, seen or not", async () => {
    const connected = await open({ version: "8.8" }, { OPERATE_MCP_API: "v2" });
    connected.cluster.faults.next(1, { path: "/v2/topology" }, { kind: "html", status: 404 });
    expect(await apiOf(connected)).toBe("orchestration-v2");
  });

  test.each([
    ["v1", "8.10", "v2"],
    ["v2", "8.6", "v1"],
  ] as const)("%s on %s, which lacks it, is CONFIG, and %s is not tried", async (api, version, other) => {
    const connected = await open({ version }, { OPERATE_MCP_API: api });
    const { text } = await connected.call("whoami");
    expect(text).toMatch(/^CONFIG: no Camunda API answers/);
    expect(text).toContain(` /${api}: `);
    expect(text).not.toContain(` /${other}: `);
    expect(connected.cluster.journal.to(new RegExp(`/${other}/.*search`))).toEqual([]);
  });
});

describe("an address", () => {
  const ENDS = ["", "/", "/v2", "/v2/", "/v1", "/v1/", "/operate", "/operate/", "/operate/v1"];

  test.each(ENDS.flatMap((end) => ["", "/camunda"].map((context) => [end, context] as const)))(
    "that ends in %j is found, with the context path %j",
    async (end, contextPath) => {
      const { cluster, call } = await connect({
        cluster: { version: "8.8", login: "none", world, contextPath },
        env: ({ url }) => ({ CAMUNDA_REST_ADDRESS: url + end }),
      });
      expect((await call("whoami")).structured).toMatchObject({ api: "orchestration-v2", address: cluster.url });
    },
  );

  test("of the login follows the context path", async () => {
    const connected = await open({ version: "8.9", login: "cookie", contextPath: "/camunda" });
    expect(await apiOf(connected)).toBe("orchestration-v2");
    expect(logins(connected).map(({ path }) => path)).not.toContain("/camunda/api/login");
    expect(logins(connected).filter(({ status }) => status === 204)).toHaveLength(1);
  });
});

describe("of two addresses", () => {
  test("each is asked for its own API, the newer first; Operate's sees no credential", async () => {
    const newer = await another({ version: "8.9", apis: ["v2"], login: "basic" });
    const connected = await open({ version: "8.9", apis: ["v1"], login: "basic" }, { CAMUNDA_REST_ADDRESS: newer.url });
    expect((await connected.call("whoami")).structured).toMatchObject({
      api: "orchestration-v2",
      address: newer.url,
      addressFrom: "CAMUNDA_REST_ADDRESS (environment)",
    });
    expect(connected.cluster.journal.entries.map(({ path, login }) => [path, login])).toEqual([
      ["/v2/topology", undefined],
    ]);
  });

  test("Operate's own serves a cluster whose gateway has only the early /v2", async () => {
    const gateway = await another({ version: "8.6", apis: ["v2"] });
    const connected = await open({ version: "8.6" }, { CAMUNDA_REST_ADDRESS: gateway.url });
    expect((await connected.call("whoami")).structured).toMatchObject({
      api: "operate-v1",
      address: connected.cluster.url,
    });
    expect(gateway.journal.entries.map(({ path }) => path)).toEqual(["/v2/topology"]);
  });

  test("Operate's own is asked for the Operate API, when that is what OPERATE_MCP_API says", async () => {
    const newer = await another({ version: "8.8" });
    const connected = await open({ version: "8.6" }, { CAMUNDA_REST_ADDRESS: newer.url, OPERATE_MCP_API: "v1" });
    expect((await connected.call("whoami")).structured).toMatchObject({ address: connected.cluster.url });
    expect(newer.journal.to("/v1")).toEqual([]);
  });

  test("one that is down is told, for the other may be another cluster", async () => {
    const closed = await another({ version: "8.9" });
    await closed.close();
    const connected = await open({ version: "8.8" }, { CAMUNDA_REST_ADDRESS: closed.url });
    expect((await connected.call("whoami")).text).toMatch(/^UNREACHABLE: /);
  });
});

/** Ends a cluster and starts another one on its port. */
const upgrade = async ({ cluster }: Connected, options: ClusterOptions) => {
  await cluster.close();
  return another({ ...options, port: Number(new URL(cluster.url).port) });
};

describe("a cluster that is upgraded under the running server", () => {
  test("and has lost the Operate API is looked for anew by the call after the first that fails", async () => {
    const connected = await open({ version: "8.9", apis: ["v1"], login: "basic" });
    expect(await apiOf(connected)).toBe("operate-v1");
    await upgrade(connected, { version: "8.10", login: "basic" });
    const { text } = await connected.call("search_process_definitions");
    expect(text).toMatch(/^CONFIG: .*\nnext: call again: the cluster may have been upgraded/s);
    expect((await connected.call("search_process_definitions")).text).toContain("order-fulfilment");
    expect(await apiOf(connected)).toBe("orchestration-v2");
  });

  test("and keeps its API goes on at once, and is known as what it is after five minutes", async () => {
    let ahead = 0;
    const connected = await connect({
      cluster: { version: "8.9", login: "cookie", world },
      clock: { ...systemClock, mono: () => systemClock.mono() + ahead },
    });
    const versionNow = async () => (await connected.call("whoami")).structured["clusterVersion"];
    expect(await versionNow()).toMatch(/^8\.9/);
    const newer = await upgrade(connected, { version: "8.10", login: "cookie" });
    expect((await connected.call("search_process_definitions")).text).toContain("order-fulfilment");
    ahead = 300_001;
    expect(await versionNow()).toMatch(/^8\.10/);
    expect((await connected.call("search_process_instances", { state: "SUSPENDED" })).isError).toBe(false);
    expect(logins({ cluster: newer }).filter(({ status }) => status === 204)).toHaveLength(1);
  });

  test("and cannot be looked at after five minutes goes on as what it was", async () => {
    let ahead = 0;
    const connected = await connect({
      cluster: { version: "8.9", login: "cookie", world },
      clock: { ...systemClock, mono: () => systemClock.mono() + ahead },
    });
    const search = async () => (await connected.call("search_process_definitions")).text;
    expect(await search()).toContain("order-fulfilment");
    ahead = 300_001;
    connected.cluster.faults.next(99, { path: /topology$/ }, { kind: "html", status: 503 });
    expect(await search()).toContain("order-fulfilment");
    const asked = connected.cluster.journal.to("topology").length;
    expect(await search()).toContain("order-fulfilment");
    // Not with each call.
    expect(connected.cluster.journal.to("topology")).toHaveLength(asked);
  });

  test("from 8.6 is talked to over its newer API after five minutes", async () => {
    let ahead = 0;
    const connected = await connect({
      cluster: { version: "8.6", login: "none", world },
      clock: { ...systemClock, mono: () => systemClock.mono() + ahead },
    });
    expect(await apiOf(connected)).toBe("operate-v1");
    await upgrade(connected, { version: "8.8" });
    expect(await apiOf(connected)).toBe("operate-v1");
    ahead = 300_001;
    expect(await apiOf(connected)).toBe("orchestration-v2");
  });
});
