import { generateKeyPairSync } from "node:crypto";
import type { RequestListener } from "node:http";
import { Provider } from "oidc-provider";
import { describe, expect, it } from "vitest";
import type { Login } from "../../src/config/config.ts";
import { json, listen, serve, wire } from "./local-server.ts";
import { call, failureOf, rig } from "./rig.ts";

const SECRET = "the-secret-of-operate-mcp";
const AUDIENCE = "operate.camunda.io";

const provider = (issuer: string, format: "jwt" | "opaque", lifeSeconds: number): Provider => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return new Provider(issuer, {
    clients: [
      {
        client_id: "operate-mcp",
        client_secret: SECRET,
        grant_types: ["client_credentials"],
        redirect_uris: [],
        response_types: [],
        token_endpoint_auth_method: "client_secret_post",
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256" }] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => `https://${AUDIENCE}`,
        getResourceServerInfo: () => ({
          scope: "",
          audience: AUDIENCE,
          accessTokenFormat: format,
          accessTokenTTL: lifeSeconds,
          jwt: { sign: { alg: "RS256" } },
        }),
      },
    },
  });
};

/** A real token server, and an API that takes only tokens which that server still knows. */
const setUp = async (format: "jwt" | "opaque" = "opaque", lifeSeconds = 300, clientSecret = SECRET) => {
  const tokenRequests: string[] = [];
  let listener: RequestListener | undefined;
  const issuer = await listen((request, response) => {
    if (request.url === "/token") tokenRequests.push(request.method ?? "");
    listener?.(request, response);
  });
  const server = provider(issuer.origin, format, lifeSeconds);
  listener = server.callback();
  const used = new Set<string>();
  const api = await serve(async ({ headers }) => {
    const token = headers.authorization?.replace("Bearer ", "") ?? "";
    used.add(token);
    return format === "jwt" || (await server.ClientCredentials.find(token)) !== undefined
      ? json({ ok: true })
      : json({ message: "" }, 401);
  });
  const login: Login = {
    strategy: "OAUTH",
    tokenUrl: new URL("/token", issuer),
    clientId: "operate-mcp",
    clientSecret,
    audience: { v1: AUDIENCE },
    saas: false,
  };
  const made = rig(login, api.url, wire(32));
  const get = () => made.send(call(api.url, "/v1/process-definitions/1"));
  const all = async (count: number) =>
    (await Promise.all(Array.from({ length: count }, get))).filter(({ status }) => status === 200).length;
  const revoke = async () => {
    for (const token of used) await (await server.ClientCredentials.find(token))?.destroy();
  };
  return { ...made, api, tokenRequests, used, get, all, revoke };
};

describe("with a real token server", () => {
  it("asks for one token for a thousand first calls at once", async () => {
    const { all, tokenRequests, used } = await setUp();
    expect(await all(1000)).toBe(1000);
    expect(tokenRequests).toEqual(["POST"]);
    expect(used.size).toBe(1);
  });

  it("asks for one token when 200 calls at once find theirs revoked", async () => {
    const { get, all, tokenRequests, revoke, api, used } = await setUp();
    await get();
    await revoke();
    const before = api.asked.length;
    expect(await all(200)).toBe(200);
    expect(tokenRequests).toHaveLength(2);
    expect(used.size).toBe(2);
    expect(api.asked.length - before).toBeLessThanOrEqual(400);
  });

  it("asks for the next token before the first has ended", async () => {
    const { get, tokenRequests, clock, used } = await setUp("opaque", 300);
    await get();
    clock.pass(289_000);
    await get();
    expect(tokenRequests).toHaveLength(2);
    clock.pass(11_000);
    await get();
    expect(used.size).toBe(2);
  });

  it("reads the claims of the token, with its audience", async () => {
    const { get, auth } = await setUp("jwt");
    await get();
    expect(auth.claims()).toMatchObject({ aud: AUDIENCE, client_id: "operate-mcp" });
  });

  it("tells a wrong secret with the code of the server, after one request for all", async () => {
    const { get, tokenRequests, api } = await setUp("opaque", 300, "wrong-secret");
    const failures = await Promise.all(Array.from({ length: 100 }, () => failureOf(get())));
    expect(new Set(failures.map(({ code }) => code))).toEqual(new Set(["AUTH_REJECTED"]));
    expect(failures[0]?.facts.detail).toBe("invalid_client");
    expect(tokenRequests).toHaveLength(1);
    expect(api.asked).toEqual([]);
  });
});
