import { systemClock } from "../../src/clock.ts";
import { member, textOf } from "../../src/narrow.ts";
import { type Cluster, startCluster } from "../../src/simulator/cluster.ts";
import { type Company, company } from "../../src/simulator/company/company.ts";
import { SAAS_AUDIENCES } from "../../src/simulator/login/token-endpoint.ts";
import type { ClusterVersion, Credentials, LoginKind } from "../../src/simulator/options.ts";

/** A cluster as a page means it, with the address that stands for it there. */
export interface PageCluster {
  readonly cluster: Cluster;
  /** The variables of the page with this cluster's addresses. */
  readonly variables: Readonly<Record<string, string>>;
  /** Its address here, and that on the page. */
  readonly addresses: readonly { readonly real: string; readonly shown: string }[];
}

/** The hour that the answers on the pages are from. */
const SHOWN_HOUR = Date.UTC(2026, 10, 24, 10);

const VERSIONS: readonly ClusterVersion[] = ["8.0", "8.3", "8.6", "8.8", "8.9", "8.10"];
const LOGINS: readonly LoginKind[] = ["cookie", "identity", "saas", "basic", "none"];

/** Reads a mark like `cluster 8.8 cookie`. */
const kindIn = (mark: string) => {
  const [word, one, other] = mark.split(" ");
  const version = VERSIONS.find((known) => known === one);
  const login = LOGINS.find((known) => known === other);
  if (word !== "cluster" || version === undefined || login === undefined) throw new Error(`no such cluster: ${mark}`);
  return { version, login };
};

/** What a cluster lets in: that which the page sets. */
const credentialsIn = (variables: Readonly<Record<string, string>>): Partial<Credentials> => {
  const first = (...names: readonly string[]) => names.map((name) => variables[name]).find((value) => value);
  const given = {
    username: first("CAMUNDA_COOKIE_AUTH_USERNAME", "CAMUNDA_BASIC_AUTH_USERNAME"),
    password: first("CAMUNDA_COOKIE_AUTH_PASSWORD", "CAMUNDA_BASIC_AUTH_PASSWORD"),
    clientId: first("CAMUNDA_CLIENT_ID", "ZEEBE_CLIENT_ID"),
    clientSecret: first("CAMUNDA_CLIENT_SECRET", "ZEEBE_CLIENT_SECRET"),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
};

const BASES = ["CAMUNDA_REST_ADDRESS", "CAMUNDA_OPERATE_BASE_URL"];
const TOKEN_ADDRESSES = ["CAMUNDA_OAUTH_URL", "ZEEBE_AUTHORIZATION_SERVER_URL"];

/** On SaaS more follows from the settings than can be had on this machine: what follows is written out. */
const following = ({ url, tokenUrl = "" }: Cluster): Record<string, string> => ({
  CAMUNDA_OPERATE_BASE_URL: url,
  CAMUNDA_OAUTH_URL: tokenUrl,
  CAMUNDA_OPERATE_OAUTH_AUDIENCE: SAAS_AUDIENCES.v1,
  CAMUNDA_TOKEN_AUDIENCE: SAAS_AUDIENCES.v2,
});

const SAAS_PLACE = ["CAMUNDA_CLUSTER_ID", "CAMUNDA_CLUSTER_REGION", "ZEEBE_REST_ADDRESS", "ZEEBE_ADDRESS"];

/** A token as a person gets it, for where a page has one. */
const tokenOf = async ({ tokenUrl = "", credentials: { clientId, clientSecret } }: Cluster): Promise<string> => {
  const asked = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
  const answer: unknown = await (await fetch(tokenUrl, { method: "POST", body: new URLSearchParams(asked) })).json();
  return textOf(member(answer, "access_token")) ?? "";
};

const MINUTE = 60_000;

/** Clusters with the sample company, one of each kind and set of credentials. */
export const pageClusters = () => {
  // In the future, so that what has stood for less than two hours still has when the last command runs.
  const now = Math.ceil(systemClock.wall() / MINUTE) * MINUTE + MINUTE;
  const world: Company = company({ now });
  const started = new Map<string, Promise<Cluster>>();

  const start = (mark: string, credentials: Partial<Credentials>): Promise<Cluster> => {
    const key = JSON.stringify([mark, credentials]);
    const running = started.get(key) ?? startCluster({ ...kindIn(mark), credentials, world, rateLimit: "off" });
    started.set(key, running);
    return running;
  };

  return {
    /** The cluster that a block of settings with this mark is about. */
    of: async (mark: string, variables: Readonly<Record<string, string>>): Promise<PageCluster> => {
      const cluster = await start(mark, credentialsIn(variables));
      const { url, tokenUrl } = cluster;
      const places = [
        ...BASES.map((name) => ({ name, real: url })),
        ...TOKEN_ADDRESSES.flatMap((name) => (tokenUrl === undefined ? [] : [{ name, real: tokenUrl }])),
      ].filter(({ name }) => name in variables);
      const kept = Object.entries(variables).filter(
        ([name]) => kindIn(mark).login !== "saas" || !SAAS_PLACE.includes(name),
      );
      return {
        cluster,
        variables: {
          ...Object.fromEntries(kept),
          ...(kindIn(mark).login === "saas" ? following(cluster) : {}),
          ...("CAMUNDA_OAUTH_TOKEN" in variables ? { CAMUNDA_OAUTH_TOKEN: await tokenOf(cluster) } : {}),
          ...Object.fromEntries(places.map(({ name, real }) => [name, real])),
        },
        addresses: places.map(({ name, real }) => ({ real, shown: variables[name] ?? "" })),
      };
    },
    /** An answer with its times moved to the hour of the pages. */
    atShownHour: (answer: string): string =>
      answer.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z/g, (time) => {
        const moved = new Date(Date.parse(time) + SHOWN_HOUR - now).toISOString();
        return time.includes(".") ? moved : moved.replace(/\.\d+/, "");
      }),
    close: async (): Promise<void> => {
      for (const cluster of started.values()) await (await cluster).close();
    },
  };
};
