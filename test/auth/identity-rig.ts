import type { Login } from "../../src/config/config.ts";
import { type Asked, json, type Reply, serve, wire } from "./local-server.ts";
import { call, rig } from "./rig.ts";

type OAuth = Extract<Login, { strategy: "OAUTH" }>;

/** The client secret of `oauthSettings`. */
export const SECRET = 's3cret&=+%" é';
/** The settings of a client. */
export const oauthSettings = (tokenUrl: URL, change: Partial<OAuth> = {}): OAuth => ({
  strategy: "OAUTH",
  tokenUrl,
  clientId: "my client",
  clientSecret: SECRET,
  audience: { v1: "operate.camunda.io", v2: "zeebe.camunda.io" },
  saas: false,
  ...change,
});

/** A token response. */
export const token = (value = "token-1", more: object = { expires_in: 300 }): Reply =>
  json({ access_token: value, token_type: "Bearer", ...more });

/** A JWT with these claims. */
export const jwt = (claims: object): string =>
  ["{}", JSON.stringify(claims), "signature"].map((part) => Buffer.from(part).toString("base64url")).join(".");

/** A token server that answers by `script`, and the API beside it. */
export const setUpIdentity = async (
  script: (login: number, asked: Asked) => Reply | Promise<Reply>,
  change: Partial<OAuth> = {},
  api: (asked: Asked) => Reply = () => json({ ok: true }),
) => {
  let logins = 0;
  const identity = await serve((asked) => script(++logins, asked));
  const cluster = await serve(api);
  const tokenUrl = new URL("/oauth/token", identity.url);
  const made = rig(oauthSettings(tokenUrl, change), cluster.url, wire());
  const get = () => made.send(call(cluster.url, "/v1/process-definitions/1"));
  return { ...made, identity, cluster, tokenUrl, get };
};
