import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Login } from "../../src/config/config.ts";
import type { HttpResponse } from "../../src/http/http.ts";
import { call, failureOf, reply, rig } from "./rig.ts";

const base = new URL("http://operate.example");

/** Secrets as people and generators make them: long enough not to be a word of our own sentences. */
const secret = fc.oneof(
  fc.string({ unit: "grapheme-ascii", minLength: 10, maxLength: 60 }).filter((text) => text.trim().length > 9),
  // These could pass for the error code of a token server.
  fc.string({ unit: fc.constantFrom(..."abcdefXYZ_"), minLength: 10, maxLength: 40 }),
);

const logins = fc.oneof(
  secret.map((clientSecret): [Login, string] => [
    {
      strategy: "OAUTH",
      tokenUrl: new URL("https://identity.example/token"),
      clientId: "client",
      clientSecret,
      audience: { v1: "a" },
      saas: false,
    },
    clientSecret,
  ]),
  secret.map((password): [Login, string] => [{ strategy: "COOKIE", username: "demo", password }, password]),
  secret.map((password): [Login, string] => [{ strategy: "BASIC", username: "demo", password }, password]),
  secret.map((token): [Login, string] => [{ strategy: "BEARER", token }, token]),
);

/** Answers of a server that throws everything it was told back at us, with a token or a cookie among it. */
const answers = fc.record({
  status: fc.constantFrom(200, 204, 302, 400, 401, 403, 404, 415, 429, 500, 503),
  type: fc.constantFrom("application/json", "text/html"),
  token: fc.string({ unit: fc.constantFrom(..."abcdefXYZ0123456789._-"), minLength: 12, maxLength: 40 }),
});

const echo = (
  mine: string,
  login: string,
  { status, type, token }: { status: number; type: string; token: string },
): HttpResponse =>
  reply(
    status,
    JSON.stringify({ error: mine, error_description: login, message: login, access_token: token, expires_in: 60 }),
    {
      "content-type": type,
      location: `/login?error=${encodeURIComponent(login)}`,
      "set-cookie": [`OPERATE-SESSION=${token}; Path=/; Secure`, `route=${token}; Path=/`],
      "x-csrf-token": token,
    },
  );

describe("secrets", () => {
  it("are in no error and in no event, whatever the servers answer", async () => {
    let failed = 0;
    await fc.assert(
      fc.asyncProperty(logins, answers, answers, async ([login, mine], atLogin, atApi) => {
        const { send, events } = rig(login, base, async ({ url, body }) => {
          const isLogin = /login|token/.test(url.pathname);
          return echo(mine, `${mine} ${body ?? ""} ${url.search}`, isLogin ? atLogin : { ...atApi, status: 401 });
        });
        const error = await failureOf(send(call(base, "/v1/x")));
        failed++;
        const told = JSON.stringify([error.message, error.next, error.facts, String(error.cause), error.stack, events]);
        for (const secretText of [mine, encodeURIComponent(mine), atLogin.token, atApi.token]) {
          expect(told).not.toContain(secretText);
          expect(told).not.toContain(JSON.stringify(secretText).slice(1, -1));
        }
      }),
      { numRuns: 300 },
    );
    expect(failed).toBe(300);
  });
});
