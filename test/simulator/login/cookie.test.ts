import { describe, expect, it } from "vitest";
import type { Cluster } from "../../../src/simulator/cluster.ts";
import type { ClusterOptions } from "../../../src/simulator/options.ts";
import { manualClock } from "../../support/manual-clock.ts";
import { ask, cluster, cookiesOf, type Heard, objectOf, post, postForm } from "../ask.ts";

const SEARCH = "/v1/process-instances/search";
const DEMO = { username: "demo", password: "demo" };

const logIn = async ({ url }: Cluster, path = "/api/login"): Promise<Heard> => postForm(url + path, DEMO);

/** Cookies and CSRF header that a careful client sends after a login. */
const proof = (heard: Heard, name: string): Record<string, string> => ({
  cookie: cookiesOf(heard),
  [name]: heard.headers[name.toLowerCase()] ?? "",
});

describe.each([
  ["8.0", "OPERATE-X-CSRF-TOKEN"],
  ["8.3", "OPERATE-X-CSRF-TOKEN"],
  ["8.6", "X-CSRF-TOKEN"],
] as const)("the cookie login of Operate %s", (version, csrf) => {
  const start = (options: ClusterOptions = {}) => cluster({ version, ...options });

  it("answers 204 with the session, the CSRF cookie and the CSRF header", async () => {
    const heard = await logIn(await start());
    expect(heard.status).toBe(204);
    expect(heard.text).toBe("");
    const [session, token] = (heard.headers["set-cookie"] ?? "").split("\n");
    expect(session).toMatch(/^OPERATE-SESSION=[0-9A-F]{32}; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(token).toMatch(new RegExp(`^${csrf}=[0-9a-f-]{36}; Path=/; HttpOnly; SameSite=Lax$`));
    expect(heard.headers[csrf.toLowerCase()]).toBeDefined();
  });

  it("lets in who sends both cookies and the value of the header", async () => {
    const started = await start();
    const heard = await logIn(started);
    expect((await post(started.url + SEARCH, "{}", proof(heard, csrf))).status).toBe(200);
  });

  it("refuses the value of the CSRF cookie as header: only the masked one counts", async () => {
    const started = await start();
    const heard = await logIn(started);
    const raw = new RegExp(`${csrf}=([^;]+)`).exec(cookiesOf(heard))?.[1] ?? "";
    expect(heard.headers[csrf.toLowerCase()]).not.toBe(raw);
    const refused = await post(started.url + SEARCH, "{}", { cookie: cookiesOf(heard), [csrf]: raw });
    expect(refused.status).toBe(403);
  });

  it("refuses a POST with the cookies alone, in Spring's words", async () => {
    const started = await start();
    const heard = await logIn(started);
    const refused = await post(started.url + SEARCH, "{}", { cookie: cookiesOf(heard) });
    expect(refused.body).toEqual({
      timestamp: expect.any(String),
      status: 403,
      error: "Forbidden",
      message: "Forbidden",
      path: SEARCH,
    });
  });

  it("refuses a POST with the session cookie but not the CSRF cookie", async () => {
    const started = await start();
    const heard = await logIn(started);
    const [session = ""] = cookiesOf(heard).split("; ");
    expect((await post(started.url + SEARCH, "{}", { ...proof(heard, csrf), cookie: session })).status).toBe(403);
  });

  it("answers 403 to a POST and 401 to a GET without a login", async () => {
    const { url } = await start();
    expect((await post(url + SEARCH, "{}")).status).toBe(403);
    const heard = await ask(`${url}/v1/process-instances/1`);
    expect(heard.status).toBe(401);
    expect(heard.text).toBe('{"message":""}');
  });
});

describe("the cookie login up to 8.7", () => {
  it("takes user and password from the query as well", async () => {
    const { url } = await cluster();
    expect((await ask(`${url}/api/login?username=demo&password=demo`, "POST")).status).toBe(204);
  });

  it.each([{ password: "wrong" }, { username: "Demo" }, { password: "" }])("answers 401 to %j", async (wrong) => {
    const { url } = await cluster();
    const heard = await postForm(`${url}/api/login`, { ...DEMO, ...wrong });
    expect([heard.status, heard.text, heard.headers["set-cookie"]]).toEqual([401, '{"message":""}', undefined]);
  });

  it("takes a password of any characters", async () => {
    const password = 'p&=+%" \\é';
    const { url } = await cluster({ credentials: { password } });
    expect((await postForm(`${url}/api/login`, { username: "demo", password })).status).toBe(204);
  });

  it("gives a CSRF value with every GET that has a session, a different one each time, and all of them count", async () => {
    const { url, ...started } = await cluster();
    const heard = await logIn({ url, ...started });
    const cookie = cookiesOf(heard);
    const values = [heard.headers["x-csrf-token"] ?? ""];
    for (const key of ["1", "2"]) {
      const { headers } = await ask(`${url}/v1/process-instances/${key}`, "GET", { headers: { cookie } });
      values.push(headers["x-csrf-token"] ?? "");
    }
    expect(new Set(values).size).toBe(3);
    for (const value of values) {
      const searched = await post(url + SEARCH, "{}", { cookie, "X-CSRF-TOKEN": value });
      expect(searched.status).toBe(200);
      expect(searched.headers["x-csrf-token"]).toBeUndefined();
    }
  });

  it("needs no CSRF value once the protection is off", async () => {
    const started = await cluster({ csrf: "off" });
    const heard = await logIn(started);
    expect(heard.headers["x-csrf-token"]).toBeUndefined();
    expect((await post(started.url + SEARCH, "{}", { cookie: cookiesOf(heard) })).status).toBe(200);
    expect((await post(started.url + SEARCH, "{}")).status).toBe(401);
  });

  it("goes by the name that was asked for", async () => {
    const started = await cluster({ csrf: "OPERATE-X-CSRF-TOKEN" });
    const heard = await logIn(started);
    expect((await post(started.url + SEARCH, "{}", proof(heard, "X-CSRF-TOKEN"))).status).toBe(403);
    expect((await post(started.url + SEARCH, "{}", proof(heard, "OPERATE-X-CSRF-TOKEN"))).status).toBe(200);
  });

  it("answers an expired session with 403 on a POST and with 401 on a GET", async () => {
    const started = await cluster();
    const heard = await logIn(started);
    const headers = proof(heard, "X-CSRF-TOKEN");
    started.expireSessions();
    expect((await post(started.url + SEARCH, "{}", headers)).status).toBe(403);
    expect((await ask(`${started.url}/v1/process-instances/1`, "GET", { headers })).status).toBe(401);
  });

  it("lets a session expire after its idle time, which every request begins anew", async () => {
    const clock = manualClock();
    const started = await cluster({ clock, sessionLife: 1000 });
    const headers = proof(await logIn(started), "X-CSRF-TOKEN");
    for (const _ of [1, 2, 3]) {
      await clock.advance(900);
      expect((await post(started.url + SEARCH, "{}", headers)).status).toBe(200);
    }
    await clock.advance(1000);
    expect((await post(started.url + SEARCH, "{}", headers)).status).toBe(403);
  });

  it("ends the session with a logout, which needs no CSRF value", async () => {
    const started = await cluster();
    const headers = proof(await logIn(started), "X-CSRF-TOKEN");
    const out = await ask(`${started.url}/api/logout`, "POST", { headers: { cookie: headers["cookie"] ?? "" } });
    expect(out.status).toBe(204);
    expect((await post(started.url + SEARCH, "{}", headers)).status).toBe(403);
  });

  it("sends everything outside the API to the login page", async () => {
    const { url } = await cluster({ contextPath: "/operate" });
    for (const path of ["/v2/topology", "/processes", "/"]) {
      const heard = await ask(url + path);
      expect([heard.status, heard.headers["location"]]).toEqual([302, "/operate/api/login"]);
    }
  });

  it("lives below its context path, cookies too, and answers 404 outside", async () => {
    const started = await cluster({ contextPath: "/operate" });
    const heard = await logIn(started);
    expect(heard.headers["set-cookie"]).toContain("; Path=/operate; ");
    expect((await post(started.url + SEARCH, "{}", proof(heard, "X-CSRF-TOKEN"))).status).toBe(200);
    expect((await ask(new URL(SEARCH, started.url).href)).status).toBe(404);
  });

  it("tells who is logged in", async () => {
    const started = await cluster();
    const headers = { cookie: cookiesOf(await logIn(started)) };
    const heard = await ask(`${started.url}/api/authentications/user`, "GET", { headers });
    expect(heard.body).toEqual({
      userId: "demo",
      displayName: "demo",
      canLogout: true,
      permissions: ["read", "write"],
      roles: null,
      salesPlanType: null,
      c8Links: {},
      username: "demo",
    });
    expect((await ask(`${started.url}/api/authentications/user`)).status).toBe(401);
  });
});

describe("the cookie login of 8.8", () => {
  const start = (options: ClusterOptions = {}) => cluster({ version: "8.8", ...options });

  it("is at /login, with cookies of its own", async () => {
    const heard = await logIn(await start(), "/login");
    expect(heard.status).toBe(204);
    const [session, token] = (heard.headers["set-cookie"] ?? "").split("\n");
    expect(session).toMatch(/^camunda-session=[0-9A-F]{32}; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(token).toMatch(/^X-CSRF-TOKEN=[0-9a-f-]{36}; Path=\/; SameSite=Lax$/);
  });

  it("is no longer at /api/login, which is protected like the rest", async () => {
    const heard = await logIn(await start());
    expect(heard.status).toBe(401);
    expect(heard.headers["content-type"]).toBe("application/problem+json");
  });

  it("demands the CSRF value only from a request with a session", async () => {
    const started = await start();
    const heard = await logIn(started, "/login");
    const refused = await post(started.url + SEARCH, "{}", { cookie: cookiesOf(heard) });
    expect(refused.body).toMatchObject({ status: 403, title: "Forbidden", instance: SEARCH, type: "about:blank" });
    expect((await post(started.url + SEARCH, "{}", proof(heard, "X-CSRF-TOKEN"))).status).toBe(200);
    started.expireSessions();
    const expired = await post(started.url + SEARCH, "{}", proof(heard, "X-CSRF-TOKEN"));
    expect([expired.status, expired.headers["www-authenticate"]]).toEqual([401, undefined]);
    expect(expired.body).toMatchObject({ status: 401, title: "Unauthorized", instance: SEARCH });
  });

  it("answers 401 as a problem to a wrong password", async () => {
    const { url } = await start();
    const heard = await postForm(`${url}/login`, { ...DEMO, password: "wrong" });
    expect(heard.body).toMatchObject({ status: 401, title: "Unauthorized", instance: "/login" });
  });

  it("shows the topology, and who asks, to those with a session only", async () => {
    const started = await start();
    const headers = { cookie: cookiesOf(await logIn(started, "/login")) };
    for (const path of ["/v2/topology", "/v2/authentication/me"]) {
      expect((await ask(started.url + path)).status).toBe(401);
    }
    const topology = objectOf(await ask(`${started.url}/v2/topology`, "GET", { headers }));
    expect(topology["gatewayVersion"]).toMatch(/^8\.8\.\d+$/);
    expect(topology).toMatchObject({ clusterSize: 3, partitionsCount: 5, replicationFactor: 3 });
    const me = objectOf(await ask(`${started.url}/v2/authentication/me`, "GET", { headers }));
    expect(me).toMatchObject({ username: "demo", canLogout: true, tenants: [{ tenantId: "<default>" }] });
  });

  it("answers its web pages with 200 and HTML, whatever comes after /operate, and 404 elsewhere", async () => {
    const { url } = await start();
    const heard = await ask(`${url}/operate/v1/process-instances/1`);
    expect([heard.status, heard.headers["content-type"]]).toEqual([200, "text/html;charset=UTF-8"]);
    expect((await ask(`${url}/nowhere`)).status).toBe(404);
    expect((await post(`${url}/operate/v1/process-instances/search`, "{}")).status).toBe(404);
  });
});
