import type { Login } from "../../config/config.ts";
import { type Check, ok, skipped } from "./check.ts";
import { ofLeg } from "./legs.ts";

const success = (login: Login): string => {
  switch (login.strategy) {
    case "OAUTH":
      return `OAUTH: the identity server gave client ${login.clientId} a token`;
    case "COOKIE":
      return `COOKIE: user ${login.username} was let in`;
    case "BASIC":
      return `BASIC: user ${login.username} was let in`;
    case "BEARER":
      return "BEARER: the token of CAMUNDA_OAUTH_TOKEN is sent as it stands";
    case "NONE":
      return "NONE: no login is set, and the cluster asks for none";
  }
};

/** Whether the login takes the credentials. */
export const login: Check = {
  name: "login",
  needs: ["tcp", "tls"],
  run: ofLeg("login", async ({ hasCredential, failure }, { config }) => {
    const isKnown = failure === undefined || (hasCredential && failure.leg !== "api");
    const isFetched = hasCredential && (config.login.strategy === "OAUTH" || config.login.strategy === "COOKIE");
    return [isKnown || isFetched ? ok(success(config.login)) : skipped("no API was found to log in to (see api)")];
  }),
};
