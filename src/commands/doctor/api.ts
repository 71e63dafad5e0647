import type { Base } from "../../config/config.ts";
import { settings } from "../../config/settings.ts";
import { type Check, type Finding, ok, warning } from "./check.ts";
import { ofLeg } from "./legs.ts";
import { look } from "./look.ts";
import type { Patient } from "./patient.ts";

const { name: limit } = settings.timeoutMs;

/** Addresses that are set, but lead to no API, while another one does. */
const useless = async ({ config, bare, call, world }: Patient): Promise<readonly Finding[]> => {
  const { operate, rest } = config;
  if (operate === undefined || rest === undefined) return [];
  const looks = await look(config, bare, call, world.clock);
  const isUsed = ({ source: { variable } }: Base): boolean =>
    looks.some((one) => one.base.source.variable === variable && one.isOfCamunda);
  return looks
    .filter(({ base }) => !isUsed(base) && [operate, rest].includes(base))
    .map(({ base, got }) =>
      warning(
        `no Camunda API is at ${base.url.href} (${base.source.variable}): it answers ${got}`,
        `correct the address in ${base.source.variable}, or take it out`,
      ),
    );
};

/** Which API answers, and of which version. */
export const api: Check = {
  name: "api",
  needs: ["tcp", "tls", "login", "token", "csrf"],
  run: ofLeg("api", async ({ connection, tookMs }, patient) => {
    const { call, config } = patient;
    if (connection === undefined) return [ok("it answers")];
    const { engine, base } = connection;
    const { text, because } = await engine.version(call);
    const isSlow = tookMs > config.timeoutMs;
    return [
      ok(`${engine.api} at ${engine.address} (${base.source.variable}), version ${text}: ${because}`),
      ...(await useless(patient)),
      ...(isSlow ? [warning(`connecting took ${tookMs} ms, and calls have less in ${limit}`, `raise ${limit}`)] : []),
    ];
  }),
};
