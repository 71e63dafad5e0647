import { describe, expect, it } from "vitest";
import { manualClock } from "../support/manual-clock.ts";
import { oauthSettings, setUpIdentity, token } from "./identity-rig.ts";
import { json, type Reply, serve, wire } from "./local-server.ts";
import { call, failureOf, reply, rig } from "./rig.ts";

describe("an identity server in trouble", () => {
  it("is asked up to three times", async () => {
    const { get, identity, clock } = await setUpIdentity((login) => (login < 3 ? { status: 503 } : token()));
    expect((await get()).status).toBe(200);
    expect(identity.asked).toHaveLength(3);
    expect(clock.sleeps).toEqual([375, 750]);
  });

  it("is asked more slowly where it is Camunda's cloud", async () => {
    const { get, clock } = await setUpIdentity((login) => (login < 2 ? { status: 429 } : token()), { saas: true });
    await get();
    expect(clock.sleeps).toEqual([1500]);
  });

  it("is AUTH_UNAVAILABLE with its origin after that, and asked again by the next call", async () => {
    const { get, identity } = await setUpIdentity((login) => (login < 4 ? { status: 503 } : token()));
    const failure = await failureOf(get());
    expect(failure).toMatchObject({ code: "AUTH_UNAVAILABLE", facts: { origin: identity.url.origin, status: 503 } });
    expect(failure.message).toContain(identity.url.origin);
    expect((await get()).status).toBe(200);
  });

  it("is waited for as long as it asks, when that is short", async () => {
    const { get, clock } = await setUpIdentity((login) =>
      login === 1 ? { status: 429, headers: { "retry-after": "2" } } : token(),
    );
    await get();
    expect(clock.sleeps).toEqual([2000]);
  });

  it("is RATE_LIMITED and left alone for 5 min when it asks for an hour", async () => {
    const { get, identity, clock } = await setUpIdentity(() => ({ status: 429, headers: { "retry-after": "3600" } }));
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
    const { send } = rig(oauthSettings(new URL("http://127.0.0.1:1/token")), cluster.url, wire());
    const failure = await failureOf(send(call(cluster.url, "/v1/x")));
    expect(failure).toMatchObject({ code: "AUTH_UNAVAILABLE", facts: { origin: "http://127.0.0.1:1" } });
    expect(failure.next).toContain("CAMUNDA_OAUTH_URL");
    expect(cluster.asked).toEqual([]);
  });

  it.each([408, 425, 500])("is AUTH_UNAVAILABLE when it goes on to answer %i", async (status) => {
    const { get } = await setUpIdentity(() => ({ status }));
    expect(await failureOf(get())).toMatchObject({ code: "AUTH_UNAVAILABLE", facts: { status } });
  });

  it("is asked again when one try takes more than 10 s, and leaves no timer behind", async () => {
    const clock = manualClock();
    const base = new URL("http://127.0.0.1:1");
    let tries = 0;
    const answer = reply(200, '{"access_token":"token-of-the-second-try","expires_in":300}');
    const made = rig(
      oauthSettings(new URL("/token", base)),
      base,
      ({ url, signal }) => {
        if (url.pathname !== "/token") return Promise.resolve(reply(200, "{}"));
        if (++tries > 1) return Promise.resolve(answer);
        return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      },
      { clock },
    );
    const sent = made.send(call(base, "/v1/x"));
    await clock.advance(9_999);
    expect(tries).toBe(1);
    await clock.advance(1_000);
    expect((await sent).status).toBe(200);
    expect(tries).toBe(2);
    expect(clock.pending()).toEqual([]);
  });

  it("is AUTH_UNAVAILABLE after 20 s when it does not answer", async () => {
    const clock = manualClock();
    const send = () => new Promise<never>(() => undefined);
    const base = new URL("http://127.0.0.1:1");
    const failure = failureOf(rig(oauthSettings(base), base, send, { clock }).send(call(base, "/v1/x")));
    await clock.advance(19_999);
    expect(clock.pending()).not.toEqual([]);
    await clock.advance(1);
    expect(await failure).toMatchObject({ code: "AUTH_UNAVAILABLE" });
  });

  it("is taken to be starting when its path is not there yet", async () => {
    const { get } = await setUpIdentity((login) => (login === 1 ? { status: 404 } : token()));
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
    const { get, identity, cluster } = await setUpIdentity(() => answer);
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
    const { get } = await setUpIdentity(() => ({ status, headers: { location: new URL("/token", other.url).href } }));
    const failure = await failureOf(get());
    expect(failure.code).toBe("CONFIG");
    expect(failure.next).toContain("CAMUNDA_OAUTH_URL");
    expect(other.asked).toEqual([]);
  });
});
