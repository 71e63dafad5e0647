import type { Login } from "../config/config.ts";
import { OperateError } from "../errors.ts";
import { type HttpRequest, type HttpResponse, type Layer, named } from "../http/http.ts";
import { parseJson } from "../http/json.ts";
import type { Secrets } from "../secrets.ts";
import { bearerToken } from "./bearer-token.ts";
import { loginSend, type Peer, unavailable, type Wire } from "./login-send.ts";
import type { Fetched } from "./session.ts";
import type { Strategy } from "./strategy.ts";
import { readOAuthError, readToken } from "./token-response.ts";

type OAuth = Extract<Login, { strategy: "OAUTH" }>;

/** The setting with the audience of the tokens for each API. */
const AUDIENCE = { v1: "CAMUNDA_OPERATE_OAUTH_AUDIENCE", v2: "CAMUNDA_TOKEN_AUDIENCE" } as const;
const CLIENT = "CAMUNDA_CLIENT_ID and CAMUNDA_CLIENT_SECRET";
const BASE_MS = 500;
/** The cloud's token service takes about one request a second from one address. */
const SAAS_BASE_MS = 2_000;
const LARGEST_BODY = 64 * 1024;
const REFUSALS = new Set([400, 401, 403]);

/** The server that gives the tokens. */
export const identityServer = (login: OAuth): Peer => ({
  name: "the identity server",
  url: login.tokenUrl,
  variable: "CAMUNDA_OAUTH_URL",
  isCluster: false,
});

/** Reads the body inside the retries, so that one that was cut short is asked for once more. */
const readJson: Layer = (next) => async (request) => {
  const answer = await next(request);
  if (answer.status !== 200 || answer.body.length > LARGEST_BODY) return answer;
  return { ...answer, json: parseJson(answer.body) };
};

const oauthErrorOf = (answer: HttpResponse): string | undefined => {
  try {
    return readOAuthError(parseJson(answer.body));
  } catch {
    return undefined;
  }
};

/** What the identity server refused, the likeliest first, and where to look. Camunda's cloud answers 401 to a wrong secret. */
const refusalOf = (generation: keyof typeof AUDIENCE, status: number, code: string | undefined) => {
  if (code === "invalid_scope")
    return { what: "the client or its secret", next: `check CAMUNDA_TOKEN_SCOPE, then ${CLIENT}` };
  if (status === 403 || code === "invalid_target")
    return {
      what: "the audience, the client or its secret",
      next: `check ${AUDIENCE[generation]} and whether the client may have that audience, then ${CLIENT}`,
    };
  return { what: "the client or its secret", next: `check ${CLIENT}; retrying with the same ones will not help` };
};

const tokenRequest = (login: OAuth, audience: string | undefined, signal: AbortSignal): HttpRequest => ({
  method: "POST",
  url: login.tokenUrl,
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: new URLSearchParams({
    grant_type: "client_credentials",
    client_id: login.clientId,
    client_secret: login.clientSecret,
    ...(audience === undefined ? {} : { audience }),
    ...(login.scope === undefined ? {} : { scope: login.scope }),
  }).toString(),
  accept: "json",
  repeatable: true,
  signal,
});

/** Gets a token with the client credentials grant, for Camunda's cloud as for a Keycloak of one's own. */
export const fetchToken = (options: {
  login: OAuth;
  generation: keyof typeof AUDIENCE;
  wire: Wire;
  secrets: Secrets;
}): ((signal: AbortSignal) => Promise<Fetched<string>>) => {
  const { login, generation, wire, secrets } = options;
  const peer = identityServer(login);
  const send = loginSend(wire, peer, login.saas ? SAAS_BASE_MS : BASE_MS, readJson);

  const failure = (request: HttpRequest, answer: HttpResponse): OperateError => {
    const { status } = answer;
    const detail = oauthErrorOf(answer);
    const facts = {
      request: named(request),
      origin: peer.url.origin,
      status,
      ...(detail === undefined ? {} : { detail: secrets.redact(detail) }),
    };
    if (REFUSALS.has(status)) {
      const { what, next } = refusalOf(generation, status, detail);
      return new OperateError("AUTH_REJECTED", `the identity server refused ${what} (${status})`, { next, facts });
    }
    if (status === 200) return unavailable(peer, "gave an unusable token response", facts);
    // An ingress answers so while the server behind it starts.
    if (status === 404) return unavailable(peer, "has no token endpoint at this path (404)", facts);
    const what = status < 400 ? `sends token requests elsewhere (${status})` : `takes no token request (${status})`;
    return new OperateError("CONFIG", `the address of the identity server ${what}; nothing was sent on`, {
      next: `set ${peer.variable} to the token endpoint itself`,
      facts,
    });
  };

  return async (signal) => {
    const request = tokenRequest(login, login.audience[generation], signal);
    const answer = await send(request);
    const token = readToken(answer.json);
    if (token === undefined) throw failure(request, answer);
    secrets.add(token.value, "token");
    return token;
  };
};

/** Bearer tokens from an identity server. */
export const oauth = (login: OAuth, generation: keyof typeof AUDIENCE): Strategy<string> => ({
  strategy: "OAUTH",
  principal: login.clientId,
  ...bearerToken({
    message: "the identity server gave a token, but Camunda refused it (401)",
    next: `check the audience in ${AUDIENCE[generation]}, the client in CAMUNDA_CLIENT_ID and its permissions in Camunda`,
  }),
});
