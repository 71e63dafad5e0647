import { describe, expect, it } from "vitest";
import { json, type Reply, serve, wire } from "./local-server.ts";
import { operate } from "./operate-login.ts";
import { cookieSettings, setUpOperate } from "./operate-rig.ts";
import { call, failureOf, rig } from "./rig.ts";

const SETTINGS = /CAMUNDA_COOKIE_AUTH_USERNAME and CAMUNDA_COOKIE_AUTH_PASSWORD/;

describe("logging in", () => {
  it("happens once for 500 calls at once, and both cookies and the CSRF token go along", async () => {
    const { search, seen, asked } = await setUpOperate();
    const answers = await Promise.all(Array.from({ length: 500 }, search));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(seen).toMatchObject({ logins: 1, calls: 500 });
    const last = asked.at(-1);
    expect(last?.headers.cookie).toMatch(/OPERATE-SESSION=session-id-1/);
    expect(last?.headers.cookie).toMatch(/route=node-1/);
    expect(last?.headers.cookie).toMatch(/X-CSRF-TOKEN=raw-/);
    expect(last?.headers["x-csrf-token"]).toBe("masked-token-2");
  });

  it("sends user name and password in the body, whatever they are made of", async () => {
    const password = `&=+%"\\ é${"x".repeat(1000)}`;
    const { get, asked } = await setUpOperate({ password }, { password });
    expect((await get()).status).toBe(200);
    expect(asked[0]?.path).toBe("/api/login");
    expect(new URLSearchParams(asked[0]?.body).get("password")).toBe(password);
  });

  it("goes to /login for the newer API, and where the settings say first of all", async () => {
    const newer = await setUpOperate({ loginPath: "/login" }, {}, undefined, { generation: "v2" });
    expect((await newer.get()).status).toBe(200);
    const cluster = operate({ loginPath: "/sso/enter" });
    const { url } = await serve(cluster.answer);
    const loginUrl = new URL("/sso/enter", url);
    const { send } = rig(cookieSettings({ loginUrl }), url, wire(), { loginUrl: new URL("/nowhere", url) });
    expect((await send(call(url, "/v1/x"))).status).toBe(200);
  });

  it.each([400, 401, 405, 415, 422])(
    "tries the documented query form when the body is refused with %i, and keeps it",
    async (status) => {
      const { get, seen, cluster, asked } = await setUpOperate({ forms: ["query"], otherFormStatus: status });
      expect((await get()).status).toBe(200);
      expect(seen.logins).toBe(2);
      cluster.expire();
      expect((await get()).status).toBe(200);
      expect(seen.logins).toBe(3);
      expect(asked.filter(({ path }) => path.startsWith("/api/login?username=demo&password=")).length).toBe(2);
    },
  );

  it("sends the password in the query once, whatever becomes of it, and tells what the body form was told", async () => {
    let [bodies, queries] = [0, 0];
    const { url } = await serve(({ path }) => {
      if (!path.includes("password=")) bodies += 1;
      else queries += 1;
      return path.includes("password=") ? json({}, 500) : json({}, 401);
    });
    const { send, clock } = rig(cookieSettings(), url, wire());
    for (let call_ = 0; call_ < 5; call_++) {
      expect((await failureOf(send(call(url, "/v1/x")))).code).toBe("AUTH_REJECTED");
      clock.pass(30_000);
    }
    expect(queries).toBe(1);
    expect(bodies).toBeLessThanOrEqual(5);
  });

  it("does not try the query form for an answer that is not about the form", async () => {
    const { get, seen } = await setUpOperate({ forms: [], otherFormStatus: 404 });
    expect((await failureOf(get())).code).toBe("CONFIG");
    expect(seen.logins).toBe(1);
  });

  it("gets one CSRF token for both forms", async () => {
    const { get, seen } = await setUpOperate({ loginWantsCsrf: true, forms: ["query"] });
    expect((await get()).status).toBe(200);
    expect(seen).toMatchObject({ logins: 2, pages: 1 });
  });

  it("gets a CSRF token first where the login itself wants one, and knows it from then on", async () => {
    const { search, seen, cluster, asked } = await setUpOperate({ loginWantsCsrf: true });
    expect((await search()).status).toBe(200);
    expect(seen).toMatchObject({ logins: 1, pages: 1 });
    cluster.expire();
    expect((await search()).status).toBe(200);
    expect(seen).toMatchObject({ logins: 2, pages: 2 });
    expect(asked.filter(({ path }) => path === "/api/login")).toHaveLength(3);
  });
});

describe("a wrong password", () => {
  it("costs two refused logins at first and one from then on, and is left alone in between", async () => {
    const { get, seen, clock, asked } = await setUpOperate({ password: "another" });
    const failure = await failureOf(get());
    expect(failure).toMatchObject({ code: "AUTH_REJECTED", facts: { status: 401, retryAfterSeconds: 30 } });
    expect(failure.next).toMatch(SETTINGS);
    clock.pass(29_000);
    for (let more = 0; more < 20; more++) expect((await failureOf(get())).message).toContain("1 s");
    expect(seen.logins).toBe(2);
    clock.pass(1_000);
    expect((await failureOf(get())).facts.retryAfterSeconds).toBe(60);
    expect(seen).toMatchObject({ logins: 3, calls: 0 });
    expect(asked.filter(({ path }) => path.includes("?"))).toHaveLength(1);
  });

  it("costs one refused login where the form is known to work", async () => {
    const cluster = operate();
    let changed = false;
    const { url, asked } = await serve((request) =>
      changed && request.path.startsWith("/api/login") ? { status: 401 } : cluster.answer(request),
    );
    const { send } = rig(cookieSettings(), url, wire());
    await send(call(url, "/v1/x"));
    changed = true;
    cluster.expire();
    expect((await failureOf(send(call(url, "/v1/x")))).code).toBe("AUTH_REJECTED");
    expect(asked.filter(({ path }) => path.startsWith("/api/login"))).toHaveLength(2);
  });

  it("is what counts when only one of the two forms is known to the login", async () => {
    const { url } = await serve(({ path }) => ({ status: path.includes("?") ? 405 : 401 }));
    expect((await failureOf(rig(cookieSettings(), url, wire()).send(call(url, "/v1/x")))).code).toBe("AUTH_REJECTED");
  });

  it("is recognised when the login sends back to its page", async () => {
    const { url } = await serve(() => ({ status: 302, headers: { location: "/login?error" } }));
    expect((await failureOf(rig(cookieSettings(), url, wire()).send(call(url, "/v1/x")))).code).toBe("AUTH_REJECTED");
  });

  it("is recognised in a 403 that a CSRF token does not mend", async () => {
    const { url, asked } = await serve(({ method }) =>
      method === "GET" ? { headers: { "X-CSRF-TOKEN": "page-token" } } : { status: 403 },
    );
    const { send, clock } = rig(cookieSettings(), url, wire());
    expect(await failureOf(send(call(url, "/v1/x")))).toMatchObject({ code: "AUTH_REJECTED", facts: { status: 403 } });
    expect(asked.map(({ method }) => method)).toEqual(["POST", "GET", "POST"]);
    clock.pass(30_000);
    await failureOf(send(call(url, "/v1/x")));
    expect(asked.map(({ method }) => method)).toEqual(["POST", "GET", "POST", "GET", "POST"]);
  });
});

describe("an address without such a login", () => {
  it.each<[string, Reply]>([
    ["404", { status: 404 }],
    ["405", { status: 405 }],
    ["403 where no page brings a CSRF token", { status: 403 }],
    [
      "a web page",
      { headers: { "content-type": "text/html", "set-cookie": "s=12345678; Path=/" }, body: "<html></html>" },
    ],
    ["a redirect to an identity provider", { status: 302, headers: { location: "https://keycloak.example/auth" } }],
  ])("is CONFIG: %s", async (_, answer) => {
    const { url } = await serve(() => answer);
    const failure = await failureOf(rig(cookieSettings(), url, wire()).send(call(url, "/v1/x")));
    expect(failure.code).toBe("CONFIG");
    expect(failure.next).toContain("CAMUNDA_COOKIE_AUTH_URL");
    expect(failure.next).toContain("CAMUNDA_OPERATE_BASE_URL");
  });

  it("is UNREACHABLE when the cluster is, and AUTH_UNAVAILABLE when only a login elsewhere is", async () => {
    const dead = new URL("http://127.0.0.1:1");
    expect((await failureOf(rig(cookieSettings(), dead, wire()).send(call(dead, "/v1/x")))).code).toBe("UNREACHABLE");
    const { url } = await serve(() => json({}));
    const elsewhere = rig(cookieSettings({ loginUrl: new URL("/login", dead) }), url, wire());
    expect((await failureOf(elsewhere.send(call(url, "/v1/x")))).code).toBe("AUTH_UNAVAILABLE");
  });

  it("is AUTH_UNAVAILABLE after three tries when it is in trouble", async () => {
    const { url, asked } = await serve(() => ({ status: 503 }));
    const failure = await failureOf(rig(cookieSettings(), url, wire()).send(call(url, "/v1/x")));
    expect(failure).toMatchObject({ code: "AUTH_UNAVAILABLE", facts: { status: 503 } });
    expect(asked).toHaveLength(3);
  });
});

describe("who it is", () => {
  it("is the user of the settings, without claims", async () => {
    const { auth, get } = await setUpOperate();
    await get();
    expect(auth).toMatchObject({ strategy: "COOKIE", principal: "demo" });
    expect(auth.claims()).toBeUndefined();
  });
});
