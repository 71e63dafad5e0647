import { randomBytes } from "node:crypto";
import { entities } from "../camunda/entities/index.ts";
import type { Generation } from "../camunda/entity.ts";
import { systemClock } from "../clock.ts";
import { OperateError } from "../errors.ts";
import { openRuntime } from "./engine/runtime.ts";
import { type Faults, openFaults } from "./faults.ts";
import { type Journal, openJournal } from "./journal.ts";
import { listen } from "./listener.ts";
import { openLogin } from "./login/login.ts";
import { tokenServer } from "./login/token-endpoint.ts";
import { type ClusterOptions, type ClusterVersion, type Credentials, DEMO_CREDENTIALS } from "./options.ts";
import { uuid } from "./random.ts";
import { answerer, server } from "./serve.ts";
import type { Served } from "./served.ts";
import { emptyWorld, openStore } from "./store.ts";
import { reaches } from "./v1/quirks.ts";
import type { Row } from "./world.ts";

/** A running sample cluster. */
export interface Cluster {
  /** Base of Operate, without `/v1`. */
  readonly url: string;
  /** Address of the token endpoint (`identity` and `saas`), on a port of its own. */
  readonly tokenUrl: string | undefined;
  readonly credentials: Credentials;
  /** Audience of a token for the Operate API, or for the newer one where there is no Operate API (`identity` and `saas`). */
  readonly audience: string | undefined;
  readonly journal: Journal;
  readonly faults: Faults;
  /** Ends all sessions, as when they were idle for too long. */
  expireSessions(): void;
  /** Makes all tokens given out so far worthless. */
  revokeTokens(): void;
  /** Adds rows to the entity with this path in either API, e.g. `process-instances`. */
  add(path: string, rows: readonly Row[]): void;
  close(): Promise<void>;
}

const usualApis = (version: ClusterVersion): readonly Generation[] => {
  const all: readonly Generation[] = ["v1", "v2"];
  return all.filter((api) => (api === "v1" ? !reaches(version, "8.10") : reaches(version, "8.8")));
};

/** Starts a Camunda cluster in this process, on a real port. */
export const startCluster = async (options: ClusterOptions = {}): Promise<Cluster> => {
  const { version = "8.6", login: kind = "cookie", host = "127.0.0.1", port = 0 } = options;
  const { clock = systemClock, random = randomBytes } = options;
  if (kind === "basic" && !reaches(version, "8.8")) throw new OperateError("CONFIG", "Basic login exists from 8.8 on");
  const context = (options.contextPath ?? "").replace(/\/+$/, "");
  const credentials = { ...DEMO_CREDENTIALS, ...options.credentials };
  const world = options.world ?? emptyWorld;
  const kinds = options.entities ?? entities;
  const store = openStore(world);
  const own = (options.runtime?.lag ?? 0) > 0 ? openStore(world) : store;
  const api: Served = {
    entities: kinds,
    version,
    apis: options.apis ?? usualApis(version),
    context,
    store,
    runtime: openRuntime(kinds, { own, read: store }, clock.wall, options.runtime),
    now: clock.wall,
    uuid: () => uuid(random),
  };
  const { journal, record } = openJournal();
  const { faults, take } = openFaults();

  let tokenUrl: string | undefined;
  const issuer = () => tokenUrl ?? "";
  const login = openLogin({ version, kind, credentials, context, clock, random, options, issuer });
  const serve = server({ api, record, take, clock });
  const place = { host, tls: options.tls };
  const main = await listen(serve(answerer(api, login.gate)), { ...place, port });
  const { endpoint } = login;
  const tokens = endpoint && (await listen(serve(tokenServer(endpoint)), { ...place, port: 0 }));
  tokenUrl = endpoint && tokens && tokens.origin + endpoint.path;

  return {
    url: main.origin + context,
    tokenUrl,
    credentials,
    audience: login.audience,
    journal,
    faults,
    expireSessions: () => login.sessions?.expireAll(),
    revokeTokens: () => login.tokens?.revokeAll(),
    add: (path, rows) => {
      const entity = api.entities.find((one) => one.path.v1 === path || one.path.v2 === path);
      if (entity === undefined) throw new OperateError("INVALID_ARGUMENT", `No entity has the path ${path}`);
      for (const one of new Set([store, own])) one.add(entity, rows);
    },
    close: async () => {
      await Promise.all([main.close(), tokens?.close()]);
    },
  };
};
