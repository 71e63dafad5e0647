import type { Login } from "../config/config.ts";
import { OperateError } from "../errors.ts";
import type { Auth, Authorized } from "../http/credentials.ts";
import type { HttpRequest, HttpResponse } from "../http/http.ts";
import type { Held, Session } from "./session.ts";
import type { Refusal } from "./verdicts.ts";

/** What is particular about one way to log in: how its credential `T` is put on, and which answers refuse it. */
export interface Strategy<T> {
  readonly strategy: Login["strategy"];
  readonly principal?: string;
  /** The request with the credential on. */
  put(value: T, request: HttpRequest): HttpRequest;
  /** Why the answer refuses the credential; undefined when it does not. */
  refusal(request: HttpRequest, answer: HttpResponse): Refusal | undefined;
  /** Takes over what an accepted answer renews of the credential. */
  learn?(value: T, request: HttpRequest, answer: HttpResponse): void;
  claims?(value: T): Readonly<Record<string, unknown>> | undefined;
}

/** The `Auth` of a strategy whose credential is in `session` and goes to the origin of `base` only. */
export const authenticate = <T>(strategy: Strategy<T>, session: Session<T>, base: URL): Auth => {
  const authorized = (plain: HttpRequest, { value, generation }: Held<T>): Authorized => ({
    plain,
    generation,
    request: strategy.put(value, plain),
  });

  return {
    strategy: strategy.strategy,
    ...(strategy.principal === undefined ? {} : { principal: strategy.principal }),
    claims() {
      const value = session.current();
      return value === undefined ? undefined : strategy.claims?.(value);
    },
    async authorize(plain) {
      if (plain.url.origin !== base.origin)
        throw new OperateError("INTERNAL", "a request to another address than the cluster's must not carry its login");
      return authorized(plain, await session.get(plain.signal));
    },
    latest(ready) {
      const held = session.newest();
      return held === undefined ? ready : authorized(ready.plain, held);
    },
    refused(sent, answer) {
      if (strategy.refusal(sent.request, answer) !== undefined) return true;
      const value = session.held(sent.generation);
      if (value !== undefined) strategy.learn?.(value, sent.request, answer);
      if (answer.status < 300) session.accepted();
      return false;
    },
    async renew(sent, answer) {
      const refusal = strategy.refusal(sent.request, answer);
      if (refusal === undefined) return undefined;
      const next = await session.renew(sent.generation, refusal.kind, sent.plain.signal);
      return next === undefined ? undefined : authorized(sent.plain, next);
    },
    conclude(sent, answer) {
      const refusal = strategy.refusal(sent.request, answer);
      const error = refusal === undefined ? undefined : session.conclude(sent.generation, refusal);
      if (error !== undefined) throw error;
      return answer;
    },
  };
};
