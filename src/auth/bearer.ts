import { bearerToken } from "./bearer-token.ts";
import type { Strategy } from "./strategy.ts";

/** A token that somebody else got; it cannot be renewed here. */
export const bearer = (): Strategy<string> => ({
  strategy: "BEARER",
  isFixed: true,
  ...bearerToken({
    message: "Camunda refused the token in CAMUNDA_OAUTH_TOKEN (401)",
    next: "set CAMUNDA_OAUTH_TOKEN to a token that has not expired and has the audience and permissions of this API",
  }),
});
