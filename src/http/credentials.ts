import { everyoneAtOnce, type Turns } from "../bounded.ts";
import type { Login } from "../config/config.ts";
import type { HttpRequest, HttpResponse, Layer, Send } from "./http.ts";

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
  /** How often it was refused before, and then got another credential. */
  readonly logins: number;
  /** How often it was refused because another answer had renewed a part of the credential meanwhile. */
  readonly outdated: number;
}

/**
 * What an answer says about the credential of its request. A part of it was `outdated`: what is newest by now may help; it has
 * `ended`: another may help; it is `refused`: none will; this request alone is `denied`; or that is `unclear`.
 */
export type Judgement = "accepted" | "outdated" | "ended" | "refused" | "denied" | "unclear";

/** A request with its answer. */
export interface Exchanged {
  readonly sent: Authorized;
  readonly answer: HttpResponse;
  readonly judgement: Judgement;
  /** Lets requests go on that wait for what comes of this one; called by `renew` and `conclude`. */
  release(): void;
}

/** Who the requests are sent as. */
export interface Auth {
  readonly strategy: Login["strategy"];
  /** User name or client id as it is set; absent where the settings name none. */
  readonly principal?: string;
  /** What the current token says about itself, unchecked; undefined before the first login, and when it is opaque. */
  claims(): Readonly<Record<string, unknown>> | undefined;
  /**
   * Puts the credential on; logs in first when there is none. Rejects with the `OperateError` of the login. `before` is what was
   * tried so far.
   */
  authorize(request: HttpRequest, before?: Pick<Authorized, "logins" | "outdated">): Promise<Authorized>;
  /**
   * Sends the request with what is current by now, as the credential may have been renewed while it waited for its turn, and judges
   * the answer. Undefined when nothing was sent: the credential was refused meanwhile, or it is just being found out whether it is good.
   */
  exchange(ready: Authorized, send: Send): Promise<Exchanged | undefined>;
  /** The request with the credential that follows one that has ended; undefined when it has had logins enough. */
  renew(ended: Exchanged): Promise<Authorized | undefined>;
  /** The end after a refusal that no login mends: throws, or returns the answer where it speaks for itself. */
  conclude(refused: Exchanged): HttpResponse;
}

/**
 * Sends every request with the credential of `auth` when it is its turn. One that is refused for its credential was not executed,
 * so it is repeated, whether it reads or writes, when a new login brings a different credential. Who waits for a login does not
 * take up a turn, and has the next one then: how the new credential is taken is to be known before others go out with it.
 */
export const credentials =
  (auth: Auth, turns: Turns = everyoneAtOnce): Layer =>
  (next) =>
  async (request) => {
    let ready = await auth.authorize(request);
    for (let isAgain = false; ; isAgain = true) {
      const exchanged = await turns.take(request.signal, () => auth.exchange(ready, next), isAgain);
      if (exchanged === undefined || exchanged.judgement === "outdated") {
        if (exchanged !== undefined) request.goesOut?.(false);
        ready = await auth.authorize(request, exchanged?.sent ?? ready);
        continue;
      }
      if (exchanged.judgement === "accepted") return exchanged.answer;
      request.goesOut?.(false);
      const renewed = exchanged.judgement === "ended" ? await auth.renew(exchanged) : undefined;
      if (renewed === undefined) return auth.conclude(exchanged);
      ready = renewed;
    }
  };
