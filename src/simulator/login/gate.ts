import { type Answer, empty, type Headers, json, problem, springError } from "../answer.ts";
import { basicCredentials, bearerToken, type Received } from "../received.ts";
import type { Sessions } from "./sessions.ts";
import type { Token, Tokens } from "./tokens.ts";

/** How someone proved who they are. */
export type Proof = "session" | "bearer" | "basic" | "none";

/** Who asks. */
export interface Visitor {
  readonly proof: Proof;
  /** User or client; undefined when nobody has to say. */
  readonly name: string | undefined;
}

/** Stands before a cluster: answers what needs no login, and everyone who has none. */
export interface Gate {
  /** Who asks, as far as the request proves it. */
  visitor(request: Received): Visitor | undefined;
  /** The answer when the request does not get further: login and logout, a forged or a nameless request. */
  stop(request: Received): Answer | undefined;
  /** What goes along with the answer to a request that got further. */
  headers(request: Received): Headers;
}

/** What a gate checks; what is absent is not offered. */
export interface Checks {
  readonly sessions?: Sessions | undefined;
  readonly tokens?: Tokens | undefined;
  /** Whether a token may be used for a path. */
  readonly admits: (token: Token, path: string) => boolean;
  readonly basic?: { readonly username: string; readonly password: string } | undefined;
  /** Whether CSRF protection is on. */
  readonly csrf: boolean;
  /** Prefix of every path, as the outside sees it. */
  readonly context: string;
  /** Wall clock, milliseconds since 1970. */
  readonly now: () => number;
}

/** What a request without its CSRF token is told. */
export const CSRF_MISSING = "Could not verify the provided CSRF token";

const SAFE = ["GET", "HEAD", "TRACE", "OPTIONS"];

/** Lets everybody through. */
export const openGate: Gate = {
  visitor: () => ({ proof: "none", name: undefined }),
  stop: () => undefined,
  headers: () => ({}),
};

const identify =
  (checks: Checks) =>
  (request: Received): Visitor | undefined => {
    const token = checks.tokens?.of(request);
    if (token !== undefined) {
      return checks.admits(token, request.path) ? { proof: "bearer", name: token.client } : undefined;
    }
    const { basic } = checks;
    const given = basicCredentials(request);
    if (basic !== undefined && given !== undefined) {
      const right = given.user === basic.username && given.password === basic.password;
      return right ? { proof: "basic", name: given.user } : undefined;
    }
    const user = checks.sessions?.user(request);
    return user === undefined ? undefined : { proof: "session", name: user };
  };

/** The gate of Operate up to 8.7: every change needs a CSRF token, unless a bearer token comes with it. */
export const operateGate = (checks: Checks): Gate => {
  const { sessions, context } = checks;
  const visitor = identify(checks);
  const stop = (request: Received): Answer | undefined => {
    const own = sessions?.answer(request);
    if (own !== undefined) return own;
    const forgeable = !SAFE.includes(request.method) && bearerToken(request) === undefined;
    if (checks.csrf && forgeable && sessions?.vouched(request) !== true) {
      return springError(403, context + request.path, checks.now());
    }
    if (visitor(request) !== undefined) return undefined;
    if (!/\/(?:api|v1)\//.test(request.path)) return empty(302, { location: `${context}/api/login` });
    return json({ message: "" }, 401);
  };
  return { visitor, stop, headers: (request) => sessions?.headers(request) ?? {} };
};

/** What needs no login. */
const OPEN = ["/v2/license", "/v2/status"];

/** The gate of 8.8 and later: a change needs a CSRF token only when it comes with a session. */
export const clusterGate = (checks: Checks): Gate => {
  const { sessions, context } = checks;
  const visitor = identify(checks);
  const stop = (request: Received): Answer | undefined => {
    const own = sessions?.answer(request);
    if (own !== undefined) return own;
    const path = context + request.path;
    const carried = sessions?.user(request) !== undefined;
    if (checks.csrf && carried && !SAFE.includes(request.method) && sessions?.vouched(request) !== true) {
      return problem(403, CSRF_MISSING, path);
    }
    if (!/^\/(?:api|v1|v2|mcp)\//.test(request.path) || OPEN.includes(request.path) || visitor(request) !== undefined)
      return undefined;
    const refused = problem(401, "Full authentication is required to access this resource", path);
    return { ...refused, headers: { ...refused.headers, ...sessions?.headers(request) } };
  };
  return { visitor, stop, headers: (request) => sessions?.headers(request) ?? {} };
};
