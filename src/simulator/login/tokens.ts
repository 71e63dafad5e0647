import type { Clock } from "../../clock.ts";
import type { Json } from "../json.ts";
import type { Random } from "../random.ts";
import { bearerToken, type Received } from "../received.ts";

/** What a token says of its owner. */
export interface Token {
  readonly client: string;
  readonly audience: string;
  /** Wall clock, milliseconds since 1970. */
  readonly expires: number;
}

/** The tokens a token endpoint has given out. */
export interface Tokens {
  /** Makes a token (a JWT with a signature of random bytes) for a client. */
  issue(client: string, audience: string): string;
  /** The token a request carries, when it was issued here, has not expired and was not revoked. */
  of(request: Received): Token | undefined;
  revokeAll(): void;
}

/** Opens the book of tokens; `life` in seconds, `issuer` is the address the tokens name. */
export const openTokens = (options: {
  readonly life: number;
  readonly issuer: () => string;
  readonly clock: Clock;
  readonly random: Random;
}): Tokens => {
  const { life, issuer, clock, random } = options;
  const tokens = new Map<string, Token>();
  return {
    issue: (client, audience) => {
      const issued = Math.floor(clock.wall() / 1000);
      const claims = {
        iss: issuer(),
        sub: client,
        aud: audience,
        iat: issued,
        exp: issued + life,
        azp: client,
        client_id: client,
        jti: random(12).toString("hex"),
      };
      const head = encode({ alg: "RS256", typ: "JWT", kid: "sample" });
      const token = `${head}.${encode(claims)}.${random(256).toString("base64url")}`;
      tokens.set(token, { client, audience, expires: (issued + life) * 1000 });
      return token;
    },
    of: (request) => {
      const token = tokens.get(bearerToken(request) ?? "");
      return token !== undefined && token.expires > clock.wall() ? token : undefined;
    },
    revokeAll: () => tokens.clear(),
  };
};

const encode = (value: Json): string => Buffer.from(JSON.stringify(value)).toString("base64url");
