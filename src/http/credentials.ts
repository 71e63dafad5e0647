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
  /** The kinds of refusals of this request that a login of its own was to mend. */
  readonly mended: readonly string[];
}

/** Who the requests are sent as. */
export interface Auth {
  readonly strategy: Login["strategy"];
  /** User name or client id as it is set; absent where the settings name none. */
  readonly principal?: string;
  /** What the current token says about itself, unchecked; undefined before the first login, and when it is opaque. */
  claims(): Readonly<Record<string, unknown>> | undefined;
  /** Puts the credential on; logs in first when there is none. Rejects with the `OperateError` of the login. */
  authorize(request: HttpRequest, mended?: Authorized["mended"]): Promise<Authorized>;
  /**
   * The same request with what is current by now: the credential may have been renewed while it waited for its turn. Undefined when
   * it was refused meanwhile, so that sending it is of no use.
   */
  latest(ready: Authorized): Authorized | undefined;
  /** Whether the answer refuses the credential. Every answer is shown here once, as it may bring renewed parts of it. */
  refused(sent: Authorized, answer: HttpResponse): boolean;
  /**
   * The request with the credential that follows the refused one; undefined when there is no different one, or when the request has
   * had a login of its own for a refusal of this kind: a second one would not help either.
   */
  renew(sent: Authorized, refusal: HttpResponse): Promise<Authorized | undefined>;
  /** The end after a refusal that a new login did not mend: throws, or returns the answer where it speaks for itself. */
  conclude(sent: Authorized, refusal: HttpResponse): HttpResponse;
}

/**
 * Sends every request with the credential of `auth` when it is its turn. One that is refused for its credential was not executed,
 * so it is repeated, whether it reads or writes, when a new login brings a different credential. Who waits for a login does not
 * take up a turn, and has the next one then: how the new credential is taken is to be known before others go out with it.
 */
export const credentials =
  (auth: Auth, turns: Turns = everyoneAtOnce): Layer =>
  (next) => {
    /** What came of it; undefined when its credential was refused before its turn came. */
    const exchange = (ready: Authorized, isAgain: boolean) =>
      turns.take(
        ready.plain.signal,
        async () => {
          const sent = auth.latest(ready);
          return sent === undefined ? undefined : { sent, answer: await next(sent.request) };
        },
        isAgain,
      );
    return async (request) => {
      let ready = await auth.authorize(request);
      for (let isAgain = false; ; isAgain = true) {
        const exchanged = await exchange(ready, isAgain);
        if (exchanged === undefined) {
          ready = await auth.authorize(request, ready.mended);
          continue;
        }
        const { sent, answer } = exchanged;
        if (!auth.refused(sent, answer)) return answer;
        const renewed = await auth.renew(sent, answer);
        if (renewed === undefined) return auth.conclude(sent, answer);
        ready = renewed;
      }
    };
  };
