import type { Clock } from "../../clock.ts";
import type { Answer, Headers } from "../answer.ts";
import { empty } from "../answer.ts";
import { type Random, uuid } from "../random.ts";
import { formFields, type Received } from "../received.ts";
import { mask, unmask } from "./csrf.ts";

/** What the two generations of cookie logins do differently. */
export interface CookieStyle {
  readonly login: string;
  readonly logout: string;
  readonly cookie: string;
  /** Name of the CSRF header and cookie; undefined when the protection is off. */
  readonly csrf: string | undefined;
  /** Whether scripts may not read the CSRF cookie. */
  readonly csrfHttpOnly: boolean;
  /** Whether the login itself wants a CSRF token, from an earlier GET. */
  readonly guarded: boolean;
}

/** What a cookie login needs. */
export interface CookieLogin {
  readonly style: CookieStyle;
  readonly username: string;
  readonly password: string;
  /** How long a session lives without a request, in milliseconds. */
  readonly life: number;
  /** Path of the cookies. */
  readonly path: string;
  /** Whether cookies are for https only. */
  readonly secure: boolean;
  readonly clock: Clock;
  readonly random: Random;
  /** What a refused login answers. */
  readonly refused: (request: Received) => Answer;
  /** What a login without its CSRF token answers, where it wants one. */
  readonly forged: (request: Received) => Answer;
}

/** The sessions of a cookie login. */
export interface Sessions {
  /** Answers login and logout; undefined for every other request. */
  answer(request: Received): Answer | undefined;
  /** Whose session a request carries; keeps the session alive. */
  user(request: Received): string | undefined;
  /** Whether a request proves that it was not forged: header and cookie fit the CSRF token of its session. */
  vouched(request: Received): boolean;
  /** What goes along with the answer to a GET: the CSRF token of the session, masked, or one to log in with. */
  headers(request: Received): Headers;
  expireAll(): void;
}

interface Session {
  readonly user: string;
  readonly csrf: string;
  used: number;
}

/** Opens the book of sessions. */
export const openSessions = (login: CookieLogin): Sessions => {
  const { style, clock, random } = login;
  const sessions = new Map<string, Session>();

  const find = (request: Received): Session | undefined => {
    const id = request.cookies.get(style.cookie) ?? "";
    const session = sessions.get(id);
    if (session === undefined) return undefined;
    if (clock.mono() - session.used < login.life) return session;
    sessions.delete(id);
    return undefined;
  };

  const end = (request: Received): void => {
    sessions.delete(request.cookies.get(style.cookie) ?? "");
  };

  const csrfHeader = (token: string): Headers =>
    style.csrf === undefined ? {} : { [style.csrf]: mask(token, random) };

  /** Whether the CSRF header of a request belongs to a token, and the cookie is that token. */
  const proves = (request: Received, token: string): boolean => {
    if (style.csrf === undefined) return false;
    const header = request.headers[style.csrf.toLowerCase()] ?? "";
    return token !== "" && request.cookies.get(style.csrf) === token && unmask(header) === token;
  };

  /** A CSRF token for someone without a session. */
  const invitation = (): Headers => {
    if (!style.guarded || style.csrf === undefined) return {};
    const token = uuid(random);
    return { "set-cookie": cookie(style.csrf, token, style.csrfHttpOnly), ...csrfHeader(token) };
  };

  const cookie = (name: string, value: string, httpOnly: boolean): string =>
    [`${name}=${value}`, `Path=${login.path}`]
      .concat(login.secure ? ["Secure"] : [], httpOnly ? ["HttpOnly"] : [], ["SameSite=Lax"])
      .join("; ");

  const logIn = (request: Received): Answer => {
    const given = style.csrf === undefined ? undefined : request.cookies.get(style.csrf);
    if (style.guarded && style.csrf !== undefined && !proves(request, given ?? "")) return login.forged(request);
    const form = formFields(request);
    if (form.get("username") !== login.username || form.get("password") !== login.password) {
      return login.refused(request);
    }
    end(request);
    const id = random(16).toString("hex").toUpperCase();
    const session = { user: login.username, csrf: uuid(random), used: clock.mono() };
    sessions.set(id, session);
    const cookies = [cookie(style.cookie, id, true)];
    if (style.csrf !== undefined) cookies.push(cookie(style.csrf, session.csrf, style.csrfHttpOnly));
    return empty(204, { "set-cookie": cookies, ...csrfHeader(session.csrf) });
  };

  return {
    answer: (request) => {
      if (request.method !== "POST") return undefined;
      if (request.path === style.login) return logIn(request);
      if (request.path !== style.logout) return undefined;
      end(request);
      return empty(204);
    },
    user: (request) => {
      const session = find(request);
      if (session !== undefined) session.used = clock.mono();
      return session?.user;
    },
    vouched: (request) => {
      const session = find(request);
      return session !== undefined && proves(request, session.csrf);
    },
    headers: (request) => {
      const session = find(request);
      if (request.method !== "GET" || request.headers["authorization"] !== undefined) return {};
      return session === undefined ? invitation() : csrfHeader(session.csrf);
    },
    expireAll: () => sessions.clear(),
  };
};
