import { expect } from "vitest";
import { type FaultServer, faultServer, http, json, type Step } from "../support/fault-server.ts";
import { EMPTY_PAGE, HEALTHY } from "./faulty-operate.ts";

/** What happens at the n-th request of a kind, counted from 1. */
export type Script = (attempt: number, request: string) => Iterable<Step>;

/** A login and an Operate API behind it, over real sockets. */
export interface LoginWorld {
  readonly server: FaultServer;
  /** The requests to the login or the token endpoint so far. */
  logins(): readonly string[];
  /** The searches for variables so far. */
  searches(): readonly string[];
  /** Resolves when the login has got so many requests. */
  asked(count: number): Promise<void>;
  readonly env: Readonly<Record<string, string>>;
}

/** What a model reads of a search that went well. */
export const SUCCESS = /9223372036854775807/;

const isSearch = (request: string): boolean => request.startsWith("POST /v1/variables/search");

/** The rest of the API takes everything. */
const TAKES_ALL: Script = () => [json(EMPTY_PAGE)];

interface Scripts {
  readonly login: Script;
  /** The searches for variables. */
  readonly api: Script;
  /** All other requests to the API. */
  readonly others?: Script | undefined;
}

const world = async (
  path: string,
  { login, api, others = TAKES_ALL }: Scripts,
  env: (origin: string) => Record<string, string>,
) => {
  const isLogin = (request: string): boolean => request.startsWith(`POST ${path}`);
  const logins = () => server.requests.filter(isLogin);
  const searches = () => server.requests.filter(isSearch);
  const rest = () => server.requests.length - logins().length - searches().length;
  const server: FaultServer = await faultServer(function* () {
    for (;;) {
      yield "request";
      const request = server.requests.at(-1) ?? "";
      if (isLogin(request)) yield* login(logins().length, request);
      else if (isSearch(request)) yield* api(searches().length, request);
      else yield* others(rest(), request);
    }
  });
  const base = { CAMUNDA_OPERATE_BASE_URL: server.origin, OPERATE_MCP_API: "v1", OPERATE_MCP_CLUSTER_VERSION: "8.6" };
  return {
    server,
    logins,
    searches,
    async asked(count: number) {
      for (let all = server.requests.length; logins().length < count; all++) await server.received(all + 1);
    },
    env: { ...base, ...env(server.origin) },
  };
};

export const PASSWORD = 'correct horse & "battery" <staple>';
export const SECRET = "client/secret+with=odd&signs";

/** A token answer as identity servers give it. */
export const token = (value: string, rest: object = { expires_in: 300 }): Step =>
  json(JSON.stringify({ access_token: value, token_type: "Bearer", ...rest }));

/** The client or its secret is refused. */
export const REFUSED = json('{"error":"invalid_client"}', "401 Unauthorized");

/** An identity server that is asked for tokens, and an API that takes each of them unless its scripts say otherwise. */
export const tokenWorld = (login: Script, api: Script = () => [HEALTHY], others?: Script): Promise<LoginWorld> =>
  world("/token", { login, api, others }, (origin) => ({
    CAMUNDA_OAUTH_URL: `${origin}/token`,
    CAMUNDA_CLIENT_ID: "the-client",
    CAMUNDA_CLIENT_SECRET: SECRET,
  }));

/** The answer to a login that was taken: the cookie of a session, and other headers. */
export const session = (value: string, headers: Record<string, string> = {}): Step =>
  http("204 No Content", { "set-cookie": `OPERATE-SESSION=${value}; Path=/`, ...headers });

/** The login of Operate itself, and an API that takes each session unless its scripts say otherwise. */
export const cookieWorld = (login: Script, api: Script = () => [HEALTHY], others?: Script): Promise<LoginWorld> =>
  world("/api/login", { login, api, others }, () => ({
    CAMUNDA_COOKIE_AUTH_USERNAME: "demo",
    CAMUNDA_COOKIE_AUTH_PASSWORD: PASSWORD,
  }));

/** A user name and a password with every request, and an API that takes them unless its scripts say otherwise. */
export const passwordWorld = (api: Script = () => [HEALTHY], others?: Script): Promise<LoginWorld> =>
  world("/no-login", { login: () => [], api, others }, () => ({
    CAMUNDA_BASIC_AUTH_USERNAME: "demo",
    CAMUNDA_BASIC_AUTH_PASSWORD: PASSWORD,
  }));

/** The same as often as it is asked for. */
export const often = async (count: number, make: () => Promise<string>, reads: RegExp): Promise<void> => {
  for (const text of await Promise.all(Array.from({ length: count }, make))) expect(text).toMatch(reads);
};
