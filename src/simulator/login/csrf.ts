import type { Random } from "../random.ts";

/**
 * Hides a CSRF token behind random bytes, as the header of an answer carries it: different every time, and never equal
 * to the cookie.
 */
export const mask = (token: string, random: Random): string => {
  const bytes = Buffer.from(token, "utf8");
  const noise = random(bytes.length);
  return Buffer.concat([noise, exclusiveOr(bytes, noise)]).toString("base64url");
};

/** The token behind a masked one; a token that was never masked comes out as nonsense. */
export const unmask = (masked: string): string => {
  const bytes = Buffer.from(masked, "base64url");
  const half = bytes.length / 2;
  return exclusiveOr(bytes.subarray(Math.floor(half)), bytes.subarray(0, Math.floor(half))).toString("utf8");
};

const exclusiveOr = (one: Buffer, other: Buffer): Buffer =>
  Buffer.from(one.map((byte, index) => byte ^ (other[index] ?? 0)));
