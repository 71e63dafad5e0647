import type { Entity, Generation, Version } from "../camunda/entity.ts";
import type { Runtime } from "./engine/runtime.ts";
import type { Store } from "./store.ts";

/** What the APIs of a cluster answer from. */
export interface Served {
  readonly entities: readonly Entity[];
  readonly version: Version;
  /** The APIs that are there. */
  readonly apis: readonly Generation[];
  /** Prefix of every path, as the outside sees it; empty when there is none. */
  readonly context: string;
  readonly store: Store;
  /** What can be changed. */
  readonly runtime: Runtime;
  /** Wall clock, milliseconds since 1970. */
  readonly now: () => number;
  /** A new UUID, names one error. */
  readonly uuid: () => string;
}
