import { describe, expect, it } from "vitest";
import { bounded } from "../../src/bounded.ts";
import { credentials } from "../../src/http/credentials.ts";
import { json, type Reply, serve, wire } from "./local-server.ts";
import { cookieSettings, setUpOperate } from "./operate-rig.ts";
import { call, failureOf, rig } from "./rig.ts";

const PERMISSION = json({ status: 403, message: "no", instance: "i", type: "AccessDeniedException" }, 403);

describe("a session that ended", () => {
  it("is answered by one login for a hundred calls", async () => {
    const { get, search, seen, cluster } = await setUpOperate();
    await get();
    cluster.expire();
    const answers = await Promise.all(Array.from({ length: 100 }, (_, at) => (at % 2 ? get() : search())));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(seen.logins).toBe(2);
  });

  it.each(["get", "search"] as const)("is renewed when a %s finds it", async (verb) => {
    const made = await setUpOperate();
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
    ["a 403 whose JSON is cut short", { ...json({}, 403), body: '{"timestamp":"2026-11-24T10:00' }],
  ])("is renewed once after %s, and the answer stands when it comes again", async (_, refusal) => {
    const once = await setUpOperate({}, {}, (__, calls) => (calls === 1 ? refusal : undefined));
    expect((await once.get()).status).toBe(200);
    expect(once.seen).toMatchObject({ logins: 2, calls: 2 });
    const always = await setUpOperate({}, {}, () => refusal);
    expect((await always.get()).status).toBe(refusal.status ?? 200);
    expect((await always.get()).status).toBe(refusal.status ?? 200);
    expect(always.seen).toMatchObject({ logins: 2, calls: 3 });
  });

  it.each<[string, Reply]>([
    ["a redirect to another host", { status: 302, headers: { location: "http://127.0.0.2/login" } }],
    ["a web page that is no login", { headers: { "content-type": "text/html" }, body: "<title>Operate</title>" }],
    ["a missing permission", PERMISSION],
    ["a page of the gateway that refuses", { status: 403, headers: { "content-type": "text/html" }, body: "<p>no" }],
    [
      "a page of the gateway that asks for its own login",
      { status: 404, headers: { "content-type": "text/html" }, body: "<title>Log in</title>" },
    ],
  ])("is not seen in %s", async (_, answer) => {
    const { get, seen } = await setUpOperate({}, {}, () => answer);
    expect((await get()).status).toBe(answer.status ?? 200);
    expect(seen).toMatchObject({ logins: 1, calls: 1 });
  });

  it("is seen in a login page where XML was asked for, too", async () => {
    const page = { headers: { "content-type": "text/html" }, body: "<title>Login</title>" };
    const { send, url, seen } = await setUpOperate({}, {}, (_, calls) => (calls === 1 ? page : undefined));
    const answer = await send(call(url, "/v1/process-definitions/1/xml", { accept: "xml" }));
    expect(answer.headers.get("content-type")).not.toEqual(["text/html"]);
    expect(seen.logins).toBe(2);
  });

  it.each(["https://127.0.0.1/login", "http://127.0.0.1:1/operate/api/login"])(
    "is seen in a redirect to %s: where TLS ends before the server, it knows neither scheme nor port",
    async (location) => {
      const away = { status: 302, headers: { location } };
      const { get, seen } = await setUpOperate({}, {}, (_, calls) => (calls === 1 ? away : undefined));
      expect((await get()).status).toBe(200);
      expect(seen.logins).toBe(2);
    },
  );
});

describe("a session that ends again", () => {
  const LOGIN_PAGE = { headers: { "content-type": "text/html" }, body: "<title>Sign in</title>" };

  it("is renewed again, within the same call when it is refused in another way, and no call is FORBIDDEN", async () => {
    const made = await setUpOperate({}, {}, (_, calls) => (calls === 2 ? LOGIN_PAGE : undefined), {
      observe: (event, { generation }) => {
        if (event === "credential" && generation === 2) made.cluster.expire();
      },
    });
    for (let call = 0; call < 3; call++) expect((await made.search()).status).toBe(200);
    // Each refused call was sent again, and one question was whether the second session is good.
    expect(made.seen).toMatchObject({ logins: 3, calls: 3 + 2 + 1 });
  });

  it("is renewed again for calls that waited for their turn while it was renewed the first time", async () => {
    let answered = 0;
    const made = await setUpOperate({}, {}, () => {
      answered += 1;
      if (answered % 7 === 0) made.cluster.expire();
      return undefined;
    });
    const turns = bounded({ what: "requests", atOnce: 1, waiting: 100 });
    const send = credentials(made.auth, turns)(wire());
    const search = () => send(call(made.url, "/v1/process-instances/search", { method: "POST", body: "{}" }));
    const answers = await Promise.all(Array.from({ length: 20 }, search));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    // One finds out that a session has ended; the one whose turn was next has the new one already.
    expect(made.seen).toMatchObject({ logins: 3, calls: 20 + 2 });
  });
});

describe("refusals that go on", () => {
  it("are FORBIDDEN's matter after one login a minute", async () => {
    const spring = json({ timestamp: "t", status: 403, error: "Forbidden", message: "Forbidden", path: "/v1/x" }, 403);
    const { search, seen, clock } = await setUpOperate({}, {}, () => spring);
    for (let call = 0; call < 10; call++) expect((await search()).status).toBe(403);
    expect(seen.logins).toBe(2);
    clock.pass(60_000);
    expect((await search()).status).toBe(403);
    expect(seen.logins).toBe(3);
  });

  it("are AUTH_REJECTED when a fresh session gets 401, without a loop of logins", async () => {
    const { get, seen, clock } = await setUpOperate({}, {}, () => json({ title: "Unauthorized" }, 401));
    const failure = await failureOf(get());
    expect(failure.code).toBe("AUTH_REJECTED");
    expect(failure.next).toContain("CAMUNDA_COOKIE_AUTH_USERNAME");
    clock.pass(9_000);
    for (let call = 0; call < 10; call++) await failureOf(get());
    expect(seen).toMatchObject({ logins: 2, calls: 2 });
  });

  it("are AUTH_REJECTED when the login brings the very same session and that is refused again, and is then left alone", async () => {
    const { url, asked } = await serve(({ path }) =>
      path === "/api/login" ? { status: 204, headers: { "set-cookie": "s=always-the-same; Path=/" } } : json({}, 401),
    );
    const { send } = rig(cookieSettings(), url, wire());
    const failure = await failureOf(send(call(url, "/v1/x")));
    expect(failure).toMatchObject({ code: "AUTH_REJECTED", facts: { retryAfterSeconds: 30 } });
    await failureOf(send(call(url, "/v1/x")));
    expect(asked.map(({ path }) => path)).toEqual(["/api/login", "/v1/x", "/api/login", "/v1/x"]);
  });

  it("do not stop the calls that the same session may make", async () => {
    const { get, search, seen } = await setUpOperate({}, {}, ({ method }) =>
      method === "POST" ? json({ title: "Unauthorized" }, 401) : undefined,
    );
    expect((await get()).status).toBe(200);
    expect((await failureOf(search())).code).toBe("AUTH_REJECTED");
    expect((await get()).status).toBe(200);
    expect(seen.logins).toBe(2);
  });
});
