import { describe, expect, onTestFinished, test } from "vitest";
import { member } from "../src/narrow.ts";
import { startCluster } from "../src/simulator/cluster.ts";
import { company } from "../src/simulator/company/company.ts";
import { type Answer, connect, settingsFor } from "./support/connect.ts";
import { serving } from "./support/served.ts";
import { logins, times, tokenRequests } from "./support/traffic.ts";

/* What a new user meets: the settings of the README, and everything that commonly goes wrong with them. */

const world = company({ now: Date.UTC(2026, 10, 24, 10) });

/** No secret in an answer or in the log. */
const expectNoSecret = (secrets: readonly string[], answers: readonly Answer[], log: readonly string[]): void => {
  const everything = JSON.stringify(answers) + log.join("");
  for (const secret of secrets) expect(everything).not.toContain(secret);
};

const cookieAt = (url: string) => () => ({
  CAMUNDA_OPERATE_BASE_URL: url,
  CAMUNDA_COOKIE_AUTH_USERNAME: "demo",
  CAMUNDA_COOKIE_AUTH_PASSWORD: "demo-password",
});

describe("Self-Managed with user and password", () => {
  test("three settings are enough: one login, and the processes are listed", async () => {
    const connected = await connect({
      cluster: { version: "8.6", login: "cookie", world },
      env: ({ url }) => ({
        CAMUNDA_OPERATE_BASE_URL: url,
        CAMUNDA_COOKIE_AUTH_USERNAME: "demo",
        CAMUNDA_COOKIE_AUTH_PASSWORD: "demo",
      }),
    });
    const answer = await connected.call("search_process_definitions", {});
    expect(answer.text).toContain("order-fulfilment");
    await connected.call("search_process_definitions", {});
    expect(logins(connected)).toHaveLength(1);
    expect(logins(connected)[0]).toMatchObject({
      method: "POST",
      path: "/api/login",
      query: "",
      body: { username: "demo", password: "demo" },
    });
  });

  test.each(["8.0", "8.6"] as const)("a thousand first calls at once on %s make one login", async (version) => {
    const connected = await connect({ cluster: { version, login: "cookie", world } });
    const answers = await times(1000, () => connected.call("search_process_definitions", { limit: 1 }));
    expect(answers.filter(({ isError }) => isError)).toEqual([]);
    expect(logins(connected)).toHaveLength(1);
  });

  test("two hundred calls that find their session ended make one new login", async () => {
    const connected = await connect({ cluster: { login: "cookie", world } });
    await connected.call("whoami");
    connected.cluster.expireSessions();
    const answers = await times(200, () => connected.call("search_process_definitions", { limit: 1 }));
    expect(answers.filter(({ isError }) => isError)).toEqual([]);
    expect(logins(connected)).toHaveLength(2);
  });

  test("8.8 is logged in to at /login, and whoami asks the cluster who this is", async () => {
    const connected = await connect({ cluster: { version: "8.8", login: "cookie", world } });
    const { structured } = await connected.call("whoami");
    expect(structured).toMatchObject({ clusterVersion: "8.8.3", user: "demo", login: "COOKIE" });
    expect(logins(connected).map(({ path }) => path)).toEqual(["/login"]);
  });

  test("a session that ends in the middle of paging is renewed, and no row is lost", async () => {
    const connected = await connect({ cluster: { login: "cookie", world } });
    const keys: unknown[] = [];
    let cursor: unknown;
    do {
      const { structured } = await connected.call(
        "search_process_instances",
        cursor === undefined ? { limit: 90 } : { cursor },
      );
      const items = structured["items"];
      keys.push(...(Array.isArray(items) ? items : []).map((item: unknown) => member(item, "processInstanceKey")));
      cursor = member(structured["page"], "next");
      connected.cluster.expireSessions();
    } while (cursor !== undefined);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toHaveLength(world.table("process-instances").length);
  });

  test("a wrong password is AUTH_REJECTED, costs at most two logins, and is remembered", async () => {
    const connected = await connect({
      cluster: { login: "cookie", world },
      env: ({ url }) => ({ ...cookieAt(url)(), CAMUNDA_COOKIE_AUTH_PASSWORD: "not-the-password" }),
    });
    const first = await connected.call("whoami");
    const rest = await times(20, () => connected.call("search_process_definitions", {}));
    expect(first.text).toMatch(/^AUTH_REJECTED: /);
    expect(first.text).toContain("CAMUNDA_COOKIE_AUTH_PASSWORD");
    for (const { text } of rest) expect(text).toMatch(/^AUTH_REJECTED: .*\d+ s/s);
    expect(logins(connected).length).toBeLessThanOrEqual(2);
    expectNoSecret(["not-the-password"], [first, ...rest], connected.log);
  });
});

describe("SaaS and Self-Managed Identity", () => {
  test("one token is fetched, form-encoded and for the right audience, and serves all calls", async () => {
    const connected = await connect({ cluster: { login: "saas", world } });
    const answers = await times(1000, () => connected.call("search_process_definitions", { limit: 1 }));
    expect(answers.filter(({ isError }) => isError)).toEqual([]);
    const [request, ...more] = tokenRequests(connected);
    expect(more).toEqual([]);
    expect(request?.headers["content-type"]).toMatch(/^application\/x-www-form-urlencoded/);
    expect(request?.body).toMatchObject({ grant_type: "client_credentials", audience: "operate.camunda.io" });
  });

  test("tokens that were revoked are renewed once for two hundred calls", async () => {
    const connected = await connect({ cluster: { login: "identity", world } });
    await connected.call("whoami");
    connected.cluster.revokeTokens();
    const answers = await times(200, () => connected.call("search_process_definitions", { limit: 1 }));
    expect(answers.filter(({ isError }) => isError)).toEqual([]);
    expect(tokenRequests(connected)).toHaveLength(2);
  });

  test("a wrong client secret is AUTH_REJECTED and names the variable", async () => {
    const connected = await connect({
      cluster: { login: "identity", world },
      env: (cluster) => ({ ...settingsFor(cluster, "identity"), CAMUNDA_CLIENT_SECRET: "not-the-secret" }),
    });
    const answer = await connected.call("whoami");
    expect(answer.text).toMatch(/^AUTH_REJECTED: .*CAMUNDA_CLIENT_SECRET/s);
    expectNoSecret(["not-the-secret"], [answer], connected.log);
  });
});

describe("an address that is wrong", () => {
  test("no settings at all: CONFIG names what to set", async () => {
    const { call } = await connect({ env: () => ({}) });
    const { text } = await call("whoami");
    expect(text).toMatch(/^CONFIG: .*CAMUNDA_OPERATE_BASE_URL/s);
  });

  test("nobody listens: UNREACHABLE", async () => {
    const closed = await startCluster();
    await closed.close();
    const { call } = await connect({ env: cookieAt(closed.url) });
    expect((await call("whoami")).text).toMatch(/^UNREACHABLE: /);
  });

  test("a web page answers: CONFIG tells what each API's address gave, and nothing of the page is shown", async () => {
    const url = await serving(200, { "content-type": "text/html" }, "<html>Welcome to nginx</html>");
    const { call, log } = await connect({ env: cookieAt(url) });
    const answer = await call("search_process_definitions");
    expect(answer.text).toMatch(/^(CONFIG|BAD_RESPONSE): /);
    expect(answer.text).toContain("200 text/html");
    expect(answer.text).not.toContain("nginx");
    expectNoSecret(["demo-password"], [answer], log);
  });

  test("everything is redirected to a login page: CONFIG, and the redirect is not followed", async () => {
    const elsewhere = await startCluster({ login: "none" });
    onTestFinished(() => elsewhere.close());
    const url = await serving(302, { location: `${elsewhere.url}/login` }, "");
    const { call, log } = await connect({ env: cookieAt(url) });
    const answer = await call("search_process_definitions");
    expect(answer.text).toMatch(/^CONFIG: /);
    expect(elsewhere.journal.entries).toEqual([]);
    expectNoSecret(["demo-password"], [answer], log);
  });

  test.each(["", "/", "/v1", "/v1/", "/operate", "/operate/", "/operate/v1"])(
    "an address that ends in %j finds Operate on its host",
    async (end) => {
      const connected = await connect({
        cluster: { login: "none", world },
        env: ({ url }) => ({ CAMUNDA_OPERATE_BASE_URL: url + end }),
      });
      expect((await connected.call("whoami")).structured).toMatchObject({ address: connected.cluster.url });
    },
  );

  test("an address with /operate that is not a context path is tried without it, and the login is found", async () => {
    const connected = await connect({
      cluster: { login: "cookie", world },
      env: ({ url }) => ({ ...cookieAt(`${url}/operate`)(), CAMUNDA_COOKIE_AUTH_PASSWORD: "demo" }),
    });
    expect((await connected.call("whoami")).structured).toMatchObject({ address: connected.cluster.url });
    expect(logins(connected).map(({ path, status }) => [path, status])).toEqual([
      ["/operate/api/login", 403],
      ["/api/login", 204],
    ]);
  });

  test("a context path that is meant stays", async () => {
    const connected = await connect({
      cluster: { login: "cookie", contextPath: "/operate", world },
      env: ({ url }) => ({
        ...cookieAt(url)(),
        CAMUNDA_COOKIE_AUTH_PASSWORD: "demo",
      }),
    });
    expect((await connected.call("whoami")).structured).toMatchObject({ address: connected.cluster.url });
    expect(logins(connected).filter(({ status }) => status === 204)).toHaveLength(1);
  });

  test("an address given only as that of the Orchestration Cluster is tried for Operate too", async () => {
    const connected = await connect({
      cluster: { version: "8.6", login: "none", world },
      env: ({ url }) => ({ CAMUNDA_REST_ADDRESS: `${url}/v2` }),
    });
    expect((await connected.call("whoami")).structured).toMatchObject({
      api: "operate-v1",
      addressFrom: "CAMUNDA_REST_ADDRESS (environment)",
    });
  });

  test("trouble at the first call is told as it is, and nothing of it is remembered", async () => {
    const connected = await connect({ cluster: { login: "none", world } });
    connected.cluster.faults.next(3, { path: "/v2/topology" }, { kind: "html", status: 503 });
    expect((await connected.call("whoami")).text).toMatch(/^UPSTREAM_ERROR: /);
    expect((await connected.call("whoami")).isError).toBe(false);
  });

  test("a missing permission is FORBIDDEN and says which", async () => {
    const connected = await connect({
      cluster: { version: "8.8", login: "basic", world },
      env: (cluster) => ({ ...settingsFor(cluster, "basic"), OPERATE_MCP_API: "v1" }),
    });
    await connected.call("whoami");
    connected.cluster.faults.next(1, { path: "process-instances" }, { kind: "forbidden" });
    const { text } = await connected.call("search_process_instances");
    expect(text).toMatch(/^FORBIDDEN: /);
    expect(text).toContain("READ_PROCESS_INSTANCE");
  });

  test.each(["8.0", "8.6", "8.8"] as const)(
    "no login where %s wants one: CONFIG names the settings of a login",
    async (version) => {
      const { call } = await connect({
        cluster: { version, login: "cookie", world },
        env: ({ url }) => ({ CAMUNDA_OPERATE_BASE_URL: url }),
      });
      const { text } = await call("search_process_definitions");
      expect(text).toMatch(/^CONFIG: the cluster wants a login/);
      expect(text).toMatch(/CAMUNDA_COOKIE_AUTH_USERNAME/);
    },
  );

  test("Basic on a cluster that does not know it: AUTH_REJECTED says since when there is Basic", async () => {
    const { call } = await connect({
      cluster: { version: "8.6", login: "cookie", world },
      env: ({ url }) => ({
        CAMUNDA_OPERATE_BASE_URL: url,
        CAMUNDA_BASIC_AUTH_USERNAME: "demo",
        CAMUNDA_BASIC_AUTH_PASSWORD: "demo-password",
      }),
    });
    expect((await call("search_process_definitions")).text).toMatch(/^AUTH_REJECTED: .*Basic is known from 8\.8 on/s);
  });
});

describe("an answer", () => {
  test("finds the row again by the date that it shows", async () => {
    const { call } = await connect({ cluster: { login: "none", world } });
    const key = world.landmark("order4711");
    const { text } = await call("get_process_instance", { processInstanceKey: key });
    const shown = /startDate: (\S+)/.exec(text)?.[1];
    const found = await call("search_process_instances", {
      processInstanceKey: key,
      startedAfter: shown,
      startedBefore: shown,
    });
    expect(found.structured["page"]).toMatchObject({ total: 1 });
  });

  test("says which of the columns asked for the connected API does not know", async () => {
    const { call } = await connect({ cluster: { login: "none", world } });
    const { structured } = await call("search_process_instances", { limit: 1, fields: ["businessId", "state"] });
    expect(structured["notices"]).toEqual(["Not known to the Operate API (v1): businessId."]);
  });

  test("to our own question that is refused is no argument of the caller", async () => {
    const url = await serving(400, { "content-type": "application/json" }, "{}");
    const { call } = await connect({ env: () => ({ CAMUNDA_OPERATE_BASE_URL: url }) });
    expect((await call("whoami")).text).toMatch(/^CONFIG: no Camunda API answers/);
  });

  test("that leads to a login page names the settings of a login, where there is none", async () => {
    const url = await serving(302, { location: "/login" }, "");
    const { call } = await connect({ env: () => ({ CAMUNDA_OPERATE_BASE_URL: url }) });
    expect((await call("whoami")).text).toMatch(/^CONFIG: .*wants a login.*\nnext: set CAMUNDA_CLIENT_ID/);
  });
});

describe("the version of a cluster that does not tell it", () => {
  test.each([
    ["8.0", "8.0"],
    ["8.3", "8.3"],
    ["8.6", "8.6"],
  ] as const)("of %s is inferred from its rows as %s or later", async (version, inferred) => {
    const { call } = await connect({ cluster: { version, login: "none", world } });
    expect((await call("whoami")).structured).toMatchObject({ clusterVersion: `${inferred} or later (inferred)` });
  });

  test("is what OPERATE_MCP_CLUSTER_VERSION says, and filters follow it", async () => {
    const { call, cluster } = await connect({
      cluster: { version: "8.0", login: "none", world },
      env: ({ url }) => ({ CAMUNDA_OPERATE_BASE_URL: url, OPERATE_MCP_CLUSTER_VERSION: "8.1.8" }),
    });
    expect((await call("whoami")).structured).toMatchObject({
      clusterVersion: "8.1",
      clusterVersionBecause: "set by OPERATE_MCP_CLUSTER_VERSION",
    });
    const { text } = await call("search_process_instances", { processDefinitionKey: "1" });
    expect(text).toMatch(/^UNSUPPORTED: processDefinitionKey exists since Camunda 8\.2/);
    expect(cluster.journal.to("process-instances")).toEqual([]);
  });

  test("is not what the settings say where the cluster tells it", async () => {
    const { call } = await connect({
      cluster: { version: "8.8", login: "none", world },
      env: ({ url }) => ({ CAMUNDA_OPERATE_BASE_URL: url, OPERATE_MCP_CLUSTER_VERSION: "8.3" }),
    });
    expect(String((await call("whoami")).structured["clusterVersion"])).toMatch(/^8\.8\./);
  });
});
