import type { Version } from "./entity.ts";

/** What is known about the version of the connected cluster. */
export interface ClusterVersion {
  /** The lowest version it can be: decides which fields and filters may be sent. */
  readonly atLeast: Version;
  /** As people read it: `8.8.3`, or `8.6 or later (inferred)`. */
  readonly text: string;
  /** How it is known, in a few words. */
  readonly because: string;
  /** The cluster could tell it exactly to who is logged in, and has not been asked yet. */
  readonly canBeAsked?: true;
}

/** An Orchestration Cluster that nobody has logged in to yet. */
export const atLeast88 = (because: string): ClusterVersion => ({
  atLeast: "8.8",
  text: "8.8 or later",
  because,
  canBeAsked: true,
});

const minor = (version: Version): number => Number(version.slice(2));

/** Whether `version` is `since` or later. */
export const reaches = (version: Version, since: Version): boolean => minor(version) >= minor(since);

/** The later of two versions. */
export const later = (one: Version, other: Version): Version => (reaches(one, other) ? one : other);

/** Reads `8.8.3`, `8.9.0-alpha2` or `8.10` as a version of two numbers; undefined when it is none of Camunda 8. */
export const toVersion = (text: string): Version | undefined => {
  const match = /^8\.(\d{1,3})(?:[.-]|$)/.exec(text);
  return match === null ? undefined : `8.${Number(match[1])}`;
};
