import type { Clock } from "../clock.ts";
import { OperateError } from "../errors.ts";
import { type Layer, named } from "./http.ts";

/**
 * Ends one try after `ms` with `TIMEOUT`; when the caller aborts, rejects with the caller's reason instead.
 * The signal passed on is one of its own, so nothing is ever hung on a signal that many requests share.
 */
export const timeout =
  ({ ms, clock }: { ms: number; clock: Clock }): Layer =>
  (next) =>
  async (request) => {
    const limit = new AbortController();
    const signal = AbortSignal.any([request.signal, limit.signal]);
    const callOff = clock.after(ms, () =>
      limit.abort(
        new OperateError("TIMEOUT", `${request.url.origin} gave no complete answer within ${ms / 1000} s`, {
          next: "check that this is the right address, and that what is there is not overloaded; or narrow the search and call again",
          facts: { request: named(request), origin: request.url.origin },
        }),
      ),
    );
    try {
      return await next({ ...request, signal });
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    } finally {
      callOff();
    }
  };
