import type { Config } from "../../config/config.ts";
import { settings } from "../../config/settings.ts";
import { textOf, textsOf } from "../../narrow.ts";
import { spokenSeconds } from "./amounts.ts";
import { type Check, type Finding, failed, ok, skipped, warning } from "./check.ts";
import type { Connected } from "./connected.ts";
import { ofLeg } from "./legs.ts";

const { oauthToken, tokenCacheDir, operateAudience, tokenAudience } = settings;

const audiencesIn = (claims: Connected["claims"]): readonly string[] => {
  const audience = claims?.["aud"];
  return textsOf(audience) ?? [textOf(audience) ?? []].flat();
};

const lifeIn = (claims: Connected["claims"], now: number): Finding | undefined => {
  const end = claims?.["exp"];
  if (typeof end !== "number") return undefined;
  const seconds = Math.round(end - now / 1000);
  return seconds > 0
    ? ok(`it ends in ${spokenSeconds(seconds)}`)
    : failed(
        `it ended ${spokenSeconds(-seconds)} ago`,
        `set ${oauthToken.name} to a new one, or check the clock of this machine`,
      );
};

const about = (claims: Connected["claims"]): string => {
  if (claims === undefined) return "an opaque token: what it is for and when it ends cannot be read";
  const audiences = audiencesIn(claims);
  return audiences.length === 0 ? "a token for no named audience" : `a token for ${audiences.join(", ")}`;
};

/** Where a directory for tokens is named: whether it can be used. */
const kept = ({ notKept }: Connected, { tokenCacheDir: path }: Config): readonly Finding[] => {
  if (path === undefined) return [];
  return notKept === undefined
    ? [ok(`it is kept in the directory of ${tokenCacheDir.name}`)]
    : [warning(`it is not kept: the directory of ${tokenCacheDir.name} ${notKept}`, `check ${tokenCacheDir.name}`)];
};

/** What the token is for, until when, and whether the API takes it. */
export const token: Check = {
  name: "token",
  needs: ["login"],
  run: async (patient) => {
    const { strategy } = patient.config.login;
    if (strategy !== "OAUTH" && strategy !== "BEARER") return [skipped(`the login ${strategy} has no token`)];
    const connected = await patient.connected();
    const { claims, hasCredential } = connected;
    if (!hasCredential) return [skipped("none was asked for (see api)")];
    const life = lifeIn(claims, patient.world.clock.wall());
    const judged = await ofLeg("token", async () => [
      ok([about(claims), ...(life?.status === "ok" ? [life.text] : [])].join("; ")),
    ])(patient);
    const refused = judged.filter(({ status }) => status === "failed");
    const reason = refused.map(({ text, next = "" }) =>
      failed(
        `${text}; it is ${about(claims)}`,
        strategy === "BEARER"
          ? `${next} (${operateAudience.name} and ${tokenAudience.name} count only for tokens got here)`
          : next,
      ),
    );
    return [
      ...(refused.length > 0 ? reason : judged),
      ...(life?.status === "failed" ? [life] : []),
      ...kept(connected, patient.config),
    ];
  },
};
