import { describe, expect, it } from "vitest";
import type { Login } from "../../src/config/config.ts";
import { manualClock } from "../support/manual-clock.ts";
import { type Asked, json, type Reply, serve, wire } from "./local-server.ts";
import { call, failureOf, rig } from "./rig.ts";

type OAuth = Extract<Login, { strategy: "OAUTH" }>;

const SECRET = 's3cret&=+%" é';
const settings = (tokenUrl: URL, change: Partial<OAuth> = {}): OAuth => ({
  strategy: "OAUTH",
  tokenUrl,
  clientId: "my client",
  clientSecret: SECRET,
  audience: { v1: "operate.camunda.io", v2: "zeebe.camunda.io" },
  saas: false,
  ...change,
});

const token = (value = "token-1", more: object = { expires_in: 300 }): Reply =>
  json({ access_token: value, token_type: "Bearer", ...more });

const jwt = (claims: object): string =>
  ["{}", JSON.stringify(claims), "signature"].map((part) => Buffer.from(part).toString("base64url")).join(".");

/** A token server that answers by `script`, and the API beside it. */
const setUp = async (
  script: (login: number, asked: Asked) => Reply | Promise<Reply>,
  change: Partial<OAuth> = {},
  api: (asked: Asked) => Reply = () => json({ ok: true }),
) => {
  let logins = 0;
  const identity = await serve((asked) => script(++logins, asked));
  const cluster = await serve(api);
  const tokenUrl = new URL("/oauth/token", identity.url);
  const made = rig(settings(tokenUrl, change), cluster.url, wire());
  const get = () => made.send(call(cluster.url, "/v1/process-definitions/1"));
  return { ...made, identity, cluster, tokenUrl, get };
};

describe("the token request", () => {
  it("is a form with grant, client, secret and audience, and the token goes to the API as a bearer", async () => {
    const { get, identity, cluster } = await setUp(() => token());
    await get();
    const [asked] = identity.asked;
    expect(asked).toMatchObject({ method: "POST", path: "/oauth/token" });
    expect(asked?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
      grant_type: "client_credentials",
      client_id: "my client",
      client_secret: SECRET,
      audience: "operate.camunda.io",
    });
    expect(cluster.asked[0]?.headers.authorization).toBe("Bearer token-1");
  });

  it("sends the scope where there is one, and no audience where there is none", async () => {
    const { get, identity } = await setUp(() => token(), { audience: {}, scope: "camunda/.default" });
    await get();
    const form = new URLSearchParams(identity.asked[0]?.body);
    expect(form.get("scope")).toBe("camunda/.default");
    expect(form.has("audience")).toBe(false);
  });

  it("is made once for all calls, until the token ends", async () => {
    const { get, identity, clock } = await setUp((login) => token(`token-${login}`));
    await Promise.all(Array.from({ length: 50 }, get));
    await get();
    expect(identity.asked).toHaveLength(1);
    clock.pass(300_000);
    await get();
    expect(identity.asked).toHaveLength(2);
  });

  it("takes each audience's token for itself: a refusal of one leaves the other alone", async () => {
    const identity = await serve(({ body }) => token(`for-${new URLSearchParams(body).get("audience")}`));
    const cluster = await serve(({ headers }) =>
      headers.authorization === "Bearer for-operate.camunda.io" ? json({}, 401) : json({}),
    );
    const login = settings(identity.url);
    const tokens = new Map();
    const v1 = rig(login, cluster.url, wire(), { tokens });
    const v2 = rig(login, cluster.url, wire(), { tokens, generation: "v2" });
    const refused = await failureOf(v1.send(call(cluster.url, "/v1/x")));
    expect(refused.next).toContain("CAMUNDA_OPERATE_OAUTH_AUDIENCE");
    expect((await v2.send(call(cluster.url, "/v2/x"))).status).toBe(200);
  });

  it("shares one token between APIs that take the same audience", async () => {
    const identity = await serve(() => token());
    const cluster = await serve(() => json({}));
    const login = settings(identity.url, { audience: { v1: "one", v2: "one" } });
    const tokens = new Map();
    for (const generation of ["v1", "v2"] as const)
      await rig(login, cluster.url, wire(), { tokens, generation }).send(call(cluster.url, "/x"));
    expect(identity.asked).toHaveLength(1);
  });
});

describe("a refused client", () => {
  it.each([
    [401, { error: "invalid_client", error_description: "Invalid client or Invalid client credentials" }],
    [401, { error: "access_denied", error_description: "Unauthorized" }],
    [400, { error: "unauthorized_client" }],
    [403, { error: "access_denied" }],
  ])("is AUTH_REJECTED (%i %o), named with its settings, and asked about once in 30 s", async (status, body) => {
    const { get, identity, cluster, clock, events } = await setUp(() => json(body, status));
    const failures = await Promise.all(Array.from({ length: 100 }, () => failureOf(get())));
    const [first] = failures;
    expect(first).toMatchObject({ code: "AUTH_REJECTED", facts: { status, detail: body.error } });
    expect(first?.next).toMatch(/CAMUNDA_CLIENT_ID.*CAMUNDA_CLIENT_SECRET/);
    expect(first?.message).toContain("30 s");
    expect(new Set(failures.map(({ message }) => message)).size).toBe(1);
    clock.pass(29_000);
    expect((await failureOf(get())).message).toContain("1 s");
    expect(identity.asked).toHaveLength(1);
    expect(cluster.asked).toHaveLength(0);
    expect(events.map(({ event }) => event)).toEqual(["login_failed"]);
  });

  it("names the scope or the audience where the answer is about them", async () => {
    const scope = await setUp(() => json({ error: "invalid_scope" }, 400));
    expect((await failureOf(scope.get())).next).toContain("CAMUNDA_TOKEN_SCOPE");
    const audience = await setUp(() => json({ error: "access_denied" }, 403));
    expect((await failureOf(audience.get())).next).toContain("CAMUNDA_OPERATE_OAUTH_AUDIENCE");
  });

  it("works again when the secret was put right and the time is over", async () => {
    const { get, clock } = await setUp((login) => (login === 1 ? json({ error: "invalid_client" }, 401) : token()));
    await failureOf(get());
    clock.pass(30_000);
    expect((await get()).status).toBe(200);
  });

  it("shows no error code that does not read like one", async () => {
    const { get } = await setUp(() => json({ error: `ignore all ${SECRET}` }, 401));
    expect((await failureOf(get())).facts.detail).toBeUndefined();
  });
});

describe("an identity server in trouble", () => {
  it("is asked up to three times", async () => {
    const { get, identity, clock } = await setUp((login) => (login < 3 ? { status: 503 } : token()));
    expect((await get()).status).toBe(200);
    expect(identity.asked).toHaveLength(3);
    expect(clock.sleeps).toEqual([375, 750]);
  });

  it("is asked more slowly where it is Camunda's cloud", async () => {
    const { get, clock } = await setUp((login) => (login < 2 ? { status: 429 } : token()), { saas: true });
    await get();
    expect(clock.sleeps).toEqual([1500]);
  });

  it("is AUTH_UNAVAILABLE with its origin after that, and asked again by the next call", async () => {
    const { get, identity } = await setUp((login) => (login < 4 ? { status: 503 } : token()));
    const failure = await failureOf(get());
    expect(failure).toMatchObject({ code: "AUTH_UNAVAILABLE", facts: { origin: identity.url.origin, status: 503 } });
    expect(failure.message).toContain(identity.url.origin);
    expect((await get()).status).toBe(200);
  });

  it("is waited for as long as it asks, when that is short", async () => {
    const { get, clock } = await setUp((login) =>
      login === 1 ? { status: 429, headers: { "retry-after": "2" } } : token(),
    );
    await get();
    expect(clock.sleeps).toEqual([2000]);
  });

  it("is RATE_LIMITED and left alone for 5 min when it asks for an hour", async () => {
    const { get, identity, clock } = await setUp(() => ({ status: 429, headers: { "retry-after": "3600" } }));
    const failure = await failureOf(get());
    expect(failure.code).toBe("RATE_LIMITED");
    expect(failure.message).toContain("3600 s");
    clock.pass(299_000);
    expect((await failureOf(get())).code).toBe("RATE_LIMITED");
    expect(identity.asked).toHaveLength(1);
    clock.pass(1_000);
    await failureOf(get());
    expect(identity.asked).toHaveLength(2);
  });

  it("is AUTH_UNAVAILABLE when nothing listens there", async () => {
    const cluster = await serve(() => json({}));
    const { send } = rig(settings(new URL("http://127.0.0.1:1/token")), cluster.url, wire());
    const failure = await failureOf(send(call(cluster.url, "/v1/x")));
    expect(failure).toMatchObject({ code: "AUTH_UNAVAILABLE", facts: { origin: "http://127.0.0.1:1" } });
    expect(failure.next).toContain("CAMUNDA_OAUTH_URL");
    expect(cluster.asked).toEqual([]);
  });

  it("is AUTH_UNAVAILABLE after 20 s when it does not answer", async () => {
    const clock = manualClock();
    const send = () => new Promise<never>(() => undefined);
    const base = new URL("http://127.0.0.1:1");
    const failure = failureOf(rig(settings(base), base, send, { clock }).send(call(base, "/v1/x")));
    await clock.advance(19_999);
    expect(clock.pending()).not.toEqual([]);
    await clock.advance(1);
    expect(await failure).toMatchObject({ code: "AUTH_UNAVAILABLE" });
  });

  it("is taken to be starting when its path is not there yet", async () => {
    const { get } = await setUp((login) => (login === 1 ? { status: 404 } : token()));
    expect((await failureOf(get())).code).toBe("AUTH_UNAVAILABLE");
    expect((await get()).status).toBe(200);
  });
});

describe("answers that hold no token", () => {
  const html = { headers: { "content-type": "text/html" }, body: "<html>hello</html>" };
  it.each<[string, Reply, number]>([
    ["a web page", html, 2],
    ["JSON cut short", { headers: { "content-type": "application/json" }, body: '{"access_token":"abc' }, 2],
    ["no token", json({ token_type: "Bearer" }), 1],
    ["an empty token", token(""), 1],
    ["a token with a line break", token("abc\r\nx-evil: 1"), 1],
    ["a token of 20 KB", token("a".repeat(20_000)), 1],
    ["another type of token", json({ access_token: "abcdefgh", token_type: "DPoP" }), 1],
    ["100 KB", json({ access_token: "abcdefgh", filling: "a".repeat(100_000) }), 1],
    ["a list", json(["abcdefgh"]), 1],
  ])("are AUTH_UNAVAILABLE: %s", async (_, answer, requests) => {
    const { get, identity, cluster } = await setUp(() => answer);
    const failure = await failureOf(get());
    expect(failure.code).toBe("AUTH_UNAVAILABLE");
    expect(failure.message).toContain("unusable");
    expect(failure.message).not.toContain("abc");
    expect(identity.asked).toHaveLength(requests);
    expect(cluster.asked).toEqual([]);
  });
});

describe("a token request that is sent elsewhere", () => {
  it.each([301, 302, 307, 308])("is CONFIG, and the secret goes nowhere (%i)", async (status) => {
    const other = await serve(() => token());
    const { get } = await setUp(() => ({ status, headers: { location: new URL("/token", other.url).href } }));
    const failure = await failureOf(get());
    expect(failure.code).toBe("CONFIG");
    expect(failure.next).toContain("CAMUNDA_OAUTH_URL");
    expect(other.asked).toEqual([]);
  });
});

describe("a token that Camunda refuses", () => {
  it("is renewed once, for a write as well", async () => {
    const { send, identity, cluster } = await setUp(
      (login) => token(`token-${login}`),
      {},
      ({ headers }) => (headers.authorization === "Bearer token-1" ? json({ message: "" }, 401) : json({ ok: true })),
    );
    const answer = await send(call(cluster.url, "/v1/process-instances/1", { method: "DELETE", repeatable: false }));
    expect(answer.status).toBe(200);
    expect(identity.asked).toHaveLength(2);
    expect(cluster.asked.map(({ method }) => method)).toEqual(["DELETE", "DELETE"]);
  });

  it("is AUTH_REJECTED when the next one is refused, too, and at most two tokens are asked for in 10 s", async () => {
    const { get, identity, cluster, clock } = await setUp(
      (login) => token(`token-${login}`),
      {},
      () => json({ message: "" }, 401),
    );
    const failure = await failureOf(get());
    expect(failure.code).toBe("AUTH_REJECTED");
    expect(failure.message).toContain("the identity server gave a token, but Camunda refused it (401)");
    expect(failure.next).toContain("CAMUNDA_OPERATE_OAUTH_AUDIENCE");
    clock.pass(9_000);
    await failureOf(get());
    expect(identity.asked).toHaveLength(2);
    expect(cluster.asked).toHaveLength(2);
    clock.pass(1_000);
    await failureOf(get());
    expect(identity.asked).toHaveLength(3);
  });

  it("is never renewed for a 403", async () => {
    const { get, identity } = await setUp(
      () => token(),
      {},
      () => json({ error: "Forbidden" }, 403),
    );
    expect((await get()).status).toBe(403);
    expect(identity.asked).toHaveLength(1);
  });

  it("is taken as refused when the cluster sends to its login page, whose redirect is then returned", async () => {
    const { get, identity, cluster } = await setUp(
      (login) => token(`token-${login}`),
      {},
      () => ({
        status: 302,
        headers: { location: "/operate/api/login" },
      }),
    );
    expect((await get()).status).toBe(302);
    expect([identity.asked.length, cluster.asked.length]).toEqual([2, 2]);
    await get();
    expect([identity.asked.length, cluster.asked.length]).toEqual([2, 3]);
  });

  it("never comes with a cookie, whatever the cluster sets", async () => {
    const { get, cluster } = await setUp(
      () => token(),
      {},
      () => ({
        ...json({}),
        headers: { "set-cookie": "camunda-session=1; Path=/", "x-csrf-token": "token" },
      }),
    );
    await get();
    await get();
    expect(cluster.asked).toHaveLength(2);
    for (const { headers } of cluster.asked) {
      expect(headers.cookie).toBeUndefined();
      expect(headers["x-csrf-token"]).toBeUndefined();
    }
  });
});

describe("who it is", () => {
  it("is told by the settings and by the token", async () => {
    const value = jwt({ azp: "my-client", permissions: ["read"] });
    const { auth, get } = await setUp(() => token(value));
    expect(auth).toMatchObject({ strategy: "OAUTH", principal: "my client" });
    expect(auth.claims()).toBeUndefined();
    await get();
    expect(auth.claims()).toEqual({ azp: "my-client", permissions: ["read"] });
  });

  it("is not told by a token that cannot be read", async () => {
    const { auth, get } = await setUp(() => token("opaque.token.indeed"));
    await get();
    expect(auth.claims()).toBeUndefined();
  });

  it("keeps the secret and every token out of texts", async () => {
    const { get, secrets } = await setUp(() => token("token-of-today"));
    await get();
    expect(secrets.redact(`${SECRET} and token-of-today`)).toBe("*** and ***");
  });
});
