import type { Base } from "./config.ts";
import type { Findings } from "./findings.ts";
import { type Found, type Lookup, valueIn } from "./lookup.ts";
import type { Setting } from "./setting.ts";
import { settings } from "./settings.ts";
import { isSaasHost, SAAS } from "./url.ts";

/** Which cluster is meant. */
export interface Cluster {
  readonly operate?: Base;
  readonly rest?: Base;
  /** An address or the pair of cluster id and region says that it is one of Camunda's cloud. */
  readonly saas: boolean;
  /** An address was given that is not of Camunda's cloud. */
  readonly elsewhere: boolean;
  /** A setting that decides on the above is broken, and has been reported. */
  readonly unclear: boolean;
}

const baseOf = (found: Found<URL>): Base | undefined =>
  found.state === "set" ? { url: found.value, source: found.source } : undefined;

/** The addresses that cluster id and region stand for. */
const derive = (id: Found<string>, region: Found<string>): { operate: Base; rest: Base } | undefined => {
  if (id.state !== "set" || region.state !== "set") return undefined;
  const source = {
    variable: `${id.source.variable} and ${region.source.variable}`,
    from: id.source.from === region.source.from ? id.source.from : `${id.source.from} and ${region.source.from}`,
  };
  return {
    operate: { url: SAAS.operate(region.value, id.value), source },
    rest: { url: SAAS.rest(region.value, id.value), source },
  };
};

const unsetOf = (pairs: readonly (readonly [Setting, Found<unknown>])[]): Setting[] =>
  pairs.filter(([, found]) => found.state === "unset").map(([setting]) => setting);

/** Nothing says which cluster is meant: what to set in each of the common cases. */
const reportMissing = (id: Found<string>, region: Found<string>, { problems }: Findings): void => {
  const { operateBaseUrl, restAddress, clusterId, clusterRegion, clientId, clientSecret } = settings;
  const [lacking, ...others] = unsetOf([
    [clusterId, id],
    [clusterRegion, region],
  ]);
  if (lacking === undefined) return;
  if (others.length === 0) {
    const given = lacking === clusterId ? clusterRegion : clusterId;
    problems.push({
      variable: lacking.name,
      problem: `is not set, but ${given.name} is`,
      remedy: "set both, or give the address of the cluster instead",
    });
    return;
  }
  const problem = "is not set, nor is any other address of a cluster";
  problems.push(
    {
      variable: operateBaseUrl.name,
      problem,
      remedy: `Self-Managed up to 8.7: set it to the address of Operate, e.g. ${operateBaseUrl.example}, and log in, e.g. with ${settings.cookieUsername.name} and ${settings.cookiePassword.name}`,
    },
    {
      variable: restAddress.name,
      problem,
      remedy: `Self-Managed from 8.8 on: set it to the address of the cluster, e.g. ${restAddress.example}, and log in, e.g. with ${settings.basicUsername.name} and ${settings.basicPassword.name}`,
    },
    {
      variable: clusterId.name,
      problem,
      remedy: `SaaS: set ${clusterId.name}, ${clusterRegion.name}, ${clientId.name} and ${clientSecret.name}, or name the credentials file downloaded from Console with --env-file`,
    },
  );
};

/** Reads the addresses, and derives on SaaS those that are not given. */
export const readCluster = (
  lookup: Lookup,
  secure: (setting: Setting<URL>) => Found<URL>,
  findings: Findings,
): Cluster => {
  const operate = secure(settings.operateBaseUrl);
  const rest = secure(settings.restAddress);
  const id = lookup(settings.clusterId);
  const region = lookup(settings.clusterRegion);
  if (operate.state === "unset" && rest.state === "unset") reportMissing(id, region, findings);
  const given = [valueIn(operate), valueIn(rest)].filter((url) => url !== undefined);
  const elsewhere = given.some((url) => !isSaasHost(url));
  // Credentials of a cluster elsewhere must not reach an address that was only left over.
  const derived = elsewhere ? undefined : derive(id, region);
  const bases = {
    operate: operate.state === "unset" ? derived?.operate : baseOf(operate),
    rest: rest.state === "unset" ? derived?.rest : baseOf(rest),
  };
  return {
    ...(bases.operate && { operate: bases.operate }),
    ...(bases.rest && { rest: bases.rest }),
    saas: given.some(isSaasHost) || (id.state === "set" && region.state === "set"),
    elsewhere,
    unclear: [operate, rest, id, region].some(({ state }) => state === "broken"),
  };
};
