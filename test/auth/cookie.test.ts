import { describe, expect, it } from "vitest";
import type { AuthOptions } from "../../src/auth/create-auth.ts";
import type { Login } from "../../src/config/config.ts";
import { type Asked, json, type Reply, serve, wire } from "./local-server.ts";
import { type OperateOptions, operate } from "./operate-login.ts";
import { call, eagerClock, failureOf, reply, rig } from "./rig.ts";

type Cookie = Extract<Login, { strategy: "COOKIE" }>;

const settings = (change: Partial<Cookie> = {}): Cookie => ({
  strategy: "COOKIE",
  username: "demo",
  password: "demo-password",
  ...change,
});

const SETTINGS = /CAMUNDA_COOKIE_AUTH_USERNAME and CAMUNDA_COOKIE_AUTH_PASSWORD/;
const PERMISSION = json({ status: 403, message: "no", instance: "i", type: "AccessDeniedException" }, 403);

const setUp = async (
  options: OperateOptions = {},
  login: Partial<Cookie> = {},
  api?: (asked: Asked, calls: number) => Reply | undefined,
  change: Partial<AuthOptions> = {},
) => {
  const cluster = operate(options, api);
  const { url, asked } = await serve(cluster.answer);
  const made = rig(settings(login), url, wire(), change);
  const get = () => made.send(call(url, "/v1/process-definitions/1"));
  const search = () => made.send(call(url, "/v1/process-instances/search", { method: "POST", body: "{}" }));
  return { ...made, cluster, seen: cluster.seen, url, asked, get, search };
};

describe("logging in", () => {
  it("happens once for 500 calls at once, and both cookies and the CSRF token go along", async () => {
    const { search, seen, asked } = await setUp();
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
    const { get, asked } = await setUp({ password }, { password });
    expect((await get()).status).toBe(200);
    expect(asked[0]?.path).toBe("/api/login");
    expect(new URLSearchParams(asked[0]?.body).get("password")).toBe(password);
  });

  it("goes to /login for the newer API, and where the settings say first of all", async () => {
    const newer = await setUp({ loginPath: "/login" }, {}, undefined, { generation: "v2" });
    expect((await newer.get()).status).toBe(200);
    const cluster = operate({ loginPath: "/sso/enter" });
    const { url } = await serve(cluster.answer);
    const loginUrl = new URL("/sso/enter", url);
    const { send } = rig(settings({ loginUrl }), url, wire(), { loginUrl: new URL("/nowhere", url) });
    expect((await send(call(url, "/v1/x"))).status).toBe(200);
  });

  it.each([400, 401, 405, 415, 422])(
    "tries the documented query form when the body is refused with %i, and keeps it",
    async (status) => {
      const { get, seen, cluster, asked } = await setUp({ forms: ["query"], otherFormStatus: status });
      expect((await get()).status).toBe(200);
      expect(seen.logins).toBe(2);
      cluster.expire();
      expect((await get()).status).toBe(200);
      expect(seen.logins).toBe(3);
      expect(asked.filter(({ path }) => path.startsWith("/api/login?username=demo&password=")).length).toBe(2);
    },
  );

  it("does not try the query form for an answer that is not about the form", async () => {
    const { get, seen } = await setUp({ forms: [], otherFormStatus: 404 });
    expect((await failureOf(get())).code).toBe("CONFIG");
    expect(seen.logins).toBe(1);
  });

  it("gets a CSRF token first where the login itself wants one, and knows it from then on", async () => {
    const { search, seen, cluster } = await setUp({ loginWantsCsrf: true });
    expect((await search()).status).toBe(200);
    expect(seen).toMatchObject({ logins: 1, pages: 1 });
    cluster.expire();
    expect((await search()).status).toBe(200);
    expect(seen).toMatchObject({ logins: 2, pages: 2 });
  });
});

describe("a wrong password", () => {
  it("costs two refused logins at first and one from then on, and is left alone in between", async () => {
    const { get, seen, clock, asked } = await setUp({ password: "another" });
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
    const { url } = await serve((asked) =>
      changed && asked.path === "/api/login" ? { status: 401 } : cluster.answer(asked),
    );
    const { send } = rig(settings(), url, wire());
    await send(call(url, "/v1/x"));
    changed = true;
    cluster.expire();
    const failure = await failureOf(send(call(url, "/v1/x")));
    expect(failure.code).toBe("AUTH_REJECTED");
  });

  it("is recognised when the login sends back to its page", async () => {
    const { url } = await serve(() => ({ status: 302, headers: { location: "/login?error" } }));
    expect((await failureOf(rig(settings(), url, wire()).send(call(url, "/v1/x")))).code).toBe("AUTH_REJECTED");
  });

  it("is recognised in a 403 that a CSRF token does not mend", async () => {
    const { url, asked } = await serve(({ method }) =>
      method === "GET" ? { headers: { "X-CSRF-TOKEN": "page-token" } } : { status: 403 },
    );
    const failure = await failureOf(rig(settings(), url, wire()).send(call(url, "/v1/x")));
    expect(failure).toMatchObject({ code: "AUTH_REJECTED", facts: { status: 403 } });
    expect(asked.map(({ method }) => method)).toEqual(["POST", "GET", "POST"]);
  });
});

describe("an address without such a login", () => {
  it.each<[string, Reply]>([
    ["404", { status: 404 }],
    ["405", { status: 405 }],
    ["a web page", { headers: { "content-type": "text/html" }, body: "<html></html>" }],
    ["a redirect to an identity provider", { status: 302, headers: { location: "https://keycloak.example/auth" } }],
  ])("is CONFIG: %s", async (_, answer) => {
    const { url } = await serve(() => answer);
    const failure = await failureOf(rig(settings(), url, wire()).send(call(url, "/v1/x")));
    expect(failure.code).toBe("CONFIG");
    expect(failure.next).toContain("CAMUNDA_COOKIE_AUTH_URL");
    expect(failure.next).toContain("CAMUNDA_OPERATE_BASE_URL");
  });

  it("is UNREACHABLE when the cluster is, and AUTH_UNAVAILABLE when only a login elsewhere is", async () => {
    const dead = new URL("http://127.0.0.1:1");
    expect((await failureOf(rig(settings(), dead, wire()).send(call(dead, "/v1/x")))).code).toBe("UNREACHABLE");
    const { url } = await serve(() => json({}));
    const elsewhere = rig(settings({ loginUrl: new URL("/login", dead) }), url, wire());
    expect((await failureOf(elsewhere.send(call(url, "/v1/x")))).code).toBe("AUTH_UNAVAILABLE");
  });

  it("is AUTH_UNAVAILABLE after three tries when it is in trouble", async () => {
    const { url, asked } = await serve(() => ({ status: 503 }));
    const failure = await failureOf(rig(settings(), url, wire()).send(call(url, "/v1/x")));
    expect(failure).toMatchObject({ code: "AUTH_UNAVAILABLE", facts: { status: 503 } });
    expect(asked).toHaveLength(3);
  });
});

describe("a session that ended", () => {
  it("is answered by one login for a hundred calls", async () => {
    const { get, search, seen, cluster } = await setUp();
    await get();
    cluster.expire();
    const answers = await Promise.all(Array.from({ length: 100 }, (_, at) => (at % 2 ? get() : search())));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(seen.logins).toBe(2);
  });

  it.each(["get", "search"] as const)("is renewed when a %s finds it", async (verb) => {
    const made = await setUp();
    await made.search();
    made.cluster.expire();
    expect((await made[verb]()).status).toBe(200);
    expect(made.seen.logins).toBe(2);
  });

  it.each<[string, Reply]>([
    ["a redirect to the login", { status: 302, headers: { location: "/api/login" } }],
    [
      "a login page",
      { headers: { "content-type": "text/html" }, body: '<form><input name="p" type="password"></form>' },
    ],
    ["a page with such a title", { headers: { "content-type": "text/html" }, body: "<title>Operate: Log in</title>" }],
    ["a 403 that speaks of CSRF", json({ type: "about:blank", detail: "Invalid CSRF Token" }, 403)],
  ])("is renewed once after %s, and the answer stands when it comes again", async (_, refusal) => {
    const once = await setUp({}, {}, (__, calls) => (calls === 1 ? refusal : undefined));
    expect((await once.get()).status).toBe(200);
    expect(once.seen).toMatchObject({ logins: 2, calls: 2 });
    const always = await setUp({}, {}, () => refusal);
    expect((await always.get()).status).toBe(refusal.status ?? 200);
    expect((await always.get()).status).toBe(refusal.status ?? 200);
    expect(always.seen).toMatchObject({ logins: 2, calls: 3 });
  });

  it.each<[string, Reply]>([
    ["a redirect to another host", { status: 302, headers: { location: "http://127.0.0.2/login" } }],
    ["a web page that is no login", { headers: { "content-type": "text/html" }, body: "<title>Operate</title>" }],
    ["a missing permission", PERMISSION],
  ])("is not seen in %s", async (_, answer) => {
    const { get, seen } = await setUp({}, {}, () => answer);
    expect((await get()).status).toBe(answer.status ?? 200);
    expect(seen).toMatchObject({ logins: 1, calls: 1 });
  });

  it("is not seen in a web page where XML was asked for", async () => {
    const page = { headers: { "content-type": "text/html" }, body: "<title>Login</title>" };
    const { send, url, seen } = await setUp({}, {}, () => page);
    await send(call(url, "/v1/process-definitions/1/xml", { accept: "xml" }));
    expect(seen.logins).toBe(1);
  });
});

describe("refusals that go on", () => {
  it("are FORBIDDEN's matter after one login a minute", async () => {
    const spring = json({ timestamp: "t", status: 403, error: "Forbidden", message: "Forbidden", path: "/v1/x" }, 403);
    const { search, seen, clock } = await setUp({}, {}, () => spring);
    for (let call = 0; call < 10; call++) expect((await search()).status).toBe(403);
    expect(seen.logins).toBe(2);
    clock.pass(60_000);
    expect((await search()).status).toBe(403);
    expect(seen.logins).toBe(3);
  });

  it("are AUTH_REJECTED when a fresh session gets 401, without a loop of logins", async () => {
    const { get, seen, clock } = await setUp({}, {}, () => json({ title: "Unauthorized" }, 401));
    const failure = await failureOf(get());
    expect(failure.code).toBe("AUTH_REJECTED");
    expect(failure.next).toContain("CAMUNDA_COOKIE_AUTH_USERNAME");
    clock.pass(9_000);
    for (let call = 0; call < 10; call++) await failureOf(get());
    expect(seen).toMatchObject({ logins: 2, calls: 2 });
  });

  it("do not stop the calls that the same session may make", async () => {
    const { get, search, seen } = await setUp({}, {}, ({ method }) =>
      method === "POST" ? json({ title: "Unauthorized" }, 401) : undefined,
    );
    expect((await get()).status).toBe(200);
    expect((await failureOf(search())).code).toBe("AUTH_REJECTED");
    expect((await get()).status).toBe(200);
    expect(seen.logins).toBe(2);
  });
});

describe("the CSRF token", () => {
  it.each(["OPERATE-X-CSRF-TOKEN", "X-CSRF-TOKEN"])(
    "is echoed as %s when something is sent, not when it is read",
    async (csrf) => {
      const { get, search, asked } = await setUp({ csrf });
      expect((await search()).status).toBe(200);
      expect((await get()).status).toBe(200);
      const [, posted, read] = asked;
      expect(posted?.headers[csrf.toLowerCase()]).toMatch(/^masked-/);
      expect(read?.headers[csrf.toLowerCase()]).toBeUndefined();
    },
  );

  it("is not missed where there is none", async () => {
    const { search, seen } = await setUp({ csrf: undefined });
    expect((await search()).status).toBe(200);
    expect(seen.logins).toBe(1);
  });

  it("is renewed from every answer that brings a new one", async () => {
    const { get, search, seen } = await setUp({ rotates: true });
    for (let round = 0; round < 3; round++) {
      expect((await get()).status).toBe(200);
      expect((await search()).status).toBe(200);
    }
    expect(seen).toMatchObject({ logins: 1, calls: 6 });
  });

  it("goes with deletions, too", async () => {
    const { send, url } = await setUp();
    const gone = await send(call(url, "/v1/process-instances/1", { method: "DELETE", repeatable: false }));
    expect(gone.status).toBe(200);
  });

  it("is taken from its cookie where no header brings it", async () => {
    const { url, asked } = await serve(({ method, path }) =>
      path === "/api/login"
        ? { status: 204, headers: { "set-cookie": ["camunda-session=1; Path=/", "X-CSRF-TOKEN=raw-token; Path=/"] } }
        : json({ method }),
    );
    const { send } = rig(settings(), url, wire());
    await send(call(url, "/v1/x/search", { method: "POST", body: "{}" }));
    expect(asked[1]?.headers["x-csrf-token"]).toBe("raw-token");
  });
});

describe("cookies", () => {
  /** What becomes of a login at `base` that sets these cookies. */
  const after = async (base: string, cookies: string[]) => {
    const url = new URL(base);
    const sent: string[] = [];
    const send = rig(settings(), url, async (request) => {
      sent.push(`${request.method} ${request.headers["cookie"] ?? ""}`);
      return request.url.pathname.endsWith("login") ? reply(204, "", { "set-cookie": cookies }) : reply(200, "{}");
    }).send;
    return { sent, answer: send(call(new URL(`${base}/`), "v1/x")) };
  };

  it.each([
    ["none", "http://operate.example", [], "sets no cookie"],
    ["garbage", "http://operate.example", [";;;"], "sets no cookie"],
    ["one for https on plain http", "http://operate.example", ["s=12345678; Path=/; Secure"], "https only"],
    ["one for another host", "http://operate.example", ["s=12345678; Path=/; Domain=evil.example"], "another host"],
    ["one for a public suffix", "http://operate.co.uk", ["s=12345678; Path=/; Domain=co.uk"], "another host"],
    ["one for another path", "http://operate.example", ["s=12345678; Path=/tasklist"], "another path"],
    ["one without a path", "http://operate.example", ["s=12345678"], "another path"],
  ])("that will not reach the API are CONFIG, and no call is made: %s", async (_, base, cookies, why) => {
    const { sent, answer } = await after(base, cookies);
    const failure = await failureOf(answer);
    expect(failure.code).toBe("CONFIG");
    expect(`${failure.message} ${failure.next}`).toContain(why === "https only" ? "https" : why);
    expect(failure.next).toContain("CAMUNDA_OPERATE_BASE_URL");
    expect(sent).toEqual(["POST "]);
  });

  it.each([
    ["a context path", "http://operate.example/operate", "s=12345678; Path=/operate"],
    ["plain http on loopback, though for https only", "http://localhost:8080", "s=12345678; Path=/; Secure"],
    ["an in-cluster name", "http://operate.camunda.svc.cluster.local", "s=12345678; Path=/"],
    ["a bare host name", "http://operate:8080", "s=12345678; Path=/; SameSite=Strict"],
  ])("work with %s", async (_, base, cookie) => {
    const { sent, answer } = await after(base, [cookie]);
    expect((await answer).status).toBe(200);
    expect(sent[1]).toBe("GET s=12345678");
  });

  it("of more than 8 KB are CONFIG, and fifty small ones are sent", async () => {
    const many = await after(
      "http://operate.example",
      Array.from({ length: 50 }, (_, at) => `c${at}=v; Path=/`),
    );
    await many.answer;
    expect(many.sent[1]?.split("; ")).toHaveLength(50);
    const huge = await after("http://operate.example", [`s=${"x".repeat(100_000)}; Path=/`]);
    expect((await failureOf(huge.answer)).code).toBe("CONFIG");
    expect(huge.sent).toHaveLength(1);
  });

  it("are not sent to another port of the same host", async () => {
    const other = await serve(() => json({}));
    const { get, send } = await setUp();
    await get();
    await failureOf(send(call(other.url, "/v1/x")));
    expect(other.asked).toEqual([]);
  });

  it("and CSRF values, and the password, are known as secrets", async () => {
    const { search, secrets } = await setUp();
    await search();
    expect(secrets.redact("demo-password session-id-1 masked-token-2 raw-masked-token-2")).toBe("*** *** *** ***");
  });
});

describe("other sessions of one process", () => {
  it("tell who they are and have no claims", async () => {
    const { auth, get } = await setUp();
    await get();
    expect(auth).toMatchObject({ strategy: "COOKIE", principal: "demo" });
    expect(auth.claims()).toBeUndefined();
  });

  it("use one clock", () => {
    const clock = eagerClock();
    clock.pass(5);
    clock.jump(5);
    expect([clock.wall() - Date.UTC(2026, 10, 24, 10), clock.mono()]).toEqual([10, 5]);
  });
});
