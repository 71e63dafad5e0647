import { type Check, ok, skipped } from "./check.ts";
import { ofLeg } from "./legs.ts";

/** Whether a session may do more than plain reads: every search is sent like a change and needs the token. */
export const csrf: Check = {
  name: "csrf",
  needs: ["login"],
  run: async (patient) => {
    const { strategy } = patient.config.login;
    if (strategy !== "COOKIE") return [skipped(`the login ${strategy} needs no CSRF token`)];
    return ofLeg("csrf", async ({ connection, failure }) => [
      connection === undefined && failure?.leg !== "permissions"
        ? skipped("no search was answered (see api)")
        : ok("searches are let through"),
    ])(patient);
  },
};
