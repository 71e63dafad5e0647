import { type Check, ok } from "./check.ts";
import { ofLeg } from "./legs.ts";

/** Which API answers, and of which version. */
export const api: Check = {
  name: "api",
  needs: ["tcp", "tls", "login", "token", "csrf"],
  run: ofLeg("api", async ({ connection }, { call }) => {
    if (connection === undefined) return [ok("it answers")];
    const { engine, base } = connection;
    const { text, because } = await engine.version(call);
    return [ok(`${engine.api} at ${engine.address} (${base.source.variable}), version ${text}: ${because}`)];
  }),
};
