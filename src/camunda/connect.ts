import { untilAborted } from "../abort.ts";
import type { Base, Config } from "../config/config.ts";
import { OperateError } from "../errors.ts";
import type { Send } from "../http/http.ts";
import { client } from "./client.ts";
import type { Call, Engine } from "./engine.ts";
import { processDefinition } from "./entities/process-definition.ts";
import type { Credential } from "./identity.ts";
import { collectEvidence } from "./operate-v1/evidence.ts";
import { operateV1 } from "./operate-v1/operate-v1.ts";
import { type Sighting, sight } from "./sight.ts";
import { type ClusterVersion, toVersion } from "./version.ts";

/** What a login offers to those who send requests with it. */
export interface Access extends Credential {
  /** The pipeline that puts the credential on. */
  readonly send: Send;
}

/** What `connect` needs from outside. */
export interface ConnectOptions {
  readonly config: Pick<Config, "operate" | "rest" | "clusterVersion">;
  /** Sends without any credential; answers of every status come back as they are. */
  readonly bare: Send;
  /** Logs in for one base address; `loginPath` is where a cookie login is sent there. */
  readonly access: (base: URL, loginPath: "/api/login" | "/login") => Access;
}

/** The connected cluster and where its address came from. */
export interface Connection {
  readonly engine: Engine;
  readonly base: Base;
  readonly strategy: string;
}

interface Candidate {
  readonly base: Base;
  readonly sighting: Sighting;
}

/** A configured address, and the same without a last segment `/operate`. */
const variantsOf = (base: Base): Base[] => {
  const path = base.url.pathname.replace(/\/+$/, "");
  if (!path.endsWith("/operate")) return [base];
  const shorter = new URL(base.url);
  shorter.pathname = path.slice(0, -"/operate".length) || "/";
  return [base, { ...base, url: shorter }];
};

/** All addresses to try: Operate's own first, and of one address's variants the one with an Orchestration Cluster first. */
const candidates = async ({ config, bare }: ConnectOptions, call: Call): Promise<Candidate[]> => {
  const all: Candidate[] = [];
  for (const given of [config.operate, config.rest]) {
    const variants = given === undefined ? [] : variantsOf(given);
    const fresh = variants.filter(({ url }) => all.every(({ base }) => base.url.href !== url.href));
    const seen: Candidate[] = [];
    for (const base of fresh) seen.push({ base, sighting: await sight(base.url, bare, call) });
    all.push(...seen.sort((a, b) => Number(a.sighting.kind === "no") - Number(b.sighting.kind === "no")));
  }
  return all;
};

/**
 * Answers that prove that the API is not at this address. Everything else may be different the next time; and who asks somebody
 * without a login for one is the API.
 */
const isDefiniteNo = (error: unknown, strategy: string): error is OperateError => {
  if (!(error instanceof OperateError)) return false;
  const wantsLogin = strategy === "NONE" && (error.facts.status === 401 || error.facts.status === 403);
  return ["CONFIG", "BAD_RESPONSE", "NOT_FOUND", "INVALID_ARGUMENT"].includes(error.code) && !wantsLogin;
};

/** What is known about the version before anything was asked: told by the cluster, or else by the settings. */
const knownVersion = (sighting: Sighting, { clusterVersion }: ConnectOptions["config"]): ClusterVersion | undefined => {
  if (sighting.kind !== "no") return sighting.version;
  const version = clusterVersion === undefined ? undefined : toVersion(clusterVersion);
  return version && { atLeast: version, text: version, because: "set by OPERATE_MCP_CLUSTER_VERSION" };
};

const engineAt = (
  { base, sighting }: Candidate,
  { access, config }: ConnectOptions,
): { engine: Engine; strategy: string } => {
  const isOrchestration = sighting.kind !== "no";
  const credential = access(base.url, isOrchestration ? "/login" : "/api/login");
  const evidence = collectEvidence();
  const known = knownVersion(sighting, config);
  if (known !== undefined) evidence.know(known);
  const engine = operateV1({
    base: base.url,
    client: client(base.url, credential.send),
    evidence,
    credential,
    identityPath: isOrchestration ? "v2/authentication/me" : "api/authentications/user",
  });
  return { engine, strategy: credential.strategy };
};

const SET_ADDRESS =
  "set CAMUNDA_OPERATE_BASE_URL to the address of Operate (8.0 to 8.9), e.g. http://localhost:8080, without /v1";

/** What each address answered; what a login page wants is a login, and not another address. */
const nowhere = (
  tried: readonly { where: string; error: OperateError }[],
  strategy: string | undefined,
): OperateError => {
  const answers = tried.map(({ where, error }) => `${where}: ${error.message}`).join("; ");
  const toLogin = tried.find(({ error }) => strategy === "NONE" && error.facts.status === 302);
  return new OperateError("CONFIG", `no Camunda API answers at the configured address: ${answers}`, {
    next: toLogin?.error.next ?? SET_ADDRESS,
  });
};

/** Finds the cluster: the first of the addresses at which the Operate API answers. */
const connectOnce = async (options: ConnectOptions, call: Call): Promise<Connection> => {
  const tried: { where: string; error: OperateError }[] = [];
  let login: string | undefined;
  for (const candidate of await candidates(options, call)) {
    const { engine, strategy } = engineAt(candidate, options);
    login = strategy;
    try {
      const newestFirst = { filter: {}, sort: [{ field: processDefinition.key, order: "DESC" as const }], size: 1 };
      await engine.page(processDefinition, newestFirst, call);
      return { engine, base: candidate.base, strategy };
    } catch (error) {
      if (!isDefiniteNo(error, strategy)) throw error;
      tried.push({ where: `${candidate.base.url.href} (/v2: ${candidate.sighting.got}) /v1`, error });
    }
  }
  throw nowhere(tried, login);
};

/**
 * Connects on the first call and keeps what it found. Calls that come meanwhile share the work; a failure is not kept, so the
 * next call tries again.
 */
export const connector = (options: ConnectOptions, shared: () => Call): ((call: Call) => Promise<Connection>) => {
  let connection: Promise<Connection> | undefined;
  return (call) => {
    connection ??= connectOnce(options, shared()).catch((error: unknown) => {
      connection = undefined;
      throw error;
    });
    return untilAborted(connection, call.signal);
  };
};
