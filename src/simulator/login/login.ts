import type { Clock } from "../../clock.ts";
import { type Answer, json, problem } from "../answer.ts";
import type { ClusterOptions, ClusterVersion, Credentials, LoginKind } from "../options.ts";
import type { Random } from "../random.ts";
import type { Received } from "../received.ts";
import { reaches } from "../v1/quirks.ts";
import { CSRF_MISSING, clusterGate, type Gate, openGate, operateGate } from "./gate.ts";
import { type CookieStyle, openSessions, type Sessions } from "./sessions.ts";
import {
  type Endpoint,
  IDENTITY_AUDIENCE,
  IDENTITY_TOKEN_PATH,
  identityTokenEndpoint,
  SAAS_AUDIENCES,
  SAAS_TOKEN_PATH,
  saasTokenEndpoint,
} from "./token-endpoint.ts";
import { openTokens, type Tokens } from "./tokens.ts";

/** How a cluster knows its visitors. */
export interface Login {
  readonly gate: Gate;
  readonly sessions: Sessions | undefined;
  readonly tokens: Tokens | undefined;
  /** The token endpoint, on a server of its own. */
  readonly endpoint: Endpoint | undefined;
  /** Audience of a token for the Operate API, or for the newer one where there is no Operate API. */
  readonly audience: string | undefined;
}

/** What is known when a login is opened. */
export interface Setting {
  readonly version: ClusterVersion;
  readonly kind: LoginKind;
  readonly credentials: Credentials;
  readonly context: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly options: ClusterOptions;
  /** Address of the token endpoint, once it listens. */
  readonly issuer: () => string;
}

const HALF_AN_HOUR = 1_800_000;
const FIVE_MINUTES = 300;
const DAY = 86_400;
const CLUSTER_ID = "7f3c2a10-5b8e-4d52-9c61-0e4a9d1b6f27";

/** Opens the login that a cluster's options ask for. */
export const openLogin = (setting: Setting): Login => {
  const { kind, version, credentials } = setting;
  if (kind === "none") {
    return { gate: openGate, sessions: undefined, tokens: undefined, endpoint: undefined, audience: undefined };
  }
  const newer = reaches(version, "8.8");
  const byToken = kind === "saas" || kind === "identity";
  const sessions = byToken ? undefined : openSessions(cookieLogin(setting));
  const tokens = byToken ? openTokens({ ...setting, life: tokenLife(setting) }) : undefined;
  const older = setting.options.apis?.includes("v1") ?? !reaches(version, "8.10");
  const makeGate = newer ? clusterGate : operateGate;
  return {
    gate: makeGate({
      sessions,
      tokens,
      admits: (token, path) =>
        kind !== "saas" || token.audience === SAAS_AUDIENCES[path.startsWith("/v2/") ? "v2" : "v1"],
      basic: newer && !byToken ? credentials : undefined,
      csrf: setting.options.csrf !== "off",
      context: setting.context,
      now: setting.clock.wall,
    }),
    sessions,
    tokens,
    endpoint: tokens && tokenEndpoint(setting, tokens),
    audience: byToken ? (kind === "saas" ? SAAS_AUDIENCES[older ? "v1" : "v2"] : IDENTITY_AUDIENCE) : undefined,
  };
};

const tokenLife = ({ kind, options }: Setting): number => options.tokenLife ?? (kind === "saas" ? DAY : FIVE_MINUTES);

const cookieLogin = (setting: Setting) => {
  const { version, options, context } = setting;
  return {
    ...setting.credentials,
    style: styleOf(version, options.csrf),
    life: options.sessionLife ?? HALF_AN_HOUR,
    path: context === "" ? "/" : context,
    secure: options.tls !== undefined,
    clock: setting.clock,
    random: setting.random,
    refused: (request: Received): Answer =>
      reaches(version, "8.8") ? problem(401, "Bad credentials", context + request.path) : json({ message: "" }, 401),
    forged: (request: Received): Answer => problem(403, CSRF_MISSING, context + request.path),
  };
};

const styleOf = (version: ClusterVersion, given: ClusterOptions["csrf"]): CookieStyle => {
  const usual = version === "8.0" || version === "8.3" ? "OPERATE-X-CSRF-TOKEN" : "X-CSRF-TOKEN";
  const csrf = given === "off" ? undefined : (given ?? usual);
  return reaches(version, "8.8")
    ? {
        login: "/login",
        logout: "/logout",
        cookie: "camunda-session",
        csrf,
        csrfHttpOnly: false,
        guarded: reaches(version, "8.10"),
      }
    : {
        login: "/api/login",
        logout: "/api/logout",
        cookie: "OPERATE-SESSION",
        csrf,
        csrfHttpOnly: true,
        guarded: false,
      };
};

const tokenEndpoint = (setting: Setting, tokens: Tokens): Endpoint => {
  const { credentials, options, clock } = setting;
  const endpoint = { ...credentials, tokens, life: tokenLife(setting) };
  if (setting.kind === "identity") return { path: IDENTITY_TOKEN_PATH, answer: identityTokenEndpoint(endpoint) };
  const perSecond = options.rateLimit === "off" ? undefined : (options.rateLimit ?? 1);
  return { path: SAAS_TOKEN_PATH, answer: saasTokenEndpoint({ ...endpoint, perSecond, cluster: CLUSTER_ID, clock }) };
};
