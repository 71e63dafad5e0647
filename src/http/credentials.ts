import type { Login } from "../config/config.ts";
import { everyoneAtOnce, type Turns } from "./bounded.ts";
import type { HttpRequest, HttpResponse, Layer } from "./http.ts";

/** A request that carries a credential, and which one it is. */
export interface Authorized {
  /** As it came in, without a credential. */
  readonly plain: HttpRequest;
  /** As it goes out. */
  readonly request: HttpRequest;
  /**
   * Generation of the credential it carries. With it a late refusal of an old credential is told from one of the
   * current, so that the new one is not thrown away.
   */
  readonly generation: number;
}

/** Who the requests are sent as. */
export interface Auth {
  readonly strategy: Login["strategy"];
  /** User name or client id as it is set; absent where the settings name none. */
  readonly principal?: string;
  /** What the current token says about itself, unchecked; undefined before the first login, and when it is opaque. */
  claims(): Readonly<Record<string, unknown>> | undefined;
  /** Puts the credential on; logs in first when there is none. Rejects with the `OperateError` of the login. */
  authorize(request: HttpRequest): Promise<Authorized>;
  /** The same request with what is current by now: the credential may have been renewed while it waited for its turn. */
  latest(ready: Authorized): Authorized;
  /** Whether the answer refuses the credential. Every answer is shown here once, as it may bring renewed parts of it. */
  refused(sent: Authorized, answer: HttpResponse): boolean;
  /** The request with the credential that follows the refused one; undefined when there is no different one. */
  renew(sent: Authorized, refusal: HttpResponse): Promise<Authorized | undefined>;
  /** The end after a refusal that a new login did not mend: throws, or returns the answer where it speaks for itself. */
  conclude(sent: Authorized, refusal: HttpResponse): HttpResponse;
}

/**
 * Sends every request with the credential of `auth` when it is its turn. One that is refused for its credential was not executed,
 * so it is repeated once, whether it reads or writes, when a new login brings a different credential. Who waits for a login does
 * not take up a turn.
 */
export const credentials =
  (auth: Auth, turns: Turns = everyoneAtOnce): Layer =>
  (next) => {
    const exchange = (ready: Authorized) =>
      turns.take(ready.plain.signal, async () => {
        const sent = auth.latest(ready);
        return { sent, answer: await next(sent.request) };
      });
    return async (request) => {
      const ready = await auth.authorize(request);
      const first = await exchange(ready);
      if (!auth.refused(first.sent, first.answer)) return first.answer;

      // Renewed while it waited: that was the new login it may have.
      const isRenewed = first.sent.generation !== ready.generation;
      const renewed = isRenewed ? undefined : await auth.renew(first.sent, first.answer);
      if (renewed === undefined) return auth.conclude(first.sent, first.answer);

      const second = await exchange(renewed);
      return auth.refused(second.sent, second.answer) ? auth.conclude(second.sent, second.answer) : second.answer;
    };
  };
