import type { Strategy } from "./config.ts";
import type { Findings } from "./findings.ts";
import type { Found, Lookup } from "./lookup.ts";
import type { Setting } from "./setting.ts";
import { settings } from "./settings.ts";

/** One part of a login with what was found for it. */
export interface Part {
  readonly setting: Setting<string>;
  readonly found: Found<string>;
}

/** The parts that each login cannot do without. */
export type Credentials = Readonly<Record<Strategy, readonly Part[]>>;

/** Reads the parts of all logins, whichever is used, so that every broken one is reported. */
export const readCredentials = (lookup: Lookup): Credentials => {
  const part = (setting: Setting<string>): Part => ({ setting, found: lookup(setting) });
  return {
    BEARER: [part(settings.oauthToken)],
    OAUTH: [part(settings.clientId), part(settings.clientSecret)],
    BASIC: [part(settings.basicUsername), part(settings.basicPassword)],
    COOKIE: [part(settings.cookieUsername), part(settings.cookiePassword)],
    NONE: [],
  };
};

const given = ({ found }: Part): boolean => found.state !== "unset";

const nameOf = ({ setting, found }: Part): string => (found.state === "set" ? found.source.variable : setting.name);

const namesOf = (parts: readonly Part[]): string => parts.map(nameOf).join(" and ");

const INFERRED = ["BEARER", "OAUTH", "BASIC", "COOKIE"] as const;

const choose = settings.authStrategy.name;

/** The one login whose parts are complete, `NONE` without any part; everything in between is a problem. */
const infer = (credentials: Credentials, { problems }: Findings): Strategy | undefined => {
  const begun = INFERRED.filter((strategy) => credentials[strategy].some(given));
  const half = begun.filter((strategy) => !credentials[strategy].every(given));
  const complete = begun.filter((strategy) => credentials[strategy].every(given));
  for (const strategy of half) {
    const there = namesOf(credentials[strategy].filter(given));
    for (const { setting } of credentials[strategy].filter((part) => !given(part))) {
      problems.push({
        variable: setting.name,
        problem: `is not set, but ${there} is`,
        remedy: `set it too, or unset ${there}, or choose another login with ${choose}`,
      });
    }
  }
  if (complete.length > 1) {
    const sets = complete.map((strategy) => `${namesOf(credentials[strategy])} (${strategy})`);
    problems.push({
      variable: choose,
      problem: `is not set, and more than one login is complete: ${sets.join("; ")}`,
      remedy: "set it to the login to use, or unset the others",
    });
  }
  return half.length > 0 || complete.length > 1 ? undefined : (complete[0] ?? "NONE");
};

/** The login to use, and whether it was chosen or inferred; without a strategy after a problem. */
export const readStrategy = (
  lookup: Lookup,
  credentials: Credentials,
  findings: Findings,
): { readonly strategy: Strategy | undefined; readonly chosen: boolean } => {
  const found = lookup(settings.authStrategy);
  if (found.state === "broken") return { strategy: undefined, chosen: true };
  if (found.state === "unset") return { strategy: infer(credentials, findings), chosen: false };
  for (const part of credentials[found.value].filter((each) => !given(each))) {
    findings.problems.push({
      variable: part.setting.name,
      problem: `is not set, but ${found.source.variable} is ${found.value}`,
      remedy: "set it, or choose another login",
    });
  }
  return { strategy: found.value, chosen: true };
};
