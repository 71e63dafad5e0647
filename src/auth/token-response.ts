import { isObject } from "../narrow.ts";
import { jwtClaims } from "./claims.ts";
import type { Fetched } from "./session.ts";

/** Printable, without blanks, and small enough for a header line. */
const TOKEN = /^[\x21-\x7e]{1,12288}$/;
const UNSAID_MS = 60_000;
const LONGEST_MS = 24 * 60 * 60 * 1000;

const seconds = (value: unknown): number => {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
};

const lifeMs = (token: string, expiresIn: unknown): number => {
  const said = seconds(expiresIn);
  const { exp, iat } = jwtClaims(token) ?? {};
  const life = (Number.isNaN(said) ? seconds(exp) - seconds(iat) : said) * 1000;
  return Number.isNaN(life) ? UNSAID_MS : Math.min(LONGEST_MS, Math.max(0, life));
};

/**
 * The token of a token response (RFC 6749, section 5.1) and its life in milliseconds: `expires_in`, else from the claims,
 * else a minute; a day at most. Undefined when the response holds no token that could be sent.
 */
export const readToken = (response: unknown): Fetched<string> | undefined => {
  if (!isObject(response)) return undefined;
  const { access_token: token, token_type: type = "bearer", expires_in: expiresIn } = response;
  if (typeof token !== "string" || !TOKEN.test(token)) return undefined;
  if (typeof type !== "string" || type.toLowerCase() !== "bearer") return undefined;
  return { value: token, lifeMs: lifeMs(token, expiresIn) };
};

/** The `error` code of a token error response (RFC 6749, section 5.2), if it has one that reads like a code. */
export const readOAuthError = (response: unknown): string | undefined => {
  if (!isObject(response)) return undefined;
  const { error } = response;
  return typeof error === "string" && /^[a-zA-Z_]{1,40}$/.test(error) ? error : undefined;
};
