import { OperateError } from "../../errors.ts";
import type { Call, Engine, Value } from "../engine.ts";
import { absent, type Entity, type Field, type Generation, type Wire } from "../entity.ts";
import { type ClusterVersion, reaches } from "../version.ts";
import type { Query } from "./query.ts";

const API_NAME: Readonly<Record<Generation, string>> = {
  v1: "the Operate API (v1)",
  v2: "the Orchestration Cluster API (v2)",
};

/** What the connected API or version does not have; `since` when a later one does. */
export const unsupported = (
  what: string,
  generation: Generation,
  version: ClusterVersion,
  since: string | undefined,
  where = "",
): OperateError => {
  const known = since === undefined ? `${what} is not known here` : `${what} exists since Camunda ${since}${where}`;
  return new OperateError("UNSUPPORTED", `${known}; connected is ${API_NAME[generation]} of ${version.text}`, {
    next: "leave it out, or filter by another argument",
  });
};

/** Refuses an entity that the connected API or version does not have. */
export const checkEntity = async (entity: Entity, engine: Engine, call: Call): Promise<void> => {
  const { path, plural, since } = entity;
  const came = engine.generation === "v2" ? since.v2 : path.v1 === undefined ? (since.v2 ?? "8.8") : undefined;
  if (came === undefined) return;
  const version = await engine.version(call);
  const isHere = engine.generation === "v2" && reaches(version.atLeast, came);
  if (!isHere) throw unsupported(`the search for ${plural}`, engine.generation, version, came);
};

/** The field as the connected API knows it; undefined when this version does not have it. */
export const wireOf = (field: Field, engine: Engine, version: ClusterVersion): Wire | undefined => {
  const wire = field[engine.generation];
  return wire === undefined || (wire.since !== undefined && !reaches(version.atLeast, wire.since)) ? undefined : wire;
};

/** The error for a field that the connected version does not have. */
export const missingField = (field: Field, engine: Engine, version: ClusterVersion): OperateError => {
  const wire = field[engine.generation] ?? field.v2;
  const where = wire === field[engine.generation] ? "" : `, in ${API_NAME.v2} only`;
  return unsupported(field.name, engine.generation, version, wire?.since, where);
};

/** Refuses a word that the connected version does not have: as a filter it would find nothing and say nothing. */
export const checkWord = (field: Field, value: Value, engine: Engine, version: ClusterVersion): void => {
  const word = field.words.find((entry) => entry.word === value);
  if (word === undefined) return;
  const isMissing = engine.generation === "v1" && word.v1 === absent;
  const isNewer = word.since !== undefined && !reaches(version.atLeast, word.since);
  if (isMissing || isNewer) throw unsupported(`${field.name} ${word.word}`, engine.generation, version, word.since);
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

const OLDEST: ClusterVersion = { atLeast: "8.0", text: "8.0 or later", because: "not asked" };

/** Version of the cluster, asked for only when the query depends on it. */
export const versionFor = async (entity: Entity, query: Query, engine: Engine, call: Call): Promise<ClusterVersion> =>
  needsVersion(entity, query, engine) ? engine.version(call) : OLDEST;
