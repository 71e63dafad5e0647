import { OperateError } from "../errors.ts";
import type { Auth } from "../http/credentials.ts";
import { named } from "../http/http.ts";
import { isFiltered, redirectsToLogin } from "./refusal.ts";

/** No login: for clusters whose API is open. Nothing is remembered, as one path may be protected and the rest open. */
export const none = (): Auth => ({
  strategy: "NONE",
  claims: () => undefined,
  authorize: async (plain) => ({ plain, request: plain, generation: 0, logins: 0, outdated: 0 }),
  async exchange(sent, send) {
    const { request } = sent;
    const answer = await send(request);
    const isRefused = answer.status === 401 || isFiltered(answer) || redirectsToLogin(request.url, answer);
    return { sent, answer, judgement: isRefused ? "refused" : "accepted", release: () => undefined };
  },
  renew: async () => undefined,
  conclude({ sent: { request }, answer: { status } }) {
    throw new OperateError("CONFIG", `the cluster wants a login (${status}), and the settings have none`, {
      next:
        "set CAMUNDA_CLIENT_ID and CAMUNDA_CLIENT_SECRET, CAMUNDA_BASIC_AUTH_USERNAME and CAMUNDA_BASIC_AUTH_PASSWORD, " +
        "CAMUNDA_COOKIE_AUTH_USERNAME and CAMUNDA_COOKIE_AUTH_PASSWORD, or CAMUNDA_OAUTH_TOKEN, and restart the server",
      facts: { status, request: named(request), origin: request.url.origin },
    });
  },
});
