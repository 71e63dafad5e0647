import { type AuthOptions, createAuth, type TokenSessions } from "../../src/auth/create-auth.ts";
import type { AuthEvent } from "../../src/auth/session.ts";
import type { Clock } from "../../src/clock.ts";
import type { Login } from "../../src/config/config.ts";
import { OperateError } from "../../src/errors.ts";
import { credentials } from "../../src/http/credentials.ts";
import { type HttpRequest, type HttpResponse, pipeline, type Send } from "../../src/http/http.ts";
import type { Facts } from "../../src/log.ts";
import { type Secrets, secretRegistry } from "../../src/secrets.ts";

/** A clock that never makes anybody wait: a sleep is over at once and has moved both clocks by its length. */
export const eagerClock = () => {
  let wall = Date.UTC(2026, 10, 24, 10);
  let mono = 0;
  const sleeps: number[] = [];
  const pass = (ms: number) => {
    wall += ms;
    mono += ms;
  };
  const clock: Clock = {
    wall: () => wall,
    mono: () => mono,
    sleep: async (ms) => {
      sleeps.push(ms);
      pass(ms);
    },
    after: () => () => undefined,
  };
  return {
    ...clock,
    /** Lengths of the sleeps so far, in milliseconds. */
    sleeps,
    pass,
    /** Moves the wall clock alone, as a person does who sets it, or a laptop that wakes up. */
    jump(ms: number) {
      wall += ms;
    },
  };
};

/** A request to the API below `base`. */
export const call = (base: URL, path: string, change: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "GET",
  url: new URL(path, base),
  headers: {},
  accept: "json",
  repeatable: true,
  signal: new AbortController().signal,
  ...change,
});

/** An answer as a transport gives it. */
export const reply = (
  status: number,
  body = "",
  headers: Record<string, string | readonly string[]> = { "content-type": "application/json" },
): HttpResponse => ({
  status,
  headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value].flat()])),
  body,
});

/** The error a promise ends with; fails when it ends well. */
export const failureOf = async (promise: Promise<unknown>): Promise<OperateError> => {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof OperateError) return outcome;
  throw new Error(`expected an OperateError, got ${String(outcome)}`);
};

/** A login against `base`, with all that can be watched of it. */
export const rig = (
  login: Login,
  base: URL,
  send: Send,
  change: Partial<AuthOptions> & { tokens?: TokenSessions } = {},
) => {
  const clock = eagerClock();
  const secrets: Secrets = secretRegistry();
  const events: { event: AuthEvent; facts: Facts }[] = [];
  const auth = createAuth({
    login,
    generation: "v1",
    base,
    baseVariable: "CAMUNDA_OPERATE_BASE_URL",
    send,
    clock,
    random: () => 0.5,
    secrets,
    observe: (event, facts) => events.push({ event, facts }),
    ...change,
  });
  return { auth, clock, secrets, events, send: pipeline(send, credentials(auth)) };
};
