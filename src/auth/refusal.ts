import type { OperateError } from "../errors.ts";
import { type HttpRequest, type HttpResponse, header } from "../http/http.ts";
import { mediaType } from "../http/media-type.ts";
import type { Refusal } from "./verdicts.ts";

const UNAUTHORIZED_QUIET_MS = 10_000;
/** For refusals that may mean something else (a permission, a wrong path): one login a minute is enough to find out. */
export const DOUBTFUL_QUIET_MS = 60_000;

/** Whether the answer is a web page. */
export const isWebPage = (answer: HttpResponse): boolean => /html/.test(mediaType(answer) ?? "");

/** Whether the answer sends the caller to a login page of the same server, wherever in it that page is. */
export const redirectsToLogin = (asked: URL, answer: HttpResponse): boolean => {
  const location = header(answer, "location");
  if (answer.status < 300 || answer.status > 399 || location === undefined) return false;
  if (!URL.canParse(location, asked.href)) return false;
  const target = new URL(location, asked);
  return target.origin === asked.origin && /login\/?$/.test(target.pathname);
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
