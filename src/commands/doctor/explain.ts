import type { Config } from "../../config/config.ts";
import { settings } from "../../config/settings.ts";
import type { OperateError } from "../../errors.ts";
import { isOfProxy } from "../../http/proxy-failure.ts";
import { type Finding, failed } from "./check.ts";
import type { Look } from "./look.ts";

/** The part of connecting that failed; in the order in which they come about. */
export const LEGS = ["login", "token", "csrf", "api", "permissions"] as const;

export type Leg = (typeof LEGS)[number];

/** A failure, and where it belongs. */
export interface Explained {
  readonly leg: Leg;
  readonly finding: Finding;
}

/** What is known about a failure to connect. */
export interface Failure {
  readonly error: OperateError;
  /** What is at the addresses; only where no API was found there. */
  readonly looks: readonly Look[];
  readonly config: Config;
  readonly hasCredential: boolean;
  /** What to do about a login that failed; undefined where none did. */
  readonly loginAdvice: string | undefined;
  /** The API refused a credential that was just got. */
  readonly isRefused: boolean;
}

const { api, operateBaseUrl, restAddress, operateAudience, tokenAudience } = settings;

const at = (leg: Leg, text: string, next: string): Explained => ({ leg, finding: failed(text, next) });

/** Text of the other side, as a value of its own. */
const withDetail = ({ message, facts }: OperateError): string =>
  facts.detail === undefined ? message : `${message} (${JSON.stringify(facts.detail)})`;

const variablesOf = ({ operate, rest }: Config): string =>
  [operate, rest].flatMap((base) => base?.source.variable ?? []).join(" and ");

const isRedirect = (status = 0): boolean => status >= 300 && status < 400;

/** The API is there, but not the one that the settings insist on. */
const onlyTheOther = ({ looks, config }: Failure): Explained | undefined => {
  const cluster = looks.find((one) => one.cluster !== undefined)?.cluster;
  const hasOperate = looks.some((one) => one.hasOperate);
  const next = `set ${api.name} to auto, or leave it out`;
  if (config.api === "v1" && cluster !== undefined && !hasOperate) {
    return at(
      "api",
      `the cluster (${cluster.text}) has no Operate API (v1): that is gone from 8.10 on, but ${api.name} asks for it`,
      next,
    );
  }
  if (config.api === "v2" && cluster === undefined && hasOperate) {
    return at(
      "api",
      `the cluster has no Orchestration Cluster API (v2): that came with 8.8, but ${api.name} asks for it`,
      next,
    );
  }
  return undefined;
};

/** Neither API is at any address. */
const nothingThere = ({ error, looks, config }: Failure): Explained => {
  const variables = variablesOf(config);
  const page = looks.find((one) => one.isLoginPage);
  if (page !== undefined) {
    return at(
      "api",
      `a login page comes from ${page.base.url.href} where the API should answer`,
      `set ${variables} to the address of the API itself; where a gateway with a login of its own stands before it, ask for a way past it`,
    );
  }
  const web = looks.find((one) => one.isWebPage);
  if (web !== undefined) {
    return at(
      "api",
      `a web page comes from ${web.base.url.href} where the API should answer`,
      `open the address in a browser: where a login or another product shows, something stands before the cluster, so ask for a way past it; where Camunda shows, check the path in ${variables}, which is that of the API without /v1 or /v2`,
    );
  }
  const moved = looks.find(({ refusal }) => isRedirect(refusal?.facts.status))?.refusal;
  if (moved !== undefined) return at("api", withDetail(moved), moved.next);
  const answers = looks.map(({ base, got }) => `${base.url.href} answers ${got}`).join("; ");
  const newer = config.rest === undefined ? `; from 8.10 on there is only the API that ${restAddress.name} names` : "";
  const older =
    config.operate === undefined ? `; up to 8.7 there is only the API that ${operateBaseUrl.name} names` : "";
  return at(
    "api",
    `no Camunda API is there: ${answers || error.message}`,
    `check the path in ${variables}: without /v1 or /v2, and with a context path only where the cluster has one${newer}${older}`,
  );
};

/** No API was found that works with these settings. */
const notFound = (failure: Failure): Explained => {
  const { error, looks, config, hasCredential, loginAdvice } = failure;
  const isThere = looks.some(({ cluster, hasOperate }) => cluster !== undefined || hasOperate);
  if (!isThere) return nothingThere(failure);
  const other = onlyTheOther(failure);
  if (other !== undefined) return other;
  if (config.login.strategy === "NONE") return at("login", error.message, error.next);
  if (loginAdvice !== undefined && !hasCredential) return at("login", error.message, loginAdvice);
  return at(
    "api",
    error.message,
    `${error.next}; a web page after the login points to something between: check ${variablesOf(config)}`,
  );
};

/** 403 of what stands before the API, and not of its permissions. */
const lacksCsrf = ({ error, config }: Failure): boolean =>
  config.login.strategy === "COOKIE" && /csrf|^forbidden$/i.test(error.facts.detail ?? "");

/** What a failure to connect means, and which part of it failed. */
export const explain = (failure: Failure): Explained => {
  const { error, config, hasCredential, loginAdvice } = failure;
  const loginFailed = loginAdvice !== undefined;
  const { strategy } = config.login;
  if (lacksCsrf(failure)) {
    return at(
      "csrf",
      "the session was opened, but a search is refused for want of its CSRF token (403)",
      `a proxy must let cookies and the header X-CSRF-TOKEN (or OPERATE-X-CSRF-TOKEN) through both ways, or set ${variablesOf(config)} to the cluster itself`,
    );
  }
  if (error.code === "FORBIDDEN") {
    return at("permissions", withDetail(error), `${error.next}: to read process definitions first of all`);
  }
  if (strategy === "OAUTH" && failure.isRefused && loginFailed) {
    return at(
      "token",
      `Camunda refused the token (401), and no other could be had: ${error.message}`,
      `check the audience in ${tokenAudience.name} (v2) or ${operateAudience.name} (v1), and the permissions of the client`,
    );
  }
  if (error.code === "AUTH_REJECTED" && hasCredential && (strategy === "OAUTH" || strategy === "BEARER")) {
    return at("token", error.message, error.next);
  }
  if (error.code === "AUTH_REJECTED" || (loginFailed && !hasCredential && error.code !== "CONFIG")) {
    return at("login", withDetail(error), error.next);
  }
  if (error.facts.setting !== undefined) return at("api", error.message, error.next);
  if (error.code === "CONFIG")
    return strategy === "NONE" && error.facts.status !== undefined
      ? at("login", error.message, error.next)
      : notFound(failure);
  if (error.code === "TIMEOUT" && !isOfProxy(error)) {
    return at(
      "api",
      error.message,
      `check the address in ${variablesOf(config)}: whatever takes connections there is overloaded, or something else than the cluster`,
    );
  }
  return at("api", withDetail(error), error.next);
};
