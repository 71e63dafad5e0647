import { authenticate } from "../../src/auth/authenticate.ts";
import type { Fetched } from "../../src/auth/session.ts";
import type { Strategy } from "../../src/auth/strategy.ts";
import { bounded, type Turns } from "../../src/bounded.ts";
import { OperateError } from "../../src/errors.ts";
import { credentials } from "../../src/http/credentials.ts";
import type { HttpRequest, HttpResponse } from "../../src/http/http.ts";
import { call, reply } from "./rig.ts";
import { settled, watched } from "./watched-session.ts";

const base = new URL("http://127.0.0.1");

const KINDS = { 401: "unauthorized", 403: "forbidden" } as const;

/** Refused as unauthorized by a 401, which has an error of its own, and as forbidden by a 403. GETs need less than the others. */
export const twoKinds: Strategy<string> = {
  strategy: "BEARER",
  needsPart: ({ method }) => method === "GET",
  put: (authorization, request) => ({ ...request, headers: { authorization } }),
  refusal: (_, { status }) => {
    if (status !== 401 && status !== 403) return undefined;
    const error = new OperateError("AUTH_REJECTED", "refused");
    return { kind: KINDS[status], quietMs: status === 401 ? 10_000 : 60_000, ...(status === 401 ? { error } : {}) };
  },
};

/** Calls with the credentials of such a strategy, sent by `send`. */
export const through = (
  send: (request: HttpRequest) => Promise<HttpResponse>,
  login: (count: number) => Fetched<string> | Promise<Fetched<string>>,
  { strategy = twoKinds, turns }: { strategy?: Strategy<string>; turns?: Turns } = {},
) => {
  const made = watched(login);
  const layer = credentials(
    authenticate(strategy, made.session, { base, clock: made.clock, random: () => 0.5, observe: made.observe }),
    turns,
  );
  const sending = layer(send);
  const ask = async (path = "/v1/x", change: Partial<HttpRequest> = {}) =>
    (await sending(call(base, path, change))).status;
  return { ...made, ask };
};

/** Calls with such a credential; each request and each login after the first is answered by hand, in the order of their coming. */
export const byHand = (turns?: Turns, strategy?: Strategy<string>) => {
  const logins: ((fetched: Fetched<string>) => void)[] = [];
  const sent: { credential: string | undefined; path: string; answer: (status: number, body: string) => void }[] = [];
  const made = through(
    ({ headers, url }) =>
      new Promise((resolve) =>
        sent.push({
          credential: headers["authorization"],
          path: url.pathname,
          answer: (status, body) => resolve(reply(status, body)),
        }),
      ),
    (count) => (count === 1 ? { value: "token 1" } : new Promise((resolve) => logins.push(resolve))),
    { ...(turns === undefined ? {} : { turns }), ...(strategy === undefined ? {} : { strategy }) },
  );
  /** Answers the request that was sent as the n-th, counted from 0. */
  const answer = async (at: number, status: number, body = "{}") => {
    sent[at]?.answer(status, body);
    await settled();
  };
  const login = async (at: number) => {
    logins[at]?.({ value: `token ${at + 2}` });
    await settled();
  };
  return { ...made, logins, sent, answer, login };
};

/** An API that takes the sessions that live, but not on every path; each login brings another one unless told otherwise. */
export const api = (strategy?: Strategy<string>, login = (count: number) => ({ value: `token ${count}` })) => {
  const forbidden: Record<string, number> = {};
  const requests: string[] = [];
  const state = { ended: 0, refuseEnded: 401, forbidden, requests };
  const send = async ({ headers, url, method }: HttpRequest) => {
    const generation = Number(headers["authorization"]?.split(" ")[1]);
    state.requests.push(`${method} ${url.pathname} ${generation}`);
    await settled();
    if (generation <= state.ended) return reply(state.refuseEnded, "{}");
    return reply(state.forbidden[url.pathname] ?? 200, "{}");
  };
  const made = through(send, login, {
    ...(strategy === undefined ? {} : { strategy }),
    turns: bounded({ what: "requests", atOnce: 8, waiting: 1000 }),
  });
  const outcome = (path?: string, change?: Partial<HttpRequest>) =>
    made.ask(path, change).catch((error: unknown) => (error instanceof OperateError ? error.code : error));
  return { ...made, api: state, outcome };
};
