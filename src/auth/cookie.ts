import { OperateError } from "../errors.ts";
import { type HttpRequest, type HttpResponse, named } from "../http/http.ts";
import { type Cookies, tooLarge } from "./cookie-jar.ts";
import type { CookieLogin } from "./login-form.ts";
import { DOUBTFUL_QUIET_MS, isFiltered, isWebPage, plainRefusal } from "./refusal.ts";
import type { Strategy } from "./strategy.ts";

const SAFE = new Set(["GET", "HEAD"]);
/** Where a login page shows itself: a field for a password, or its title. */
const LOGIN_PAGE = /<input[^>]+type=["']?password|<title>[^<]*(?:log ?in|sign ?in)/i;
const LOOKED_AT = 64 * 1024;

/** Whether a web page that asks for a login came where none is due; a change that got one was not made. */
export const isLoginPage = (answer: HttpResponse): boolean =>
  answer.status === 200 && isWebPage(answer) && LOGIN_PAGE.test(answer.body.slice(0, LOOKED_AT));

const refusedAfterLogin = (request: HttpRequest): OperateError =>
  new OperateError("AUTH_REJECTED", "the login was taken, but Camunda refused the new session (401)", {
    next:
      "check the permissions of the user in CAMUNDA_COOKIE_AUTH_USERNAME (some versions answer 401 when one is missing) " +
      "and that CAMUNDA_COOKIE_AUTH_URL is the login of this cluster",
    facts: { status: 401, request: named(request), origin: request.url.origin },
  });

/** A session of Camunda itself: its cookies with every request, and its CSRF token with those that are no plain reads. */
export const cookie = (login: CookieLogin): Strategy<Cookies> => ({
  strategy: "COOKIE",
  principal: login.username,
  put(cookies, request) {
    const line = cookies.header(request.url);
    if (tooLarge(line))
      throw new OperateError("CONFIG", "the cluster set more cookies than a request can carry (8 KB)", {
        next: "check CAMUNDA_COOKIE_AUTH_URL and what stands between this machine and the cluster",
        facts: { request: named(request), origin: request.url.origin },
      });
    const csrf = SAFE.has(request.method) ? undefined : cookies.csrf(request.url);
    const headers = {
      ...request.headers,
      ...(line === "" ? {} : { cookie: line }),
      ...(csrf === undefined ? {} : { [csrf.name]: csrf.value }),
    };
    return { ...request, headers };
  },
  needsPart: ({ method }) => SAFE.has(method),
  learn: (cookies, request, answer) => cookies.renew(answer, request.url),
  learnRefused: (cookies, _, answer) => cookies.renewCsrf(answer),
  refusal(request, answer) {
    if (isFiltered(answer)) return { kind: "forbidden", quietMs: DOUBTFUL_QUIET_MS };
    if (isLoginPage(answer)) return { kind: "login page", quietMs: DOUBTFUL_QUIET_MS };
    return plainRefusal(request, answer, () => refusedAfterLogin(request));
  },
});
