import { isObject } from "../narrow.ts";

/** The payload of a JWT, decoded and not checked; undefined for any other token. */
export const jwtClaims = (token: string): Readonly<Record<string, unknown>> | undefined => {
  const [, payload, signature, ...rest] = token.split(".");
  if (payload === undefined || signature === undefined || rest.length > 0) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    return isObject(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
};
