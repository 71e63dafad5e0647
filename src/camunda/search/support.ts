import { OperateError } from "../../errors.ts";
import type { Call, Engine, Value } from "../engine.ts";
import { absent, type Entity, type Field, type Generation, type Wire } from "../entity.ts";
import { isBearable } from "../look-up.ts";
import { type ClusterVersion, reaches } from "../version.ts";
import type { Query } from "./query.ts";

const OLDEST: ClusterVersion = { atLeast: "8.0", text: "8.0 or later", because: "not asked" };

/** The APIs as sentences name them. */
export const API_NAME: Readonly<Record<Generation, string>> = {
  v1: "the Operate API (v1)",
  v2: "the Orchestration Cluster API (v2)",
};

const refusal = (known: string, generation: Generation, version: ClusterVersion, next: string): OperateError =>
  new OperateError("UNSUPPORTED", `${known}; connected is ${API_NAME[generation]} of ${version.text}`, { next });

/** What the connected version does not have; `since` when a later one does. */
export const unsupported = (
  what: string,
  generation: Generation,
  version: ClusterVersion,
  since: string | undefined,
): OperateError => {
  const known = since === undefined ? `${what} is not known here` : `${what} exists since Camunda ${since}`;
  return refusal(known, generation, version, "leave it out, or filter by another argument");
};

/** What the Operate API has in no version; `since` is the first one in which the Orchestration Cluster API has it. */
export const newerOnly = (what: string, version: ClusterVersion, since = "8.8"): OperateError => {
  const known = `${what} exists since Camunda ${since}, in ${API_NAME.v2} only`;
  return refusal(
    known,
    "v1",
    version,
    `leave it out; only a cluster of ${since} or later can answer it, over that API`,
  );
};

/** The version for the wording of a refusal, which stands even where the version may not be asked for. */
const versionToSay = async (engine: Engine, call: Call): Promise<ClusterVersion> => {
  try {
    return await engine.version(call);
  } catch (error) {
    if (!isBearable(error, call)) throw error;
    return OLDEST;
  }
};

/**
 * Whether the connected API can be asked for an entity at all, without a request: to say which version it is that does not have it may
 * take several.
 */
export const isServed = ({ path }: Entity, { generation }: Engine): boolean => path[generation] !== undefined;

/** Refuses an entity that the connected API or version does not have. */
export const checkEntity = async (entity: Entity, engine: Engine, call: Call): Promise<void> => {
  const { path, plural, since } = entity;
  const what = `the search for ${plural}`;
  if (engine.generation === "v1") {
    if (path.v1 === undefined) throw newerOnly(what, await versionToSay(engine, call), since.v2);
    return;
  }
  if (since.v2 === undefined) return;
  const version = await engine.version(call);
  if (!reaches(version.atLeast, since.v2)) throw unsupported(what, "v2", version, since.v2);
};

/** The field as the connected API knows it; undefined when this version does not have it. */
export const wireOf = (field: Field, engine: Engine, version: ClusterVersion): Wire | undefined => {
  const wire = field[engine.generation];
  return wire === undefined || (wire.since !== undefined && !reaches(version.atLeast, wire.since)) ? undefined : wire;
};

/** The error for a field that the connected version does not have. */
export const missingField = (field: Field, engine: Engine, version: ClusterVersion): OperateError => {
  const wire = field[engine.generation];
  const isNewerOnly = wire === undefined && engine.generation === "v1" && field.v2 !== undefined;
  if (isNewerOnly) return newerOnly(field.name, version, field.v2?.since);
  return unsupported(field.name, engine.generation, version, wire?.since);
};

/** Refuses a word that the connected version does not have: as a filter it would find nothing and say nothing. */
export const checkWord = (field: Field, value: Value, engine: Engine, version: ClusterVersion): void => {
  const word = field.words.find((entry) => entry.word === value);
  if (word === undefined) return;
  const what = `${field.name} ${word.word}`;
  if (engine.generation === "v1" && word.v1 === absent) throw newerOnly(what, version, word.since);
  if (word.since === undefined || reaches(version.atLeast, word.since)) return;
  throw unsupported(what, engine.generation, version, word.since);
};

const isVersioned = (entity: Entity, name: string, engine: Engine): boolean => {
  const wire = entity.fields[name]?.[engine.generation];
  return wire === undefined || wire.since !== undefined;
};

const hasVersionedWord = (entity: Entity, name: string, value: Value): boolean =>
  entity.fields[name]?.words.find(({ word }) => word === value)?.since !== undefined;

/** Whether anything in the query came later than the oldest cluster of this generation, or is missing in it. */
const needsVersion = (entity: Entity, query: Query, engine: Engine): boolean => {
  const used = [...Object.keys(query.filter), ...Object.keys(query.windows), ...query.sort.map(({ field }) => field)];
  const hasNewWord = Object.entries(query.filter).some(([name, value]) => hasVersionedWord(entity, name, value));
  return query.latestOnly || hasNewWord || used.some((name) => isVersioned(entity, name, engine));
};

/** Version of the cluster, asked for only when the query depends on it. */
export const versionFor = async (entity: Entity, query: Query, engine: Engine, call: Call): Promise<ClusterVersion> =>
  needsVersion(entity, query, engine) ? engine.version(call) : OLDEST;
