import { OperateError } from "../errors.ts";
import { named } from "../http/http.ts";
import { jwtClaims } from "./claims.ts";
import { plainRefusal } from "./refusal.ts";
import type { Strategy } from "./strategy.ts";

/** A token in the header, wherever it comes from; `message` and `next` tell a person that Camunda refused it. */
export const bearerToken = (refused: {
  readonly message: string;
  readonly next: string;
}): Omit<Strategy<string>, "strategy"> => ({
  put: (token, request) => ({ ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } }),
  refusal: (request, answer) =>
    plainRefusal(
      request,
      answer,
      () =>
        new OperateError("AUTH_REJECTED", refused.message, {
          next: refused.next,
          facts: { status: 401, request: named(request), origin: request.url.origin },
        }),
    ),
  claims: jwtClaims,
});
