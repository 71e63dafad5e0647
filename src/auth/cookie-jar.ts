import { Buffer } from "node:buffer";
import type { Cookie, CookieJar } from "tough-cookie";
import type { HttpResponse } from "../http/http.ts";
import type { Secrets } from "../secrets.ts";

/** The CSRF token of a session, under the name the server gave it. */
export interface Csrf {
  readonly name: string;
  readonly value: string;
}

/** Why a cookie that was set will not reach the API. */
export type Misfit = "https only" | "another host" | "another path" | "none set";

/** The cookies of one session and its CSRF token. */
export interface Cookies {
  /** Takes over the cookies and the CSRF token of an answer to the login at `url`. */
  take(answer: HttpResponse, url: URL): void;
  /** The same of a later answer, but no cookie with which a request there would be too large: the session goes on without it. */
  renew(answer: HttpResponse, url: URL): void;
  /** Takes over the CSRF token of an answer that is a refusal, unless that sets cookies: then it is the token of another session. */
  renewCsrf(answer: HttpResponse): void;
  /** Value of the `Cookie` header for a request; empty when none applies. */
  header(url: URL): string;
  csrf(url: URL): Csrf | undefined;
  /** Why `url` gets no cookie; undefined when it gets one. */
  misfit(url: URL): Misfit | undefined;
}

const CSRF_NAME = /x-csrf-token$/i;

/** More than this in a `Cookie` header, and servers begin to refuse the request. */
export const MAX_COOKIE_BYTES = 8 * 1024;

/** An empty jar. The values it takes over are kept out of every log through `secrets`. */
export const openCookies = async (secrets: Secrets): Promise<Cookies> => {
  const tough = await import("tough-cookie");
  const jar: CookieJar = new tough.CookieJar();
  let csrfHeader: Csrf | undefined;
  let refused: Misfit | undefined;

  const store = (cookie: Cookie, url: URL): void => {
    secrets.add(cookie.value, `cookie ${cookie.key}`);
    try {
      jar.setCookieSync(cookie, url.href);
    } catch {
      refused = cookie.secure && url.protocol === "http:" ? "https only" : "another host";
    }
  };
  const header = (url: URL): string => jar.getCookieStringSync(url.href);
  const cookiesIn = ({ headers }: HttpResponse): readonly Cookie[] =>
    (headers.get("set-cookie") ?? []).flatMap((line) => tough.Cookie.parse(line) ?? []);
  const takeCsrf = ({ headers }: HttpResponse): void => {
    for (const [name, [value]] of headers) {
      if (!CSRF_NAME.test(name) || value === undefined || value === "") continue;
      secrets.add(value, "CSRF token");
      csrfHeader = { name, value };
    }
  };

  return {
    take(answer, url) {
      for (const cookie of cookiesIn(answer)) store(cookie, url);
      takeCsrf(answer);
    },
    renew(answer, url) {
      for (const cookie of cookiesIn(answer)) {
        store(cookie, url);
        if (!tooLarge(header(url))) continue;
        cookie.setMaxAge(0);
        store(cookie, url);
      }
      takeCsrf(answer);
    },
    renewCsrf(answer) {
      if (!answer.headers.has("set-cookie")) takeCsrf(answer);
    },
    header,
    csrf(url) {
      if (csrfHeader !== undefined) return csrfHeader;
      const cookie = jar.getCookiesSync(url.href).find(({ key }) => CSRF_NAME.test(key));
      return cookie === undefined ? undefined : { name: cookie.key.toLowerCase(), value: cookie.value };
    },
    misfit(url) {
      if (header(url) !== "") return undefined;
      if (refused !== undefined) return refused;
      return (jar.serializeSync()?.cookies.length ?? 0) > 0 ? "another path" : "none set";
    },
  };
};

/** Whether a `Cookie` header is larger than servers take. */
export const tooLarge = (header: string): boolean => Buffer.byteLength(header) > MAX_COOKIE_BYTES;
