import { whileAwaited } from "../abort.ts";
import type { Base, Config } from "../config/config.ts";
import { OperateError } from "../errors.ts";
import type { Send } from "../http/http.ts";
import { isOfProxy } from "../http/proxy-failure.ts";
import { defined } from "../members.ts";
import { type Attempt, attemptsAt, type Candidate, lookAround } from "./candidates.ts";
import { client } from "./client.ts";
import type { Call, Engine } from "./engine.ts";
import { processDefinition } from "./entities/process-definition.ts";
import type { Generation } from "./entity.ts";
import type { Credential } from "./identity.ts";
import { collectEvidence } from "./operate-v1/evidence.ts";
import { operateV1 } from "./operate-v1/operate-v1.ts";
import { orchestrationV2 } from "./orchestration-v2/orchestration-v2.ts";
import { isContradiction } from "./sound-pages.ts";
import { inTenant } from "./tenant.ts";
import { atLeast88, type ClusterVersion, toVersion } from "./version.ts";
import { watched } from "./watch.ts";
import { webAppAt } from "./web-app.ts";

/** What a login offers to those who send requests with it. */
export interface Access extends Credential {
  /** The pipeline that puts the credential on. */
  readonly send: Send;
}

/** What `connect` needs from outside. */
export interface ConnectOptions {
  readonly config: Pick<Config, "operate" | "rest" | "clusterVersion" | "api" | "tenantId">;
  /** Sends without any credential; answers of every status come back as they are. */
  readonly bare: Send;
  /** Logs in to one API at one address; `loginPath` is where a cookie login is sent there. */
  readonly access: (base: Base, generation: Generation, loginPath: "/api/login" | "/login") => Access;
}

/** The connected cluster and where its address came from. */
export interface Connection {
  readonly engine: Engine;
  readonly base: Base;
  readonly strategy: string;
  /** The only tenant that is shown. */
  readonly tenantId?: string;
}

/**
 * Answers that prove that the API is not at this address. Everything else may be different the next time; and who asks somebody
 * without a login for one is the API.
 */
const isDefiniteNo = (error: unknown, strategy: string): error is OperateError => {
  if (!(error instanceof OperateError) || isOfProxy(error)) return false;
  const wantsLogin = strategy === "NONE" && (error.facts.status === 401 || error.facts.status === 403);
  return ["CONFIG", "BAD_RESPONSE", "NOT_FOUND", "INVALID_ARGUMENT"].includes(error.code) && !wantsLogin;
};

const ASSUMED = atLeast88("OPERATE_MCP_API says v2");

/** What is known about the version before anything was asked: told by the cluster, or else by the settings. */
const knownVersion = (
  { sighting }: Candidate,
  { clusterVersion }: ConnectOptions["config"],
): ClusterVersion | undefined => {
  if (sighting.kind !== "no") return sighting.version;
  const version = clusterVersion === undefined ? undefined : toVersion(clusterVersion);
  return version && { atLeast: version, text: version, because: "set by OPERATE_MCP_CLUSTER_VERSION" };
};

const engineOf = (attempt: Attempt, { access, config }: ConnectOptions): { engine: Engine; strategy: string } => {
  const { base, sighting, generation } = attempt;
  const isOrchestration = sighting.kind !== "no" || generation === "v2";
  const credential = access(base, generation, isOrchestration ? "/login" : "/api/login");
  const webApp = webAppAt(base.url, isOrchestration);
  const shared = { base: base.url, webApp, client: client(base.url, credential.send), credential };
  const known = knownVersion(attempt, config);
  if (generation === "v2") {
    return { engine: orchestrationV2({ ...shared, version: known ?? ASSUMED }), strategy: credential.strategy };
  }
  const evidence = collectEvidence();
  if (known !== undefined) evidence.know(known);
  const identityPath = isOrchestration ? "v2/authentication/me" : "api/authentications/user";
  return { engine: operateV1({ ...shared, evidence, identityPath }), strategy: credential.strategy };
};

/** What one API at one address answered. */
interface Tried {
  readonly where: string;
  readonly message: string;
  /** What to do, where that is something else than setting another address. */
  readonly next?: string;
}

const SET_ADDRESS =
  "set CAMUNDA_REST_ADDRESS to the address of the Orchestration Cluster (8.8 and later), or CAMUNDA_OPERATE_BASE_URL to that of Operate (8.0 to 8.9), e.g. http://localhost:8080";

const nowhere = (tried: readonly Tried[]): OperateError => {
  const answers = tried.map(({ where, message }) => `${where}: ${message}`).join("; ");
  return new OperateError("CONFIG", `no Camunda API answers at the configured address: ${answers}`, {
    next: tried.find(({ next }) => next !== undefined)?.next ?? SET_ADDRESS,
  });
};

/** The addresses where no Orchestration Cluster was seen, and what was seen instead. */
const unseen = (candidates: readonly Candidate[], api: Config["api"]): Tried[] =>
  candidates.flatMap(({ base, sighting }) =>
    sighting.kind === "no" && api === "auto" ? [{ where: `${base.url.href} /v2`, message: sighting.got }] : [],
  );

/** What the refusal of an attempt tells; who is sent to a login page without a login needs one, and not another address. */
const triedAt = ({ base, generation }: Attempt, error: OperateError, strategy: string): Tried => ({
  where: `${base.url.href} /${generation}`,
  message: error.message,
  ...(strategy === "NONE" && error.facts.status === 302 ? { next: error.next } : {}),
});

/** The error that proves that this API is not there; undefined where it answers, also where it contradicts itself in doing so. */
const refusalOf = async (engine: Engine, strategy: string, call: Call): Promise<OperateError | undefined> => {
  try {
    const newestFirst = { filter: {}, sort: [{ field: processDefinition.key, order: "DESC" as const }], size: 1 };
    await engine.page(processDefinition, newestFirst, call);
  } catch (error) {
    if (isContradiction(error)) return undefined;
    if (!isDefiniteNo(error, strategy)) throw error;
    return error;
  }
  return undefined;
};

/** Finds the cluster: the first API of the first address that answers. */
const connectOnce = async (options: ConnectOptions, call: Call): Promise<Connection> => {
  const { config, bare } = options;
  const candidates = await lookAround(config, bare, call);
  const tried = unseen(candidates, config.api);
  for (const attempt of attemptsAt(candidates, config.api)) {
    const { engine, strategy } = engineOf(attempt, options);
    const refusal = await refusalOf(engine, strategy, call);
    if (refusal !== undefined) {
      tried.push(triedAt(attempt, refusal, strategy));
      continue;
    }
    const { tenantId } = config;
    const scoped = tenantId === undefined ? engine : await inTenant(engine, tenantId, call);
    return { engine: scoped, base: attempt.base, strategy, ...defined({ tenantId }) };
  }
  throw nowhere(tried);
};

/** So long a connection is kept. An upgrade shows in no answer where the API stays, so now and then it is looked for anew. */
const KEPT_MS = 300_000;

/** A connection, or the work on it. */
interface Kept {
  since: number;
  readonly wait: (signal: AbortSignal) => Promise<Connection>;
  /** What was found, unless its API has gone since. */
  found?: Connection;
}

/**
 * Connects on the first call and keeps what it found for a while. Calls that come meanwhile share the work, which is called off with the
 * last of them; a failure is not kept, so the next call tries again, and so it does when the API has gone from its address. `now` is in
 * milliseconds.
 */
export const connector = (
  options: ConnectOptions,
  onBehalfOfAll: <T>(work: (call: Call) => Promise<T>, calledOff: AbortSignal) => Promise<T>,
  now: () => number,
): ((call: Call) => Promise<Connection>) => {
  let current: Kept | undefined;
  const forget = () => {
    current = undefined;
  };

  /** `before` is what there was: it goes on when looking anew comes to nothing for a reason that may pass. */
  const begin = (before?: Connection): Kept => {
    const end = () => {
      if (current === kept) forget();
    };
    const connect = async (signal: AbortSignal): Promise<Connection> => {
      // Who calls while the work is just being called off begins anew.
      signal.addEventListener("abort", end, { once: true });
      try {
        const found = await onBehalfOfAll((call) => connectOnce(options, call), signal);
        kept.found = { ...found, engine: watched(found.engine, forget) };
        return kept.found;
      } catch (error) {
        const isOver = before === undefined || signal.aborted || isDefiniteNo(error, before.strategy);
        if (isOver) {
          end();
          throw error;
        }
        kept.since = now();
        kept.found = before;
        return before;
      }
    };
    const kept: Kept = { since: now(), wait: whileAwaited(connect) };
    return kept;
  };

  return async ({ signal }) => {
    if (current === undefined || now() - current.since > KEPT_MS) current = begin(current?.found);
    return current.wait(signal);
  };
};
