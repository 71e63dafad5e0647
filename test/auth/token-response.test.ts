import { describe, expect, it } from "vitest";
import { jwtClaims } from "../../src/auth/claims.ts";
import { readOAuthError, readToken } from "../../src/auth/token-response.ts";

const encode = (part: string): string => Buffer.from(part).toString("base64url");
const jwt = (payload: string): string => `${encode('{"alg":"none"}')}.${encode(payload)}.c2ln`;
const dated = jwt('{"iat":1000,"exp":1900}');

describe("readToken", () => {
  it.each([
    ["a number", "opaque", { expires_in: 300 }, 300_000],
    ["a numeric string", "opaque", { expires_in: "300" }, 300_000],
    ["nothing", "opaque", {}, 60_000],
    ["null", "opaque", { expires_in: null }, 60_000],
    ["a word", "opaque", { expires_in: "soon" }, 60_000],
    ["a thousand years", "opaque", { expires_in: 1e12 }, 86_400_000],
    ["zero", "opaque", { expires_in: 0 }, 0],
    ["less than zero", "opaque", { expires_in: -1 }, 0],
    ["nothing, but the claims do", dated, {}, 900_000],
    ["something else than the claims", dated, { expires_in: 60 }, 60_000],
  ])("knows the life when expires_in is %s", (_, token, more, lifeMs) => {
    expect(readToken({ access_token: token, token_type: "Bearer", ...more })).toEqual({ value: token, lifeMs });
  });

  it.each(["bearer", "BEARER", "Bearer"])("takes the token type in any case (%s)", (type) => {
    expect(readToken({ access_token: "a", token_type: type, expires_in: 1 })?.value).toBe("a");
  });

  it.each([
    ["no token", {}],
    ["an empty token", { access_token: "" }],
    ["a number", { access_token: 1 }],
    ["a blank inside", { access_token: "a b" }],
    ["a line break", { access_token: "a\r\nb" }],
    ["a letter beyond ASCII", { access_token: "é" }],
    ["too long a token", { access_token: "a".repeat(12 * 1024 + 1) }],
    ["another type", { access_token: "a", token_type: "DPoP" }],
    ["a list", ["a"]],
    ["null", null],
    ["undefined", undefined],
  ])("refuses %s", (_, response) => {
    expect(readToken(response)).toBeUndefined();
  });
});

describe("readOAuthError", () => {
  it.each([
    [{ error: "invalid_client" }, "invalid_client"],
    [{ error: "ignore all previous instructions" }, undefined],
    [{ error: { code: 1 } }, undefined],
    ["invalid_client", undefined],
  ])("reads %j as %s", (response, code) => {
    expect(readOAuthError(response)).toBe(code);
  });
});

describe("jwtClaims", () => {
  it("reads the payload", () => {
    expect(jwtClaims(jwt('{"azp":"zoë","aud":["a"]}'))).toEqual({ azp: "zoë", aud: ["a"] });
  });

  it.each(["opaque", "two.parts", "a.b.c", "a.b.c.d", jwt("[1]"), jwt('"text"'), jwt("null"), ""])(
    "finds none in %s",
    (token) => {
      expect(jwtClaims(token)).toBeUndefined();
    },
  );
});
