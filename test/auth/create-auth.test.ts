import { describe, expect, it } from "vitest";
import { bounded } from "../../src/bounded.ts";
import type { Login } from "../../src/config/config.ts";
import { credentials } from "../../src/http/credentials.ts";
import { json, serve, wire } from "./local-server.ts";
import { call, failureOf, rig } from "./rig.ts";

const BASIC: Login = { strategy: "BASIC", username: "zoë", password: "pass:word-é" };
const BEARER: Login = { strategy: "BEARER", token: "ready-made-token" };
const NONE: Login = { strategy: "NONE" };

const setUp = async (login: Login, status = 200) => {
  const state = { status };
  const { url, asked } = await serve(() => json({ message: "" }, state.status));
  const made = rig(login, url, wire());
  return { ...made, url, asked, state, get: () => made.send(call(url, "/v1/x")) };
};

describe("Basic", () => {
  it("sends user name and password in UTF-8 with every request", async () => {
    const { get, asked, auth } = await setUp(BASIC);
    await get();
    const [scheme, credential] = (asked[0]?.headers.authorization ?? "").split(" ");
    expect(scheme).toBe("Basic");
    expect(Buffer.from(credential ?? "", "base64").toString("utf8")).toBe("zoë:pass:word-é");
    expect(auth).toMatchObject({ strategy: "BASIC", principal: "zoë" });
  });

  it("tries a refused password once in 30 s, then more rarely", async () => {
    const { get, asked, clock } = await setUp(BASIC, 401);
    const failure = await failureOf(get());
    expect(failure).toMatchObject({ code: "AUTH_REJECTED", facts: { status: 401, retryAfterSeconds: 30 } });
    expect(failure.next).toMatch(/CAMUNDA_BASIC_AUTH_USERNAME and CAMUNDA_BASIC_AUTH_PASSWORD/);
    for (let more = 0; more < 5; more++) await failureOf(get());
    expect(asked).toHaveLength(1);
    clock.pass(30_000);
    expect((await failureOf(get())).facts.retryAfterSeconds).toBe(60);
    expect(asked).toHaveLength(2);
  });

  it("stops when it was taken before and is refused twice in a row, and nothing more of what waits is sent", async () => {
    const { auth, url, asked, state, clock } = await setUp(BASIC);
    const send = credentials(auth, bounded({ what: "requests", atOnce: 2, waiting: 200 }))(wire());
    const get = () => send(call(url, "/v2/x"));
    await get();
    state.status = 401;
    const all = await Promise.allSettled(Array.from({ length: 100 }, get));
    expect(all.every(({ status }) => status === "rejected")).toBe(true);
    expect(await failureOf(get())).toMatchObject({ code: "AUTH_REJECTED", facts: { retryAfterSeconds: 30 } });
    // Two are under way at a time; the last one is the question whether the password is still good.
    expect(asked).toHaveLength(1 + 2 + 1);
    clock.pass(30_000);
    state.status = 200;
    expect((await get()).status).toBe(200);
    state.status = 401;
    expect((await failureOf(get())).facts.retryAfterSeconds).toBe(30);
  });

  it("says so where a web page refused it, which is rarely Camunda's", async () => {
    const { url } = await serve(() => ({ status: 401, headers: { "content-type": "text/html" }, body: "<h1>No</h1>" }));
    const failure = await failureOf(rig(BASIC, url, wire()).send(call(url, "/v2/x")));
    expect(failure).toMatchObject({ code: "AUTH_REJECTED", facts: { status: 401 } });
    expect(failure.message).toMatch(/^a web page, .* in front of Camunda, refused .*\(401\)/);
    expect(failure.next).toMatch(/^check whether the address is .*CAMUNDA_BASIC_AUTH_USERNAME/);
  });

  it("works again when the password was put right", async () => {
    const { get, state, clock } = await setUp(BASIC, 401);
    await failureOf(get());
    state.status = 200;
    clock.pass(30_000);
    expect((await get()).status).toBe(200);
    clock.pass(61_000);
    state.status = 401;
    expect((await failureOf(get())).facts.retryAfterSeconds).toBe(30);
  });

  it("keeps the password out of texts, also as it stands in the header", async () => {
    const { secrets } = await setUp(BASIC);
    const header = Buffer.from("zoë:pass:word-é").toString("base64");
    const { get } = await setUp(BASIC);
    await get();
    expect(secrets.redact(`pass:word-é Basic ${header}`)).toBe("*** Basic ***");
  });
});

describe("a ready bearer token", () => {
  it("is sent as it is", async () => {
    const { get, asked, auth, secrets } = await setUp(BEARER);
    await get();
    expect(asked[0]?.headers.authorization).toBe("Bearer ready-made-token");
    expect(auth.strategy).toBe("BEARER");
    expect(auth.principal).toBeUndefined();
    expect(secrets.redact("ready-made-token")).toBe("***");
  });

  it("is AUTH_REJECTED with its setting when it is refused, and sent once", async () => {
    const { get, asked } = await setUp(BEARER, 401);
    const failure = await failureOf(get());
    expect(failure.code).toBe("AUTH_REJECTED");
    expect(failure.next).toContain("CAMUNDA_OAUTH_TOKEN");
    await failureOf(get());
    expect(asked).toHaveLength(1);
  });

  it("tells what it claims", async () => {
    const payload = Buffer.from('{"sub":"me"}').toString("base64url");
    const { get, auth } = await setUp({ strategy: "BEARER", token: `e30.${payload}.c2ln` });
    await get();
    expect(auth.claims()).toEqual({ sub: "me" });
  });
});

describe("no login", () => {
  it("sends no credential", async () => {
    const { get, asked, auth } = await setUp(NONE);
    await get();
    expect(asked[0]?.headers).not.toHaveProperty("authorization");
    expect(asked[0]?.headers).not.toHaveProperty("cookie");
    expect([auth.strategy, auth.claims()]).toEqual(["NONE", undefined]);
  });

  it("says that the cluster wants a login and which settings there are, and blocks nothing", async () => {
    const { get, asked, state } = await setUp(NONE, 401);
    const failure = await failureOf(get());
    expect(failure).toMatchObject({ code: "CONFIG", facts: { status: 401 } });
    for (const variable of ["CAMUNDA_CLIENT_ID", "CAMUNDA_BASIC_AUTH_USERNAME", "CAMUNDA_COOKIE_AUTH_USERNAME"])
      expect(failure.next).toContain(variable);
    state.status = 200;
    expect((await get()).status).toBe(200);
    expect(asked).toHaveLength(2);
  });
});

describe("every credential", () => {
  it.each([BASIC, BEARER])("stays with the origin of the base ($strategy)", async (login) => {
    const other = await serve(() => json({}));
    const { send } = await setUp(login);
    expect((await failureOf(send(call(other.url, "/v1/x")))).code).toBe("INTERNAL");
    expect(other.asked).toEqual([]);
  });
});
