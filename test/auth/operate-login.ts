import type { Asked, Reply } from "./local-server.ts";

/** How an Operate behaves that lets users log in itself, as far as logins, sessions and CSRF go. */
export interface OperateOptions {
  username?: string;
  password?: string;
  loginPath?: string;
  /** The forms of a login it reads; another is answered with `otherFormStatus`. */
  forms?: readonly ("body" | "query")[];
  otherFormStatus?: number;
  /** Name of CSRF header and cookie; undefined where CSRF protection is off. */
  csrf?: string | undefined;
  /** A new CSRF token with every GET. */
  rotates?: boolean;
  /** The login itself wants a CSRF token. */
  loginWantsCsrf?: boolean;
  /** Attributes of the session cookie. */
  attributes?: string;
}

/** The body with which Spring's own filters refuse. */
const springBody = (path: string): Reply => ({
  status: 403,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ timestamp: "2026-11-24T10:00:00.000+00:00", status: 403, error: "Forbidden", path }),
});

const cookiesOf = ({ headers }: Asked): Map<string, string> =>
  new Map(
    (headers.cookie ?? "").split("; ").map((pair) => [pair.split("=")[0] ?? "", pair.slice(pair.indexOf("=") + 1)]),
  );

/** A server's answers, and what a test may do to its sessions. `api` answers requests that got through. */
export const operate = (options: OperateOptions = {}, api?: (asked: Asked, calls: number) => Reply | undefined) => {
  const {
    username = "demo",
    password = "demo-password",
    loginPath = "/api/login",
    forms = ["body", "query"],
    otherFormStatus = 401,
    csrf = "X-CSRF-TOKEN",
    rotates = false,
    loginWantsCsrf = false,
    attributes = "Path=/; HttpOnly; SameSite=Lax",
  } = options;
  const protects = "csrf" in options ? options.csrf !== undefined : true;
  /** Session id to the CSRF token it expects in the header; the cookie holds another form of it. */
  const sessions = new Map<string, string>();
  const seen = { logins: 0, calls: 0, pages: 0 };
  let count = 0;

  const withToken = (session: string, reply: Reply): Reply => {
    if (!protects) return reply;
    const token = `masked-token-${++count}`;
    sessions.set(session, token);
    const before = reply.headers?.["set-cookie"] ?? [];
    const cookies = [before, `${csrf}=raw-${token}; Path=/; HttpOnly`].flat();
    return { ...reply, headers: { ...reply.headers, [csrf]: token, "set-cookie": cookies } };
  };

  const logIn = (asked: Asked): Reply => {
    const query = new URLSearchParams(asked.path.split("?")[1] ?? "");
    const form = query.has("username") ? "query" : "body";
    const fields = form === "query" ? query : new URLSearchParams(asked.body);
    if (loginWantsCsrf && asked.headers[csrf.toLowerCase()] !== "page-token") return springBody(loginPath);
    seen.logins++;
    if (!forms.includes(form)) return { status: otherFormStatus };
    if (fields.get("username") !== username || fields.get("password") !== password)
      return { status: 401, headers: { "content-type": "application/json" }, body: '{"message":""}' };
    const session = `session-id-${++count}`;
    sessions.set(session, "");
    const cookies = [`OPERATE-SESSION=${session}; ${attributes}`, "route=node-1; Path=/"];
    return withToken(session, { status: 204, headers: { "set-cookie": cookies } });
  };

  const answer = (asked: Asked): Reply => {
    const path = asked.path.split("?")[0] ?? "";
    if (path === loginPath && asked.method === "POST") return logIn(asked);
    if (path === "/") {
      seen.pages++;
      return {
        headers: { "content-type": "text/html", [csrf]: "page-token", "set-cookie": `${csrf}=raw; Path=/` },
        body: "<html>Operate</html>",
      };
    }
    seen.calls++;
    const session = cookiesOf(asked).get("OPERATE-SESSION") ?? "";
    const expected = sessions.get(session);
    if (
      asked.method !== "GET" &&
      protects &&
      (expected === undefined || asked.headers[csrf.toLowerCase()] !== expected)
    )
      return springBody(path);
    if (expected === undefined)
      return { status: 401, headers: { "content-type": "application/json" }, body: '{"message":""}' };
    const reply = api?.(asked, seen.calls) ?? {
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ok: true }),
    };
    return rotates && asked.method === "GET" ? withToken(session, reply) : reply;
  };

  return {
    answer,
    seen,
    /** Ends all sessions, as a restart or the idle timeout does. */
    expire: () => sessions.clear(),
  };
};
