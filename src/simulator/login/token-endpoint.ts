import type { Clock } from "../../clock.ts";
import { type Answer, empty, json } from "../answer.ts";
import { isObject, readJson } from "../json.ts";
import { basicCredentials, mediaType, type Received } from "../received.ts";
import type { Answerer } from "../serve.ts";
import type { Tokens } from "./tokens.ts";

/** What a token endpoint checks and gives. */
export interface TokenEndpoint {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tokens: Tokens;
  /** Seconds a token lives. */
  readonly life: number;
}

/** Path of the token endpoint of SaaS. */
export const SAAS_TOKEN_PATH = "/oauth/token";
/** Path of the token endpoint of Self-Managed Identity. */
export const IDENTITY_TOKEN_PATH = "/auth/realms/camunda-platform/protocol/openid-connect/token";
/** The audiences of SaaS: Operate, and the engine with the Orchestration Cluster API. */
export const SAAS_AUDIENCES = { v1: "operate.camunda.io", v2: "zeebe.camunda.io" } as const;
/** The audience Identity writes into the tokens of clients that may use Operate. */
export const IDENTITY_AUDIENCE = "operate-api";

const refused = (status: number, error: string, description: string): Answer =>
  json({ error, error_description: description }, status, { "cache-control": "no-store" });

const granted = (more: { token: string; life: number; scope: string }, extra: Record<string, number> = {}): Answer =>
  json({ access_token: more.token, expires_in: more.life, token_type: "Bearer", ...extra, scope: more.scope }, 200, {
    "cache-control": "no-store",
  });

/** The token endpoint of SaaS. Takes form and JSON; `perSecond` requests a second, failed ones counted, then 429. */
export const saasTokenEndpoint = (
  endpoint: TokenEndpoint & { readonly perSecond: number | undefined; readonly cluster: string; readonly clock: Clock },
): ((request: Received) => Answer) => {
  let recent: number[] = [];
  return (request) => {
    const now = endpoint.clock.mono();
    recent = recent.filter((at) => now - at < 1000);
    if (endpoint.perSecond !== undefined && recent.length >= endpoint.perSecond) {
      return refused(429, "too_many_requests", "Global limit has been reached");
    }
    recent.push(now);
    const fields = fieldsOf(request);
    if (fields.get("grant_type") !== "client_credentials") {
      return refused(403, "unsupported_grant_type", `Unsupported grant type: ${fields.get("grant_type") ?? ""}`);
    }
    if (fields.get("client_id") !== endpoint.clientId || fields.get("client_secret") !== endpoint.clientSecret) {
      return refused(401, "access_denied", "Unauthorized");
    }
    const audience = fields.get("audience") ?? "";
    if (audience !== SAAS_AUDIENCES.v1 && audience !== SAAS_AUDIENCES.v2) {
      return refused(403, "access_denied", `Service not found: ${audience}`);
    }
    const token = endpoint.tokens.issue(endpoint.clientId, audience);
    return granted({ token, life: endpoint.life, scope: endpoint.cluster });
  };
};

/** The token endpoint of Identity (Keycloak). Takes a form only, needs no audience. */
export const identityTokenEndpoint =
  (endpoint: TokenEndpoint) =>
  (request: Received): Answer => {
    if (mediaType(request) !== "application/x-www-form-urlencoded") {
      return json({ error: "HTTP 415 Unsupported Media Type" }, 415);
    }
    const fields = fieldsOf(request);
    const grant = fields.get("grant_type");
    if (grant === undefined) return refused(400, "invalid_request", "Missing form parameter: grant_type");
    if (grant !== "client_credentials") return refused(400, "unsupported_grant_type", "Unsupported grant_type");
    const basic = basicCredentials(request);
    const client = basic?.user ?? fields.get("client_id");
    const secret = basic?.password ?? fields.get("client_secret");
    if (client !== endpoint.clientId || secret !== endpoint.clientSecret) {
      return refused(401, "invalid_client", "Invalid client or Invalid client credentials");
    }
    const token = endpoint.tokens.issue(client, IDENTITY_AUDIENCE);
    const extra = { refresh_expires_in: 0, "not-before-policy": 0 };
    return granted({ token, life: endpoint.life, scope: "email profile" }, extra);
  };

const fieldsOf = (request: Received): ReadonlyMap<string, string> => {
  if (mediaType(request) !== "application/json") return new Map(new URLSearchParams(request.text));
  try {
    const body = readJson(request.text);
    return new Map(isObject(body) ? Object.entries(body).map(([name, value]) => [name, String(value)]) : []);
  } catch {
    return new Map();
  }
};

/** Where a token endpoint is, and what it answers there. */
export interface Endpoint {
  readonly path: string;
  readonly answer: (request: Received) => Answer;
}

/** A server that holds a token endpoint and nothing else. */
export const tokenServer = (endpoint: Endpoint): Answerer => ({
  answer: (request) => {
    if (request.path !== endpoint.path) return empty(404);
    return request.method === "POST" ? endpoint.answer(request) : empty(405);
  },
  proof: () => undefined,
});
