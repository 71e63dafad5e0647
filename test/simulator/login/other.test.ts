import { describe, expect, it } from "vitest";
import { isObject, readJson } from "../../../src/simulator/json.ts";
import { manualClock } from "../../support/manual-clock.ts";
import { ask, cluster, objectOf, post, postForm } from "../ask.ts";

const SEARCH = "/v1/process-instances/search";
const CLIENT = {
  grant_type: "client_credentials",
  client_id: "sample-operate-client",
  client_secret: "sample-operate-secret",
};
const OPERATE = { ...CLIENT, audience: "operate.camunda.io" };

const bearer = (token: unknown): Record<string, string> => ({ authorization: `Bearer ${String(token)}` });

const claimsOf = (token: unknown) => {
  const [, payload = ""] = String(token).split(".");
  const claims = readJson(Buffer.from(payload, "base64url").toString("utf8"));
  return isObject(claims) ? claims : {};
};

describe("the token login of SaaS", () => {
  const start = async (options: Parameters<typeof cluster>[0] = {}) => {
    const started = await cluster({ login: "saas", ...options });
    return { ...started, tokenUrl: started.tokenUrl ?? "" };
  };

  it("gives a token of a day for the audience of Operate, and takes it", async () => {
    const clock = manualClock();
    const { url, tokenUrl, audience } = await start({ clock });
    expect(new URL(tokenUrl).pathname).toBe("/oauth/token");
    expect(new URL(tokenUrl).port).not.toBe(new URL(url).port);
    expect(audience).toBe("operate.camunda.io");
    const granted = await postForm(tokenUrl, OPERATE);
    expect(objectOf(granted)).toMatchObject({ token_type: "Bearer", expires_in: 86_400, scope: expect.any(String) });
    const { access_token } = objectOf(granted);
    const now = Math.floor(clock.wall() / 1000);
    expect(claimsOf(access_token)).toMatchObject({
      aud: "operate.camunda.io",
      client_id: CLIENT.client_id,
      iat: now,
      exp: now + 86_400,
      iss: tokenUrl,
    });
    expect((await post(url + SEARCH, "{}", bearer(access_token))).status).toBe(200);
  });

  it("takes a JSON body as well", async () => {
    const { tokenUrl } = await start();
    expect((await post(tokenUrl, JSON.stringify(OPERATE))).status).toBe(200);
  });

  it.each([
    ["a wrong secret", { client_secret: "wrong" }, 401, { error: "access_denied", error_description: "Unauthorized" }],
    ["a wrong client", { client_id: "wrong" }, 401, { error: "access_denied", error_description: "Unauthorized" }],
    ["an unknown audience", { audience: "operate-api" }, 403, { error: "access_denied" }],
    ["no audience", { audience: "" }, 403, { error: "access_denied" }],
    ["another grant", { grant_type: "password" }, 403, { error: "unsupported_grant_type" }],
  ])("answers %s with an error", async (_, wrong, status, body) => {
    const { tokenUrl } = await start();
    const heard = await postForm(tokenUrl, { ...OPERATE, ...wrong });
    expect(heard.status).toBe(status);
    expect(heard.body).toMatchObject(body);
  });

  it("does not take a token of another audience: each API has its own", async () => {
    const { url, tokenUrl } = await start({ version: "8.8", rateLimit: "off" });
    const engine = objectOf(await postForm(tokenUrl, { ...CLIENT, audience: "zeebe.camunda.io" }))["access_token"];
    const operate = objectOf(await postForm(tokenUrl, OPERATE))["access_token"];
    expect((await post(url + SEARCH, "{}", bearer(engine))).status).toBe(401);
    expect((await post(url + SEARCH, "{}", bearer(operate))).status).toBe(200);
    expect((await ask(`${url}/v2/topology`, "GET", { headers: bearer(engine) })).status).toBe(200);
    expect((await ask(`${url}/v2/topology`, "GET", { headers: bearer(operate) })).status).toBe(401);
  });

  it("answers 429 beyond one request a second, failed ones counted", async () => {
    const clock = manualClock();
    const { tokenUrl } = await start({ clock });
    expect((await postForm(tokenUrl, { ...OPERATE, client_secret: "wrong" })).status).toBe(401);
    expect((await postForm(tokenUrl, OPERATE)).status).toBe(429);
    await clock.advance(1000);
    expect((await postForm(tokenUrl, OPERATE)).status).toBe(200);
  });

  it("answers 403 to a POST without a token, and 401 to one with a token it does not know", async () => {
    const { url } = await start();
    expect((await post(url + SEARCH, "{}")).body).toMatchObject({ status: 403, error: "Forbidden", path: SEARCH });
    expect((await post(url + SEARCH, "{}", bearer("a.b.c"))).text).toBe('{"message":""}');
    expect((await ask(`${url}/v1/process-instances/1`)).status).toBe(401);
  });

  it("has no password login", async () => {
    const { url } = await start();
    expect((await postForm(`${url}/api/login`, { username: "demo", password: "demo" })).status).toBe(403);
  });
});

describe("the token login of Self-Managed Identity", () => {
  const start = async (options: Parameters<typeof cluster>[0] = {}) => {
    const started = await cluster({ login: "identity", ...options });
    return { ...started, tokenUrl: started.tokenUrl ?? "" };
  };

  it("gives a token of 300 seconds without being asked for an audience, as Keycloak does", async () => {
    const { url, tokenUrl } = await start();
    expect(new URL(tokenUrl).pathname).toBe("/auth/realms/camunda-platform/protocol/openid-connect/token");
    const granted = objectOf(await postForm(tokenUrl, CLIENT));
    expect(granted).toMatchObject({
      expires_in: 300,
      refresh_expires_in: 0,
      token_type: "Bearer",
      "not-before-policy": 0,
    });
    expect(claimsOf(granted["access_token"])["aud"]).toBe("operate-api");
    expect((await post(url + SEARCH, "{}", bearer(granted["access_token"]))).status).toBe(200);
  });

  it("does not take a token past its time, nor one that was revoked", async () => {
    const clock = manualClock();
    const { url, tokenUrl, revokeTokens } = await start({ clock });
    const token = async () => bearer(objectOf(await postForm(tokenUrl, CLIENT))["access_token"]);
    const first = await token();
    await clock.advance(299_000);
    expect((await post(url + SEARCH, "{}", first)).status).toBe(200);
    await clock.advance(1_000);
    expect((await post(url + SEARCH, "{}", first)).status).toBe(401);
    const second = await token();
    expect((await post(url + SEARCH, "{}", second)).status).toBe(200);
    revokeTokens();
    expect((await post(url + SEARCH, "{}", second)).status).toBe(401);
  });

  it("lives as long as it is told to", async () => {
    const { tokenUrl } = await start({ tokenLife: 7 });
    expect(objectOf(await postForm(tokenUrl, CLIENT))["expires_in"]).toBe(7);
  });

  it.each([
    ["a wrong secret", { client_secret: "no" }, 401, "invalid_client"],
    ["another grant", { grant_type: "password" }, 400, "unsupported_grant_type"],
  ])("answers %s with an error", async (_, wrong, status, error) => {
    const { tokenUrl } = await start();
    const heard = await postForm(tokenUrl, { ...CLIENT, ...wrong });
    expect([heard.status, objectOf(heard)["error"]]).toEqual([status, error]);
  });

  it("takes no JSON, answers 404 beside its path and 405 to a GET", async () => {
    const { tokenUrl } = await start();
    expect((await post(tokenUrl, JSON.stringify(CLIENT))).status).toBe(415);
    expect((await postForm(`${tokenUrl}/x`, CLIENT)).status).toBe(404);
    expect((await ask(tokenUrl)).status).toBe(405);
  });

  it("knows no user behind a client", async () => {
    const { url, tokenUrl } = await start();
    const token = bearer(objectOf(await postForm(tokenUrl, CLIENT))["access_token"]);
    const heard = await ask(`${url}/api/authentications/user`, "GET", { headers: token });
    expect(heard.body).toMatchObject({ status: 404, message: "Current user couldn't be found" });
  });
});

describe("the basic login of 8.8", () => {
  const basic = (user: string, password: string) => ({
    authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`,
  });

  it("lets in with user and password on every request, without session or CSRF value", async () => {
    const { url } = await cluster({ version: "8.8", login: "basic", credentials: { password: "a:b é" } });
    const heard = await post(url + SEARCH, "{}", basic("demo", "a:b é"));
    expect([heard.status, heard.headers["set-cookie"]]).toEqual([200, undefined]);
    const me = objectOf(await ask(`${url}/v2/authentication/me`, "GET", { headers: basic("demo", "a:b é") }));
    expect(me["username"]).toBe("demo");
  });

  it("answers 401 without asking for credentials in a header", async () => {
    const { url } = await cluster({ version: "8.8", login: "basic" });
    for (const headers of [{}, basic("demo", "wrong")]) {
      const heard = await post(url + SEARCH, "{}", headers);
      expect([heard.status, heard.headers["www-authenticate"]]).toEqual([401, undefined]);
      expect(heard.headers["content-type"]).toBe("application/problem+json");
    }
  });

  it("does not exist before 8.8", async () => {
    await expect(cluster({ version: "8.6", login: "basic" })).rejects.toMatchObject({ code: "CONFIG" });
  });
});

describe("no login", () => {
  it("lets everybody in", async () => {
    for (const version of ["8.0", "8.8"] as const) {
      const { url } = await cluster({ version, login: "none" });
      expect((await post(url + SEARCH, "{}")).status).toBe(200);
    }
  });

  it("shows the topology on 8.8", async () => {
    const { url } = await cluster({ version: "8.8", login: "none" });
    expect(objectOf(await ask(`${url}/v2/topology`))["clusterSize"]).toBe(3);
  });
});
