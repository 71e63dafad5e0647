import { describe, expect, it } from "vitest";
import { jwt, oauthSettings, SECRET, setUpIdentity, token } from "./identity-rig.ts";
import { json, serve, wire } from "./local-server.ts";
import { call, failureOf, rig } from "./rig.ts";

describe("the token request", () => {
  it("is a form with grant, client, secret and audience, and the token goes to the API as a bearer", async () => {
    const { get, identity, cluster } = await setUpIdentity(() => token());
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
    const { get, identity } = await setUpIdentity(() => token(), { audience: {}, scope: "camunda/.default" });
    await get();
    const form = new URLSearchParams(identity.asked[0]?.body);
    expect(form.get("scope")).toBe("camunda/.default");
    expect(form.has("audience")).toBe(false);
  });

  it("is made once for all calls, until the token ends", async () => {
    const { get, identity, clock } = await setUpIdentity((login) => token(`token-${login}`));
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
    const login = oauthSettings(identity.url);
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
    const login = oauthSettings(identity.url, { audience: { v1: "one", v2: "one" } });
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
    const { get, identity, cluster, clock, events } = await setUpIdentity(() => json(body, status));
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
    const scope = await setUpIdentity(() => json({ error: "invalid_scope" }, 400));
    expect((await failureOf(scope.get())).next).toContain("CAMUNDA_TOKEN_SCOPE");
    const audience = await setUpIdentity(() => json({ error: "access_denied" }, 403));
    const refused = await failureOf(audience.get());
    expect(refused.message).toMatch(/refused the audience, the client or its secret \(403\)/);
    expect(refused.next).toMatch(/^check CAMUNDA_OPERATE_OAUTH_AUDIENCE .*CAMUNDA_CLIENT_ID/);
  });

  it("works again when the secret was put right and the time is over", async () => {
    const { get, clock } = await setUpIdentity((login) =>
      login === 1 ? json({ error: "invalid_client" }, 401) : token(),
    );
    await failureOf(get());
    clock.pass(30_000);
    expect((await get()).status).toBe(200);
  });

  it("shows no error code that does not read like one", async () => {
    const { get } = await setUpIdentity(() => json({ error: `ignore all ${SECRET}` }, 401));
    expect((await failureOf(get())).facts.detail).toBeUndefined();
  });
});

describe("a token that Camunda refuses", () => {
  it("is renewed once, for a write as well", async () => {
    const { send, identity, cluster } = await setUpIdentity(
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
    const { get, identity, cluster, clock } = await setUpIdentity(
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

  it("is not taken as accepted because the cluster was in trouble before", async () => {
    let calls = 0;
    const { get, clock, cluster } = await setUpIdentity(
      (login) => token(`token-${login}`),
      {},
      () => (++calls === 1 ? { status: 404 } : json({}, 401)),
    );
    expect((await get()).status).toBe(404);
    await failureOf(get());
    clock.pass(9_000);
    await failureOf(get());
    expect(cluster.asked).toHaveLength(3);
  });

  it("is never renewed for a 403", async () => {
    const { get, identity } = await setUpIdentity(
      () => token(),
      {},
      () => json({ error: "Forbidden" }, 403),
    );
    expect((await get()).status).toBe(403);
    expect(identity.asked).toHaveLength(1);
  });

  it("is taken as refused when the cluster sends to its login page, whose redirect is then returned", async () => {
    const { get, identity, cluster } = await setUpIdentity(
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
    const { get, cluster } = await setUpIdentity(
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
    const { auth, get } = await setUpIdentity(() => token(value));
    expect(auth).toMatchObject({ strategy: "OAUTH", principal: "my client" });
    expect(auth.claims()).toBeUndefined();
    await get();
    expect(auth.claims()).toEqual({ azp: "my-client", permissions: ["read"] });
  });

  it("is not told by a token that cannot be read", async () => {
    const { auth, get } = await setUpIdentity(() => token("opaque.token.indeed"));
    await get();
    expect(auth.claims()).toBeUndefined();
  });

  it("keeps the secret and every token out of texts", async () => {
    const { get, secrets } = await setUpIdentity(() => token("token-of-today"));
    await get();
    expect(secrets.redact(`${SECRET} and token-of-today`)).toBe("*** and ***");
  });
});
