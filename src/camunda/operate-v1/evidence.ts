import { member } from "../../narrow.ts";
import type { Entity, Version } from "../entity.ts";
import { type ClusterVersion, later } from "../version.ts";

/**
 * The Operate API has no endpoint that tells its version, so it is inferred from what its rows hold: a member that came with a
 * version proves that version. Every decoded answer can add to the proof; nothing ever takes it back.
 */
export interface Evidence {
  /** Looks at the raw items of an answer. */
  see(entity: Entity, items: readonly unknown[]): void;
  /** Takes a version that is known from elsewhere. */
  know(version: ClusterVersion): void;
  /** Whether a row of this entity could prove a later version than is proved already. */
  open(entity: Entity): boolean;
  version(): ClusterVersion;
}

const OLDEST: Version = "8.0";

const provedBy = (entity: Entity, item: unknown): Version =>
  Object.values(entity.fields).reduce<Version>((found, { v1 }) => {
    const value = v1?.since === undefined ? undefined : member(item, v1.name);
    return v1?.since === undefined || value === undefined || value === null ? found : later(found, v1.since);
  }, OLDEST);

const newestOf = (entity: Entity): Version =>
  Object.values(entity.fields).reduce<Version>((found, { v1 }) => later(found, v1?.since ?? OLDEST), OLDEST);

/** No evidence yet. */
export const collectEvidence = (): Evidence => {
  let atLeast = OLDEST;
  let known: ClusterVersion | undefined;
  let rows = 0;
  return {
    see(entity, items) {
      rows += items.length;
      if (later(atLeast, newestOf(entity)) === atLeast) return;
      atLeast = items.map((item) => provedBy(entity, item)).reduce(later, atLeast);
    },
    know(version) {
      known = version;
    },
    open: (entity) => known === undefined && later(atLeast, newestOf(entity)) !== atLeast,
    version: () =>
      known ?? {
        atLeast,
        text: `${atLeast} or later (inferred)`,
        because: rows === 0 ? "no row to judge by, so the oldest is assumed" : "inferred from what the rows hold",
      },
  };
};
