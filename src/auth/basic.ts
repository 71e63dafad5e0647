import type { Login } from "../config/config.ts";
import { OperateError } from "../errors.ts";
import { type HttpRequest, type HttpResponse, named } from "../http/http.ts";
import { isFiltered, isWebPage, plainRefusal, UNAUTHORIZED_QUIET_MS } from "./refusal.ts";
import type { Strategy } from "./strategy.ts";

type Basic = Extract<Login, { strategy: "BASIC" }>;

/** User name and password as a Basic credential (RFC 7617) in UTF-8: what follows `Basic ` in the header. */
export const basicCredential = ({ username, password }: Basic): string =>
  Buffer.from(`${username}:${password}`, "utf8").toString("base64");

const CHECK =
  "check CAMUNDA_BASIC_AUTH_USERNAME and CAMUNDA_BASIC_AUTH_PASSWORD; retrying with the same ones will not help " +
  "(Basic is known from 8.8 on; before, set CAMUNDA_COOKIE_AUTH_USERNAME and CAMUNDA_COOKIE_AUTH_PASSWORD)";
/** The APIs of Camunda answer in JSON. */
const CHECK_BEFORE_IT =
  "check whether the address is that of Camunda itself: a proxy in front of it may want another login";

const refused = (request: HttpRequest, answer: HttpResponse): OperateError => {
  const { status } = answer;
  const [who, next] = isWebPage(answer)
    ? ["a web page, as from something in front of Camunda,", `${CHECK_BEFORE_IT}; then ${CHECK}`]
    : ["Camunda", CHECK];
  return new OperateError("AUTH_REJECTED", `${who} refused the user name or the password (${status})`, {
    next,
    facts: { status, request: named(request), origin: request.url.origin },
  });
};

/** User name and password with every request. */
export const basic = (login: Basic): Strategy<string> => ({
  strategy: "BASIC",
  principal: login.username,
  isFixed: true,
  put: (credential, request) => ({ ...request, headers: { ...request.headers, authorization: `Basic ${credential}` } }),
  refusal(request, answer) {
    const error = () => refused(request, answer);
    // Up to 8.7 an unknown kind of login is no login: stopped by the filter, or sent to the login page.
    if (isFiltered(answer)) return { kind: "unauthorized", quietMs: UNAUTHORIZED_QUIET_MS, error: error() };
    return plainRefusal(request, answer, error);
  },
});
