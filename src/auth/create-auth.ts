import type { Clock } from "../clock.ts";
import type { Login } from "../config/config.ts";
import type { Auth } from "../http/credentials.ts";
import type { Send } from "../http/http.ts";
import type { Secrets } from "../secrets.ts";
import { authenticate } from "./authenticate.ts";
import { basic, basicCredential } from "./basic.ts";
import { bearer } from "./bearer.ts";
import { cookie } from "./cookie.ts";
import type { Cookies } from "./cookie-jar.ts";
import { cookieLogin, loginPeer } from "./cookie-login.ts";
import { keepingToken } from "./kept-token.ts";
import type { CookieLogin, Place } from "./login-form.ts";
import { withinDeadline } from "./login-send.ts";
import { none } from "./none.ts";
import { fetchToken, identityServer, oauth } from "./oauth.ts";
import { createSession, type ObserveAuth, type Session } from "./session.ts";
import type { TokenStore } from "./token-store.ts";

/** The sessions of tokens by what was asked for, so that APIs that take the same token share one. */
export type TokenSessions = Map<string, Session<string>>;

/** What a login is made from. */
export interface AuthOptions {
  login: Login;
  /** The API the credential is for: it decides the audience and the default login path. */
  generation: "v1" | "v2";
  /** Base of the API, without `/v1` or `/v2`. Credentials go to its origin only. */
  base: URL;
  /** The setting that the base comes from, for errors to name. */
  baseVariable: string;
  /** Where a cookie login goes when the settings do not say; by default below the base, as the generation has it. */
  loginUrl?: URL;
  /** The bare transport for the requests of the login itself. */
  send: Send;
  clock: Clock;
  random: () => number;
  /** Gets every secret of the settings, and each token, cookie and CSRF value. */
  secrets: Secrets;
  observe: ObserveAuth;
  /** Given to several calls, they share the token where token server, client, audience and scope are the same. */
  tokens?: TokenSessions;
  /** Where tokens are kept for the next process; absent: nowhere. */
  tokenStore?: TokenStore | undefined;
}

const LOGIN_PATH = { v1: "api/login", v2: "login" } as const;

const below = (base: URL, path: string): URL => new URL(path, base.href.endsWith("/") ? base : `${base.href}/`);

const oauthAuth = (login: Extract<Login, { strategy: "OAUTH" }>, options: AuthOptions): Auth => {
  const { generation, clock, secrets, observe, tokens, tokenStore: store } = options;
  secrets.add(login.clientSecret);
  const key = JSON.stringify([login.tokenUrl, login.clientId, login.audience[generation], login.scope]);
  const fetch = fetchToken({ login, generation, wire: options, secrets });
  const purpose = { key, secret: login.clientSecret };
  const notKept = (problem: string) => observe("token_not_kept", { setting: "OPERATE_MCP_TOKEN_CACHE_DIR", problem });
  const get = store === undefined ? fetch : keepingToken(fetch, { store, purpose, clock, secrets, notKept });
  const session =
    tokens?.get(key) ??
    createSession({
      login: () => withinDeadline(clock, identityServer(login), get),
      same: (one, other) => one === other,
      clock,
      observe,
    });
  tokens?.set(key, session);
  return authenticate(oauth(login, generation), session, options);
};

const cookieAuth = (login: CookieLogin, options: AuthOptions): Auth => {
  const { generation, base, baseVariable, clock, secrets, observe } = options;
  secrets.add(login.password);
  const api = below(base, `${generation}/`);
  const place: Place = {
    loginUrl: login.loginUrl ?? options.loginUrl ?? below(base, LOGIN_PATH[generation]),
    base,
    baseVariable,
    isNamed: login.loginUrl !== undefined,
  };
  const open = cookieLogin({ login, place, api, wire: options, secrets });
  const session = createSession<Cookies>({
    login: () => withinDeadline(clock, loginPeer(place), open),
    same: (one, other) => one.header(api) === other.header(api) && one.csrf(api)?.value === other.csrf(api)?.value,
    clock,
    observe,
  });
  return authenticate(cookie(login), session, options);
};

/** A credential that is ready. */
const readySession = (value: string, { clock, secrets, observe }: AuthOptions): Session<string> => {
  secrets.add(value);
  return createSession({ login: async () => ({ value }), same: () => true, clock, observe });
};

/** Who the requests to one API of the cluster are sent as, by the settings. Asks nobody before the first request. */
export const createAuth = (options: AuthOptions): Auth => {
  const { login, secrets } = options;
  switch (login.strategy) {
    case "OAUTH":
      return oauthAuth(login, options);
    case "COOKIE":
      return cookieAuth(login, options);
    case "BASIC":
      secrets.add(login.password);
      return authenticate(basic(login), readySession(basicCredential(login), options), options);
    case "BEARER":
      return authenticate(bearer(), readySession(login.token, options), options);
    case "NONE":
      return none();
  }
};
