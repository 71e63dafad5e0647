import type { HttpResponse } from "../http/http.ts";
import type { Secrets } from "../secrets.ts";
import { type Cookies, openCookies } from "./cookie-jar.ts";
import {
  type CookieLogin,
  cookieProblem,
  type Form,
  loginFailure,
  loginRequest,
  loginVariable,
  mayWantOtherForm,
  type Place,
  refusedLogin,
  tookLogin,
} from "./login-form.ts";
import { loginSend, type Peer, type Wire } from "./login-send.ts";
import type { Fetched } from "./session.ts";

const BASE_MS = 500;

/** The server that takes the login. */
export const loginPeer = (place: Place): Peer => ({
  name: "the login",
  url: place.loginUrl,
  variable: loginVariable(place),
  isCluster: place.loginUrl.origin === place.base.origin,
});

/**
 * Logs in with user name and password and brings the cookies of the new session. What it learns about the login on the
 * way (the form that works, whether it wants a CSRF token) is kept for the next time.
 */
export const cookieLogin = (options: {
  login: CookieLogin;
  place: Place;
  /** An address below which the API lies: it must get the cookies. */
  api: URL;
  wire: Wire;
  secrets: Secrets;
}): ((signal: AbortSignal) => Promise<Fetched<Cookies>>) => {
  const { login, place, api, wire, secrets } = options;
  const { loginUrl, base } = place;
  const send = loginSend(wire, loginPeer(place), BASE_MS);
  let known: Form | undefined;
  let queryTried = false;
  let wantsCsrf = false;

  /** Any page of the cluster brings the CSRF token that newer logins want. */
  const fetchCsrf = async (cookies: Cookies, signal: AbortSignal): Promise<boolean> => {
    const url = new URL(base.href.endsWith("/") ? base : `${base.href}/`);
    cookies.take(await send({ method: "GET", url, headers: {}, accept: "json", repeatable: true, signal }), url);
    return cookies.csrf(loginUrl) !== undefined;
  };

  const attempt = async (form: Form, cookies: Cookies, signal: AbortSignal): Promise<HttpResponse> => {
    const submit = () => send(loginRequest(login, loginUrl, form, cookies, signal));
    const hasCsrf = cookies.csrf(loginUrl) !== undefined || (wantsCsrf && (await fetchCsrf(cookies, signal)));
    const answer = await submit();
    if (answer.status !== 403 || hasCsrf || !(await fetchCsrf(cookies, signal))) return answer;
    wantsCsrf = true;
    return submit();
  };

  /** The answer of the form that works, or of the one that tells most about why none does. */
  const submitted = async (cookies: Cookies, signal: AbortSignal): Promise<HttpResponse> => {
    const form = known ?? "body";
    const answer = await attempt(form, cookies, signal);
    if (tookLogin(answer)) known = form;
    if (known !== undefined || queryTried || !mayWantOtherForm(answer)) return answer;
    // Once, whatever becomes of it; when nothing does, the first answer is what is known.
    queryTried = true;
    const other = await attempt("query", cookies, signal).catch(() => undefined);
    if (other === undefined) return answer;
    if (tookLogin(other)) known = "query";
    const isRefused = (one: HttpResponse) => refusedLogin(one, cookies.csrf(loginUrl) !== undefined);
    return known === undefined && isRefused(answer) && !isRefused(other) ? answer : other;
  };

  return async (signal) => {
    const cookies = await openCookies(secrets);
    const answer = await submitted(cookies, signal);
    if (!tookLogin(answer)) throw loginFailure(place, answer, cookies.csrf(loginUrl) !== undefined);
    cookies.take(answer, loginUrl);
    const problem = cookieProblem(place, cookies, api);
    if (problem !== undefined) throw problem;
    return { value: cookies };
  };
};
