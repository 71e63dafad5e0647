import type { Login } from "../config/config.ts";
import { OperateError } from "../errors.ts";
import type { Auth, Authorized } from "../http/credentials.ts";
import type { HttpRequest, HttpResponse } from "../http/http.ts";
import type { Held, Session } from "./session.ts";
import type { Refusal } from "./verdicts.ts";

/** A request before a credential is put on. */
type Asked = Pick<Authorized, "plain" | "mended">;

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
  const authorized = ({ plain, mended }: Asked, { value, generation }: Held<T>): Authorized => ({
    plain,
    mended,
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
    async authorize(plain, mended = []) {
      if (plain.url.origin !== base.origin)
        throw new OperateError("INTERNAL", "a request to another address than the cluster's must not carry its login");
      return authorized({ plain, mended }, await session.get(plain.signal));
    },
    latest(ready) {
      if (session.isRefused()) return undefined;
      const held = session.newest();
      return held === undefined ? ready : authorized(ready, held);
    },
    refused(sent, answer) {
      if (strategy.refusal(sent.request, answer) !== undefined) return true;
      const value = session.held(sent.generation);
      if (value !== undefined) strategy.learn?.(value, sent.request, answer);
      if (answer.status < 300) session.accepted(sent.generation);
      return false;
    },
    async renew(sent, answer) {
      const refusal = strategy.refusal(sent.request, answer);
      if (refusal === undefined) return undefined;
      const { plain, mended, generation } = sent;
      const hadItsLogin = mended.includes(refusal.kind) && session.held(generation) !== undefined;
      const next = hadItsLogin ? undefined : await session.renew(generation, refusal.kind, plain.signal);
      if (next === undefined) return undefined;
      // A login that others began may be older than the end of the session that this request met.
      return authorized({ plain, mended: next.isAskedFor ? [...mended, refusal.kind] : mended }, next);
    },
    conclude(sent, answer) {
      const refusal = strategy.refusal(sent.request, answer);
      const error = refusal === undefined ? undefined : session.conclude(sent.generation, refusal);
      if (error !== undefined) throw error;
      return answer;
    },
  };
};
