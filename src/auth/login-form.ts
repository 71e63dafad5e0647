import type { Login } from "../config/config.ts";
import { OperateError } from "../errors.ts";
import { type HttpRequest, type HttpResponse, header } from "../http/http.ts";
import type { Cookies } from "./cookie-jar.ts";
import { isWebPage } from "./refusal.ts";

export type CookieLogin = Extract<Login, { strategy: "COOKIE" }>;

/** Where a login takes user name and password from: its body, as browsers send them, or its query, as documented. */
export type Form = "body" | "query";

/** The addresses of a login, and the setting that holds the base. */
export interface Place {
  readonly loginUrl: URL;
  readonly base: URL;
  readonly baseVariable: string;
  /** The address of the login is set by itself, and not taken from the base. */
  readonly isNamed: boolean;
}

/** The setting that the address of the login comes from. */
export const loginVariable = ({ isNamed, baseVariable }: Place): string =>
  isNamed ? "CAMUNDA_COOKIE_AUTH_URL" : baseVariable;

/** Answers after which the other form is worth a try. */
const OTHER_FORM = new Set([400, 401, 405, 415, 422]);
/** Answers that are about the credentials. */
const REFUSED = new Set([400, 401, 422]);

/** Spring's own way to say no, where nobody changed it: back to the login page with `?error`. */
const isSentBack = (answer: HttpResponse): boolean =>
  answer.status >= 300 && answer.status < 400 && /[?&]error\b/.test(header(answer, "location") ?? "");

/** Whether the login took the user name and the password. */
export const tookLogin = (answer: HttpResponse): boolean =>
  answer.status >= 200 && answer.status < 300 && !isWebPage(answer);

/** Whether the login may have refused the form rather than what it holds. */
export const mayWantOtherForm = (answer: HttpResponse): boolean => OTHER_FORM.has(answer.status);

/** Whether the answer is about the user name and the password; a 403 only when it does not miss a CSRF token. */
export const refusedLogin = (answer: HttpResponse, hasCsrf: boolean): boolean =>
  REFUSED.has(answer.status) || isSentBack(answer) || (answer.status === 403 && hasCsrf);

/** The login request in one of its forms, with what `cookies` already holds. */
export const loginRequest = (
  login: CookieLogin,
  loginUrl: URL,
  form: Form,
  cookies: Cookies,
  signal: AbortSignal,
): HttpRequest => {
  const url = new URL(loginUrl);
  const fields = new URLSearchParams({ username: login.username, password: login.password });
  if (form === "query") for (const [name, value] of fields) url.searchParams.set(name, value);
  const cookie = cookies.header(url);
  const csrf = cookies.csrf(url);
  return {
    method: "POST",
    url,
    headers: {
      ...(form === "body" ? { "content-type": "application/x-www-form-urlencoded" } : {}),
      ...(cookie === "" ? {} : { cookie }),
      ...(csrf === undefined ? {} : { [csrf.name]: csrf.value }),
    },
    ...(form === "body" ? { body: fields.toString() } : {}),
    accept: "json",
    // Not one password more than is needed stands in an address.
    repeatable: form === "body",
    signal,
  };
};

/** What an answer that did not take the login means. */
export const loginFailure = (place: Place, answer: HttpResponse, hasCsrf: boolean): OperateError => {
  const { loginUrl, isNamed } = place;
  const { status } = answer;
  const facts = { request: `POST ${loginUrl.pathname}`, origin: loginUrl.origin, status };
  if (refusedLogin(answer, hasCsrf))
    return new OperateError("AUTH_REJECTED", `the login refused the user name or the password (${status})`, {
      next:
        "check CAMUNDA_COOKIE_AUTH_USERNAME and CAMUNDA_COOKIE_AUTH_PASSWORD; retrying with the same ones will not help " +
        "(where they are right, check CAMUNDA_COOKIE_AUTH_URL: up to 8.7 the login is at /api/login, later at /login)",
      facts,
    });
  const what = isWebPage(answer) ? `${status} and a web page` : status;
  const address = `${loginUrl.origin}${loginUrl.pathname}`;
  return new OperateError("CONFIG", `there is no login for user name and password at ${address} (it answers ${what})`, {
    next:
      `check the address in ${loginVariable(place)}${isNamed ? "" : ", above all its path (where the login lies elsewhere, set CAMUNDA_COOKIE_AUTH_URL)"}; ` +
      "a cluster whose users log in at an identity provider needs CAMUNDA_CLIENT_ID and CAMUNDA_CLIENT_SECRET instead",
    facts,
  });
};

const MISFITS = {
  "https only": { what: "for https only, and the address is http", remedy: "use the https address in" },
  "another host": { what: "for another host than the API's", remedy: "use the host that the cluster calls itself in" },
  "another path": { what: "for another path than the API's", remedy: "check the path of the address in" },
} as const;

/** What it means that the login was taken but brought no cookie that the API would get; `undefined` when one does. */
export const cookieProblem = (place: Place, cookies: Cookies, api: URL): OperateError | undefined => {
  const misfit = cookies.misfit(api);
  if (misfit === undefined) return undefined;
  const { loginUrl, base } = place;
  const variable = loginVariable(place);
  const facts = { request: `POST ${loginUrl.pathname}`, origin: loginUrl.origin };
  if (misfit === "none set")
    return new OperateError("CONFIG", `the login at ${loginUrl.origin}${loginUrl.pathname} sets no cookie`, {
      next: `check the address in ${variable}, and that a proxy before it lets cookies through; or use another login, e.g. CAMUNDA_CLIENT_ID`,
      facts,
    });
  const { what, remedy } = MISFITS[misfit];
  const address = `${base.protocol}//${base.host}${base.pathname}`;
  return new OperateError("CONFIG", `the cookie of the login is ${what} (${address})`, {
    next: `${remedy} ${variable}`,
    facts,
  });
};
