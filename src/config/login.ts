import type { Cluster } from "./cluster.ts";
import type { Login } from "./config.ts";
import type { Findings } from "./findings.ts";
import { type Found, type Lookup, valueIn } from "./lookup.ts";
import type { Setting } from "./setting.ts";
import { settings } from "./settings.ts";
import { type Part, readCredentials, readStrategy } from "./strategy.ts";
import { SAAS } from "./url.ts";

/** The settings that go with client credentials. */
interface OAuth {
  readonly tokenUrl: Found<URL>;
  readonly audience: { readonly v1: Found<string>; readonly v2: Found<string> };
  readonly scope: Found<string>;
}

/** The values of all parts; undefined when one is missing or broken, which has been reported. */
const valuesOf = (parts: readonly Part[]): string[] | undefined => {
  const values = parts.map(({ found }) => valueIn(found)).filter((value) => value !== undefined);
  return values.length === parts.length ? values : undefined;
};

/** The token URL; the default only where no address lies elsewhere, so that no other secret travels to Camunda's cloud. */
const tokenUrlOf = (found: Found<URL>, cluster: Cluster, { problems }: Findings): URL | undefined => {
  if (found.state !== "unset") return valueIn(found);
  if (cluster.saas && !cluster.elsewhere) return new URL(SAAS.tokenUrl);
  if (!cluster.unclear) {
    problems.push({
      variable: settings.oauthUrl.name,
      problem: "is not set, and has a default only on SaaS",
      remedy: `Self-Managed: set it to the token endpoint of the identity provider; SaaS: set ${settings.clusterId.name} and ${settings.clusterRegion.name}`,
    });
  }
  return undefined;
};

const clientCredentials = (
  values: readonly string[] | undefined,
  oauth: OAuth,
  cluster: Cluster,
  findings: Findings,
): Login | undefined => {
  const tokenUrl = tokenUrlOf(oauth.tokenUrl, cluster, findings);
  const [clientId, clientSecret] = values ?? [];
  if (tokenUrl === undefined || clientId === undefined || clientSecret === undefined) return undefined;
  const saas = cluster.saas || tokenUrl.hostname === SAAS.tokenHost;
  const v1 = valueIn(oauth.audience.v1) ?? (saas ? SAAS.audience.v1 : undefined);
  const v2 = valueIn(oauth.audience.v2) ?? (saas ? SAAS.audience.v2 : undefined);
  const scope = valueIn(oauth.scope);
  return {
    strategy: "OAUTH",
    tokenUrl,
    clientId,
    clientSecret,
    audience: { ...(v1 !== undefined && { v1 }), ...(v2 !== undefined && { v2 }) },
    ...(scope !== undefined && { scope }),
    saas,
  };
};

const session = (
  values: readonly string[] | undefined,
  url: Found<URL>,
  { operate, rest }: Cluster,
  { problems }: Findings,
): Login | undefined => {
  const bases = [operate, rest].filter((base) => base !== undefined);
  if (url.state === "set" && bases.length > 0 && !bases.some((base) => base.url.origin === url.value.origin)) {
    problems.push({
      variable: url.source.variable,
      problem: `is on another host, port or scheme than ${bases.map((base) => base.source.variable).join(" and ")}`,
      remedy: "give the login address of the same server, or leave it out",
    });
  }
  const [username, password] = values ?? [];
  if (username === undefined || password === undefined) return undefined;
  const loginUrl = valueIn(url);
  return { strategy: "COOKIE", username, password, ...(loginUrl && { loginUrl }) };
};

const withoutLogin = (
  chosen: boolean,
  tokenUrl: Found<URL>,
  cluster: Cluster,
  { problems }: Findings,
): Login | undefined => {
  if (chosen || (tokenUrl.state === "unset" && !cluster.saas)) return { strategy: "NONE" };
  problems.push({
    variable: settings.clientId.name,
    problem: `is not set, but ${tokenUrl.state === "unset" ? "SaaS" : settings.oauthUrl.name} asks for client credentials`,
    remedy: `set it and ${settings.clientSecret.name}, or ${settings.authStrategy.name}=NONE to do without a login`,
  });
  return undefined;
};

/** How to log in; undefined after a problem. */
export const readLogin = (
  lookup: Lookup,
  secure: (setting: Setting<URL>) => Found<URL>,
  cluster: Cluster,
  findings: Findings,
): Login | undefined => {
  const credentials = readCredentials(lookup);
  const loginUrl = secure(settings.cookieUrl);
  const oauth = {
    tokenUrl: secure(settings.oauthUrl),
    audience: { v1: lookup(settings.operateAudience), v2: lookup(settings.tokenAudience) },
    scope: lookup(settings.tokenScope),
  };
  const { strategy, chosen } = readStrategy(lookup, credentials, findings);
  if (strategy === undefined) return undefined;
  const values = valuesOf(credentials[strategy]);
  switch (strategy) {
    case "OAUTH":
      return clientCredentials(values, oauth, cluster, findings);
    case "COOKIE":
      return session(values, loginUrl, cluster, findings);
    case "BASIC": {
      const [username, password] = values ?? [];
      if (username === undefined || password === undefined) return undefined;
      findings.secrets.add(`${username}:${password}`);
      return { strategy, username, password };
    }
    case "BEARER": {
      const [token] = values ?? [];
      return token === undefined ? undefined : { strategy, token };
    }
    case "NONE":
      return withoutLogin(chosen, oauth.tokenUrl, cluster, findings);
  }
};
