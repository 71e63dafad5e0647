import { settings } from "../../config/settings.ts";
import { type Check, ok, warning } from "./check.ts";
import { ofLeg } from "./legs.ts";

const { name: limit } = settings.timeoutMs;

/** Which API answers, and of which version. */
export const api: Check = {
  name: "api",
  needs: ["tcp", "tls", "login", "token", "csrf"],
  run: ofLeg("api", async ({ connection, tookMs }, { call, config }) => {
    if (connection === undefined) return [ok("it answers")];
    const { engine, base } = connection;
    const { text, because } = await engine.version(call);
    const isSlow = tookMs > config.timeoutMs;
    return [
      ok(`${engine.api} at ${engine.address} (${base.source.variable}), version ${text}: ${because}`),
      ...(isSlow ? [warning(`connecting took ${tookMs} ms, and calls have less in ${limit}`, `raise ${limit}`)] : []),
    ];
  }),
};
