import { describe, expect, it } from "vitest";
import { isList, isObject } from "../../../src/simulator/json.ts";
import type { ClusterOptions } from "../../../src/simulator/options.ts";
import { ask, cluster, cookiesOf, type Heard, objectOf, post, postForm } from "../ask.ts";
import { VERSIONS } from "./world.ts";

const SEARCH = "/v2/process-instances/search";
const DEMO = { username: "demo", password: "demo" };
const basic = { authorization: `Basic ${Buffer.from("demo:demo").toString("base64")}` };

describe("the topology", () => {
  it.each([
    ["8.8", "8.8.3"],
    ["8.9", "8.9.1"],
    ["8.10", "8.10.0"],
  ] as const)("of %s names the gateway %s, its brokers, and the health of their partitions", async (version, name) => {
    const { url } = await cluster({ version, login: "none" });
    const heard = objectOf(await ask(`${url}/v2/topology`));
    expect(heard).toMatchObject({
      gatewayVersion: name,
      clusterSize: 3,
      partitionsCount: 5,
      lastCompletedChangeId: "1",
    });
    expect("clusterId" in heard).toBe(version !== "8.8");
    const { brokers } = heard;
    const partitions = (isList(brokers) ? brokers : []).flatMap((broker) => {
      const { partitions: list = [] } = isObject(broker) ? broker : {};
      return isList(list) ? list.filter(isObject) : [];
    });
    expect(partitions).toHaveLength(15);
    expect(partitions.filter(({ role }) => role === "leader").map(({ partitionId }) => partitionId)).toEqual([
      3, 1, 4, 2, 5,
    ]);
    expect(partitions.filter(({ health }) => health === "unhealthy")).toHaveLength(1);
    expect(partitions.every((partition) => "state" in partition)).toBe(version === "8.10");
  });
});

describe("without a login", () => {
  it.each(VERSIONS)("%s tells its license and that it is up, and nothing else", async (version) => {
    const { url } = await cluster({ version, login: "basic" });
    expect(objectOf(await ask(`${url}/v2/license`))).toMatchObject({ validLicense: true, licenseType: "production" });
    expect([(await ask(`${url}/v2/status`)).status, (await ask(`${url}/v2/topology`)).status]).toEqual([204, 401]);
    const heard = await post(url + SEARCH, "{}");
    expect(heard.body).toEqual({
      type: "about:blank",
      title: "Unauthorized",
      status: 401,
      detail: "Full authentication is required to access this resource",
      instance: SEARCH,
    });
  });

  it("nobody is a user without a name on 8.8, and none later", async () => {
    const me = async (version: (typeof VERSIONS)[number]) =>
      ask(`${(await cluster({ version, login: "none" })).url}/v2/authentication/me`);
    expect(objectOf(await me("8.8"))["username"]).toBeNull();
    expect((await me("8.9")).body).toMatchObject({ status: 401, title: "Unauthorized" });
  });
});

describe("the basic login", () => {
  it.each(VERSIONS)("of %s lets in without session and CSRF value", async (version) => {
    const { url } = await cluster({ version, login: "basic" });
    const heard = await post(url + SEARCH, "{}", basic);
    expect([heard.status, heard.headers["set-cookie"]]).toEqual([200, undefined]);
    const me = await ask(`${url}/v2/authentication/me`, "GET", { headers: basic });
    expect(me.headers["set-cookie"]).toBeUndefined();
    expect(objectOf(me)).toMatchObject({
      username: "demo",
      roles: ["admin"],
      tenants: [{ tenantId: "<default>" }],
      canLogout: false,
    });
  });
});

describe("the token login", () => {
  const client = {
    grant_type: "client_credentials",
    client_id: "sample-operate-client",
    client_secret: "sample-operate-secret",
  };

  it.each([
    ["8.9", "operate.camunda.io"],
    ["8.10", "zeebe.camunda.io"],
  ] as const)("of SaaS wants the audience of the API; on %s the cluster names %s", async (version, audience) => {
    const running = await cluster({ version, login: "saas", rateLimit: "off" });
    expect(running.audience).toBe(audience);
    const status = async (asked: string) => {
      const token = objectOf(await postForm(running.tokenUrl ?? "", { ...client, audience: asked }))["access_token"];
      return (await post(running.url + SEARCH, "{}", { authorization: `Bearer ${String(token)}` })).status;
    };
    expect([await status("zeebe.camunda.io"), await status("operate.camunda.io")]).toEqual([200, 401]);
  });

  it("of Identity takes a token for either API", async () => {
    const { url, tokenUrl } = await cluster({ version: "8.9", login: "identity" });
    const token = objectOf(await postForm(tokenUrl ?? "", client))["access_token"];
    const headers = { authorization: `Bearer ${String(token)}` };
    expect((await post(url + SEARCH, "{}", headers)).status).toBe(200);
    expect((await post(`${url}/v1/process-instances/search`, "{}", headers)).status).toBe(200);
    expect(objectOf(await ask(`${url}/v2/authentication/me`, "GET", { headers }))).toMatchObject({
      username: "sample-operate-client",
      displayName: null,
    });
  });
});

describe("the cookie login", () => {
  const start = (version: (typeof VERSIONS)[number], options: ClusterOptions = {}) => cluster({ version, ...options });
  const proof = (heard: Heard) => ({ cookie: cookiesOf(heard), "x-csrf-token": heard.headers["x-csrf-token"] ?? "" });
  const logIn = (url: string, headers: Readonly<Record<string, string>> = {}) =>
    ask(`${url}/login`, "POST", {
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      body: new URLSearchParams(DEMO).toString(),
    });

  it("of 8.9 wants no CSRF value, a search with its session does", async () => {
    const { url } = await start("8.9");
    expect((await ask(`${url}/login`)).headers["set-cookie"]).toBeUndefined();
    const heard = await logIn(url);
    expect(heard.status).toBe(204);
    expect((await post(url + SEARCH, "{}", { cookie: cookiesOf(heard) })).body).toMatchObject({
      status: 403,
      title: "Forbidden",
    });
    expect((await post(url + SEARCH, "{}", proof(heard))).status).toBe(200);
    expect((await ask(`${url}/v2/topology`, "GET", { headers: { cookie: cookiesOf(heard) } })).status).toBe(200);
  });

  it.each(["/login", "/v2/topology"])("of 8.10 wants a CSRF value, which a GET of %s gives", async (path) => {
    const { url } = await start("8.10");
    expect((await logIn(url)).body).toMatchObject({ status: 403, instance: "/login" });
    const invited = await ask(url + path);
    expect(invited.headers["set-cookie"]).toMatch(/^X-CSRF-TOKEN=[0-9a-f-]{36}; Path=\/; SameSite=Lax$/);
    const { cookie } = proof(invited);
    expect((await logIn(url, { cookie })).status).toBe(403);
    expect((await logIn(url, { "x-csrf-token": invited.headers["x-csrf-token"] ?? "" })).status).toBe(403);
    const other = await ask(url + path);
    expect((await logIn(url, { cookie, "x-csrf-token": other.headers["x-csrf-token"] ?? "" })).status).toBe(403);
    const heard = await logIn(url, proof(invited));
    expect(heard.status).toBe(204);
    expect((await post(url + SEARCH, "{}", proof(heard))).status).toBe(200);
    expect((await post(url + SEARCH, "{}", { ...proof(heard), "x-csrf-token": "" })).status).toBe(403);
  });

  it("of 8.10 wants none where the protection is off", async () => {
    const { url } = await start("8.10", { csrf: "off" });
    const heard = await logIn(url);
    expect(heard.status).toBe(204);
    expect((await post(url + SEARCH, "{}", { cookie: cookiesOf(heard) })).status).toBe(200);
  });
});

describe("a fault of the newer API", () => {
  const broken = async (fault: Parameters<Awaited<ReturnType<typeof cluster>>["faults"]["next"]>[2], path = SEARCH) => {
    const { url, faults } = await cluster({ version: "8.9", login: "none" });
    faults.next(1, { path }, fault);
    return post(url + path, "{}");
  };

  it.each([429, 503] as const)("is the %i of a cluster that has too much to do", async (status) => {
    const heard = await broken({ kind: "exhausted", status, retryAfter: "3" });
    expect([heard.status, heard.headers["retry-after"], heard.headers["content-type"]]).toEqual([
      status,
      "3",
      "application/problem+json",
    ]);
    expect(heard.body).toMatchObject({ status, title: "RESOURCE_EXHAUSTED", instance: SEARCH });
  });

  it("is the 500 of an early 8.8, with the word in its detail only", async () => {
    const heard = await broken({ kind: "exhausted", status: 500 });
    expect(heard.headers["retry-after"]).toBeUndefined();
    expect(heard.body).toMatchObject({
      title: "Internal Server Error",
      detail: expect.stringMatching(/^RESOURCE_EXHAUSTED: /),
    });
  });

  it.each([
    [SEARCH, "PROCESS_DEFINITION"],
    ["/v2/decision-requirements/search", "DECISION_REQUIREMENTS_DEFINITION"],
    ["/v2/audit-logs/search", "AUDIT_LOG"],
  ])("is the 403 of %s, which names %s", async (path, resource) => {
    expect((await broken({ kind: "forbidden" }, path)).body).toEqual({
      type: "about:blank",
      title: "FORBIDDEN",
      status: 403,
      detail: `Unauthorized to perform operation 'READ' on resource '${resource}'`,
      instance: path,
    });
  });

  it("is a 401, or the 500 of a search index that is away", async () => {
    expect((await broken({ kind: "unauthorized" })).body).toMatchObject({ status: 401, title: "Unauthorized" });
    expect((await broken({ kind: "application-error" })).body).toMatchObject({
      status: 500,
      title: "java.lang.RuntimeException",
      instance: SEARCH,
    });
  });
});
