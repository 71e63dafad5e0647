import type { Entity, Generation } from "../camunda/entity.ts";
import type { Clock } from "../clock.ts";
import type { RuntimeOptions } from "./engine/runtime.ts";
import type { Tls } from "./listener.ts";
import type { Random } from "./random.ts";
import type { World } from "./world.ts";

/** The versions a sample cluster can be. */
export type ClusterVersion = "8.0" | "8.3" | "8.6" | "8.8" | "8.9" | "8.10";

/**
 * How one logs in: `cookie` with user and password, `identity` with a token of Self-Managed Identity, `saas` with a token
 * of Camunda SaaS, `basic` (from 8.8 on; the same cluster as `cookie` there, it takes both), `none` not at all.
 */
export type LoginKind = "cookie" | "identity" | "saas" | "basic" | "none";

/** What the cluster lets in. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What a sample cluster is like; everything has a default. */
export interface ClusterOptions {
  /** Default 8.6. */
  readonly version?: ClusterVersion;
  /** The APIs that answer; default: Operate's up to 8.9, the Orchestration Cluster API from 8.8 on. */
  readonly apis?: readonly Generation[];
  /** Default `cookie`. */
  readonly login?: LoginKind;
  /** Name of the CSRF header and cookie, or no protection. Default: the older name up to 8.3, the newer one after. */
  readonly csrf?: "OPERATE-X-CSRF-TOKEN" | "X-CSRF-TOKEN" | "off";
  /** Milliseconds a session lives without a request; default half an hour. */
  readonly sessionLife?: number;
  /** Seconds a token lives; default 300 with `identity`, a day with `saas`. */
  readonly tokenLife?: number;
  /** Requests a second that the token endpoint of `saas` takes before it answers 429; default 1. */
  readonly rateLimit?: number | "off";
  /** Prefix of every path, e.g. `/operate`; default none. */
  readonly contextPath?: string;
  /** Address to listen on; default `127.0.0.1`. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Serve https. */
  readonly tls?: Tls;
  /** Default user `demo`, password `demo`, and a sample client. */
  readonly credentials?: Partial<Credentials>;
  /** Default: nothing is known, so every entity gets synthesised rows. */
  readonly world?: World;
  /** The entities with endpoints; default all. */
  readonly entities?: readonly Entity[];
  /** How what is changed turns out, and when it can be read. */
  readonly runtime?: RuntimeOptions;
  readonly clock?: Clock;
  readonly random?: Random;
}

/** What the cluster lets in unless told otherwise. */
export const DEMO_CREDENTIALS: Credentials = {
  username: "demo",
  password: "demo",
  clientId: "sample-operate-client",
  clientSecret: "sample-operate-secret",
};
