import type { LookupFunction } from "node:net";
import { createAuth, type TokenSessions } from "../auth/create-auth.ts";
import type { AuthEvent } from "../auth/session.ts";
import { tokenFiles } from "../auth/token-files.ts";
import { bounded, REQUESTS } from "../bounded.ts";
import { type Connection, connector } from "../camunda/connect.ts";
import type { Call } from "../camunda/engine.ts";
import type { Generation } from "../camunda/entity.ts";
import type { Clock } from "../clock.ts";
import type { Base, Config } from "../config/config.ts";
import { OperateError } from "../errors.ts";
import { API_RETRIES, apiSend } from "../http/api.ts";
import { type Auth, credentials } from "../http/credentials.ts";
import { type HttpEvent, pipeline } from "../http/http.ts";
import { retry } from "../http/retry.ts";
import { timeout } from "../http/timeout.ts";
import { createTransport } from "../http/transport.ts";
import type { Level, Log } from "../log.ts";
import type { Secrets } from "../secrets.ts";

/** What of the outside world a cluster is reached through. */
export interface World {
  readonly clock: Clock;
  /** 0 to below 1. */
  readonly random: () => number;
  readonly secrets: Secrets;
  readonly log: Log;
  /** Looks host names up; by default as the system does. */
  readonly lookup?: LookupFunction;
}

/** The configured cluster. Nothing is sent before the first `connect`. */
export interface Cluster {
  connect(call: Call): Promise<Connection>;
  /** What the token in use says about itself, unchecked; undefined before the first login, and where there is no such token. */
  claims(): Readonly<Record<string, unknown>> | undefined;
  /** Loads what the first request would load otherwise; sends nothing. */
  warm(): Promise<void>;
  /** Closes every connection. */
  close(): Promise<void>;
}

const PROBE_MS = 10_000;

const logged =
  ({ log }: World) =>
  ({ request, origin, proxy, ms, status, failure }: HttpEvent): void =>
    log.debug("http", { request, origin, proxy, ms: Math.round(ms), status, failure });

/** Does the work of connecting for all callers: it belongs to none of them and has a time of its own. */
const onBehalfOfAll =
  ({ clock }: World, { timeoutMs, maxScanRows }: Config) =>
  async <T>(work: (call: Call) => Promise<T>, calledOff: AbortSignal): Promise<T> => {
    const controller = new AbortController();
    const disarm = clock.after(timeoutMs, () =>
      controller.abort(new OperateError("TIMEOUT", "finding out what the cluster is took too long")),
    );
    try {
      const signal = AbortSignal.any([controller.signal, calledOff]);
      return await work({ signal, hurry: () => false, progress: () => undefined, maxScanRows });
    } finally {
      disarm();
    }
  };

/** What a person should hear of, and how loud; the rest is routine. Who asked for tokens to be kept hears of it in any case. */
const LEVELS: Partial<Record<AuthEvent, Level>> = {
  login_failed: "warn",
  renewal_failed: "warn",
  credential_rejected: "warn",
  token_not_kept: "error",
};

/** Puts settings, transport, login and engine together. */
export const openCluster = (config: Config, world: World): Cluster => {
  const { clock, random, secrets, log } = world;
  const { certificates, proxies } = config;
  const transport = createTransport({ certificates, proxies, lookup: world.lookup, observe: logged(world), clock });
  // For all APIs of the cluster together.
  const turns = bounded(REQUESTS);
  const tokens: TokenSessions = new Map();
  const tokenStore = config.tokenCacheDir === undefined ? undefined : tokenFiles(config.tokenCacheDir);
  // Kept over failed attempts to connect: what a login has learned (a refusal, the form that works) must not be forgotten.
  const auths = new Map<string, Auth>();
  const authAt = ({ url: base, source }: Base, generation: Generation, loginPath: string): Auth => {
    const loginUrl = new URL(`${base.href.replace(/\/+$/, "")}${loginPath}`);
    const place = `${generation} ${loginUrl.href}`;
    const auth =
      auths.get(place) ??
      createAuth({
        login: config.login,
        generation,
        base,
        baseVariable: source.variable,
        loginUrl,
        send: transport.send,
        clock,
        random,
        secrets,
        observe: (event, facts) => log[LEVELS[event] ?? "info"](event, facts),
        tokens,
        tokenStore,
      });
    auths.set(place, auth);
    return auth;
  };
  const bare = pipeline(
    transport.send,
    retry({ policy: API_RETRIES, clock, random }),
    timeout({ ms: PROBE_MS, clock }),
  );
  const connect = connector(
    {
      config,
      bare,
      access(base, generation, loginPath) {
        const auth = authAt(base, generation, loginPath);
        const send = apiSend({
          send: transport.send,
          origin: base.url.origin,
          variable: base.source.variable,
          auth: credentials(auth, turns),
          clock,
          random,
          writes: config.allowWrites,
        });
        return {
          strategy: auth.strategy,
          claims: auth.claims,
          send,
          ...(auth.principal === undefined ? {} : { principal: auth.principal }),
        };
      },
    },
    onBehalfOfAll(world, config),
    clock.mono,
  );
  const claims = () => [...auths.values()].map((auth) => auth.claims()).find((found) => found !== undefined);
  const warm = async () => {
    await import("../http/undici.ts");
    if (config.login.strategy === "COOKIE") await import("../auth/cookie-jar.ts");
  };
  return { connect, claims, warm, close: transport.close };
};
