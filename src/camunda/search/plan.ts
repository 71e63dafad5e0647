import { OperateError } from "../../errors.ts";
import type { Engine, Filter, Position, Row, Sort, Value } from "../engine.ts";
import { absent, type Entity, type Field, type Generation, type Wire } from "../entity.ts";
import { type ClusterVersion, reaches } from "../version.ts";
import { folded, type Query, type Window } from "./query.ts";

/** Decides about one row; `end` means that no later row can match. */
export type Test = (row: Row) => "take" | "drop" | "end";

/** How a query is carried out on the connected API: what it is asked for, and what is left to compare here. */
export interface Plan {
  readonly filter: Filter;
  readonly sort: readonly Sort[];
  /** Where to begin reading, when a time window allows to begin in the middle. */
  readonly start?: Position;
  readonly tests: readonly Test[];
  /** Fields that were compared here and not by the cluster; a long scan names them. */
  readonly scanned: readonly string[];
  /** Rows of the same group follow one another, and only the first of each counts. */
  readonly groupBy?: readonly string[];
}

const equals =
  (name: string, wanted: Value): Test =>
  (row) =>
    row[name] === wanted ? "take" : "drop";

const contains = (name: string, wanted: Value): Test => {
  const part = folded(wanted);
  return (row) => (folded(row[name] ?? "").includes(part) ? "take" : "drop");
};

/** In a list that is sorted by the date, the first row beyond the far end of the window is the end of the list. */
const within =
  (name: string, { after, before }: Window, order: Sort["order"] | undefined): Test =>
  (row) => {
    const date = row[name];
    if (typeof date !== "string") return order === undefined ? "drop" : "end";
    if (after !== undefined && date < after) return order === "DESC" ? "end" : "drop";
    if (before !== undefined && date > before) return order === "ASC" ? "end" : "drop";
    return "take";
  };

const API_NAME: Readonly<Record<Generation, string>> = {
  v1: "the Operate API (v1)",
  v2: "the Orchestration Cluster API (v2)",
};

/** What the connected API or version does not have; `since` when a later one does. */
const unsupported = (
  what: string,
  engine: Engine,
  version: ClusterVersion,
  since: string | undefined,
): OperateError => {
  const known = since === undefined ? `${what} is not known here` : `${what} exists since Camunda ${since}`;
  return new OperateError("UNSUPPORTED", `${known}; connected is ${API_NAME[engine.generation]} of ${version.text}`, {
    next: "leave it out, or filter by another argument",
  });
};

/** The field as the connected API knows it, or an error that says since when it exists. */
const wireOf = (field: Field, engine: Engine, version: ClusterVersion): Wire => {
  const wire = field[engine.generation];
  if (wire === undefined) throw unsupported(field.name, engine, version, field.v1?.since ?? field.v2?.since);
  if (wire.since !== undefined && !reaches(version.atLeast, wire.since)) {
    throw unsupported(field.name, engine, version, wire.since);
  }
  return wire;
};

const checkWord = (field: Field, value: Value, engine: Engine, version: ClusterVersion): void => {
  const word = field.words.find((entry) => entry.word === value);
  if (engine.generation === "v1" && word?.v1 === absent) {
    throw unsupported(`${field.name} ${word.word}`, engine, version, word.since);
  }
};

/** The fields whose groups `latestOnly` looks at, as far as this version has them. */
const groupFields = (entity: Entity, engine: Engine, version: ClusterVersion): string[] =>
  (entity.latest?.by ?? []).filter((name) => {
    const since = entity.fields[name]?.[engine.generation]?.since;
    return since === undefined || reaches(version.atLeast, since);
  });

const sortOf = (entity: Entity, query: Query, engine: Engine, version: ClusterVersion): readonly Sort[] => {
  if (query.latestOnly && entity.latest !== undefined) {
    const by = groupFields(entity, engine, version).map((field): Sort => ({ field, order: "ASC" }));
    return [...by, { field: entity.latest.highest, order: "DESC" }];
  }
  if (query.sort.length > 0) return query.sort;
  const [windowed] = Object.keys(query.windows);
  return windowed === undefined ? [] : [{ field: windowed, order: "DESC" }];
};

const checkSort = (entity: Entity, query: Query, engine: Engine, version: ClusterVersion): void => {
  if (query.latestOnly && query.sort.length > 0) {
    throw new OperateError("INVALID_ARGUMENT", `latestOnly lists by ${entity.latest?.by[0]}; sort cannot change that`, {
      next: "leave out sort or latestOnly",
    });
  }
  for (const { field: name } of query.sort) {
    const field = entity.fields[name];
    if (field !== undefined && !wireOf(field, engine, version).sort) {
      const possible = Object.values(entity.fields).filter((other) => other[engine.generation]?.sort);
      throw new OperateError("INVALID_ARGUMENT", `the connected API cannot sort by ${name}`, {
        next: `sort by one of ${possible.map((other) => other.name).join(", ")}`,
      });
    }
  }
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
export const versionFor = (
  entity: Entity,
  query: Query,
  engine: Engine,
  ask: () => Promise<ClusterVersion>,
): Promise<ClusterVersion> => (needsVersion(entity, query, engine) ? ask() : Promise.resolve(OLDEST));

/** Splits a query into what the connected API and version can do and what has to be compared here. */
export const planOf = (entity: Entity, query: Query, engine: Engine, version: ClusterVersion): Plan => {
  checkSort(entity, query, engine, version);
  const sort = sortOf(entity, query, engine, version);
  const groupBy = query.latestOnly ? groupFields(entity, engine, version) : undefined;
  const filter: Record<string, Value> = {};
  const tests: Test[] = [];
  const scanned: string[] = [];
  for (const [name, value] of Object.entries(query.filter)) {
    const field = entity.fields[name];
    if (field === undefined) continue;
    const wire = wireOf(field, engine, version);
    checkWord(field, value, engine, version);
    const isNative = field.match === "exact" && wire.filter && (groupBy === undefined || groupBy.includes(name));
    if (isNative) filter[name] = value;
    else {
      tests.push(field.match === "part" ? contains(name, value) : equals(name, value));
      scanned.push(name);
    }
  }
  let start: Position | undefined;
  for (const [name, window] of Object.entries(query.windows)) {
    const [first] = sort;
    const order = sort.length === 1 && first?.field === name ? first.order : undefined;
    const near = order === "DESC" ? window.before : window.after;
    if (order !== undefined && near !== undefined) start = engine.edge(entity, { field: name, order }, near);
    if (order === undefined) scanned.push(name);
    tests.push(within(name, window, order));
  }
  return { filter, sort, tests, scanned, ...(start === undefined ? {} : { start }), ...(groupBy ? { groupBy } : {}) };
};
