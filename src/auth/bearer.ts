import { OperateError } from "../errors.ts";
import { named } from "../http/http.ts";
import { jwtClaims } from "./claims.ts";
import { plainRefusal } from "./refusal.ts";
import type { Strategy } from "./strategy.ts";

/** A token that somebody else got; it cannot be renewed here. */
export const bearer = (): Strategy<string> => ({
  strategy: "BEARER",
  put: (token, request) => ({ ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } }),
  refusal: (request, answer) =>
    plainRefusal(
      request,
      answer,
      () =>
        new OperateError("AUTH_REJECTED", "Camunda refused the token in CAMUNDA_OAUTH_TOKEN (401)", {
          next: "set CAMUNDA_OAUTH_TOKEN to a token that has not expired and has the audience and permissions of this API",
          facts: { status: 401, request: named(request), origin: request.url.origin },
        }),
    ),
  claims: jwtClaims,
});
