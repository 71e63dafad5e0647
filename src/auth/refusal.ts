import { OperateError } from "../errors.ts";
import { type HttpRequest, type HttpResponse, header, named } from "../http/http.ts";
import { parseJson } from "../http/json.ts";
import { mediaType } from "../http/media-type.ts";
import { isObject } from "../narrow.ts";
import { urlOf } from "../url-of.ts";
import type { Refusal } from "./verdicts.ts";

/** After a plain refusal: so long no other login is tried. */
export const UNAUTHORIZED_QUIET_MS = 10_000;
/** For refusals that may mean something else (a permission, a wrong path): one login a minute is enough to find out. */
export const DOUBTFUL_QUIET_MS = 60_000;

const LOOKED_AT = 64 * 1024;

/**
 * Whether a 403 comes from the security filter (no login, an expired session, a stale CSRF token) and not from a missing
 * permission: it is Spring's own body, or speaks of CSRF. JSON that was cut short on its way may have been that.
 */
export const isFiltered = ({ status, body }: HttpResponse): boolean => {
  if (status !== 403) return false;
  if (/csrf/i.test(body.slice(0, LOOKED_AT))) return true;
  try {
    const said = parseJson(body);
    return isObject(said) && ["timestamp", "status", "error", "path"].every((name) => name in said);
  } catch {
    return body.startsWith("{");
  }
};

/** Whether the answer is a web page. */
export const isWebPage = (answer: HttpResponse): boolean => /html/.test(mediaType(answer) ?? "");

/**
 * Whether the answer sends the caller to a login page of the same host, wherever in it that page is. Scheme and port may be others: where
 * TLS ends before the server, it knows neither.
 */
export const redirectsToLogin = (asked: URL, answer: HttpResponse): boolean => {
  const location = header(answer, "location");
  if (answer.status < 300 || answer.status > 399 || location === undefined) return false;
  if (urlOf(location, asked.href) === undefined) return false;
  const target = new URL(location, asked);
  return target.hostname === asked.hostname && /login\/?$/.test(target.pathname);
};

/** What every kind of credential takes as its refusal: 401, or being sent to the login page. */
export const plainRefusal = (
  request: HttpRequest,
  answer: HttpResponse,
  error: () => OperateError,
): Refusal | undefined => {
  if (answer.status === 401) return { kind: "unauthorized", quietMs: UNAUTHORIZED_QUIET_MS, error: error() };
  return redirectsToLogin(request.url, answer) ? { kind: "login page", quietMs: DOUBTFUL_QUIET_MS } : undefined;
};

/** A refusal that is of the request alone; undefined where the answer says so itself. */
export const denied = (
  request: HttpRequest,
  { status }: HttpResponse,
  kind: Refusal["kind"],
): OperateError | undefined => {
  if (kind === "forbidden") return undefined;
  const how = kind === "login page" ? "its login page" : status;
  return new OperateError("FORBIDDEN", `Camunda refuses this request (${how}), but takes others with the same login`, {
    next: "ask an administrator to grant this user or client the permission (some versions answer 401 when one is missing)",
    facts: { status, request: named(request), origin: request.url.origin },
  });
};
