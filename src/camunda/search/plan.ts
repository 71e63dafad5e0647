import { OperateError } from "../../errors.ts";
import type {
  Call,
  Engine,
  Filter,
  PageRequest,
  Position,
  Restriction,
  Sort,
  Value,
  VariableCondition,
} from "../engine.ts";
import type { Entity } from "../entity.ts";
import { type ClusterVersion, reaches } from "../version.ts";
import type { Query } from "./query.ts";
import { checkWord, missingField, versionFor, wireOf } from "./support.ts";
import { contains, equals, isAmong, type Test, within } from "./tests.ts";

/** How a query is carried out on the connected API: what it is asked for, and what is left to compare here. */
export interface Plan {
  readonly filter: Filter;
  readonly windows?: PageRequest["windows"];
  readonly variables?: PageRequest["variables"];
  readonly sort: readonly Sort[];
  /** Where to begin reading, when a time window allows to begin in the middle. */
  readonly start?: Position;
  readonly tests: readonly Test[];
  /** Arguments that were compared here and not by the cluster; a long scan names them. */
  readonly scanned: readonly string[];
  /** Rows of the same group follow one another, and only the first of each counts. */
  readonly groupBy?: readonly string[];
  /** Only rows with one of these values are read, value by value. */
  readonly restriction?: Restriction;
  /** Other entities could be looked at only in part, so rows may be missing. */
  readonly isPartial: boolean;
  /** What the reader has to know about how other entities were looked at. */
  readonly notices: readonly string[];
}

/** The fields whose groups `latestOnly` looks at, as far as this version has them. */
const groupFields = (entity: Entity, engine: Engine, version: ClusterVersion): string[] =>
  (entity.latest?.by ?? []).filter((name) => {
    const since = entity.fields[name]?.[engine.generation]?.since;
    return since === undefined || reaches(version.atLeast, since);
  });

const checkSort = (entity: Entity, query: Query, engine: Engine, version: ClusterVersion): void => {
  if (query.latestOnly && query.sort.length > 0) {
    throw new OperateError("INVALID_ARGUMENT", `latestOnly lists by ${entity.latest?.by[0]}; sort cannot change that`, {
      next: "leave out sort or latestOnly",
    });
  }
  for (const { field: name } of query.sort) {
    const field = entity.fields[name];
    if (field === undefined) continue;
    const wire = wireOf(field, engine, version);
    if (wire === undefined && !field.joined.includes(engine.generation)) throw missingField(field, engine, version);
    if (wire?.sort) continue;
    const possible = Object.values(entity.fields).filter((other) => wireOf(other, engine, version)?.sort);
    throw new OperateError("INVALID_ARGUMENT", `the connected API cannot sort by ${name}`, {
      next: `sort by one of ${possible.map((other) => other.name).join(", ")}`,
    });
  }
};

const sortOf = (
  entity: Entity,
  query: Query,
  groupBy: readonly string[] | undefined,
  isRestricted: boolean,
): readonly Sort[] => {
  if (groupBy !== undefined && entity.latest !== undefined) {
    return [
      ...groupBy.map((field): Sort => ({ field, order: "ASC" })),
      { field: entity.latest.highest, order: "DESC" },
    ];
  }
  if (query.sort.length > 0 || isRestricted) return query.sort;
  const [windowed] = Object.keys(query.windows);
  return windowed === undefined ? [] : [{ field: windowed, order: "DESC" }];
};

/** Whether the API itself compares a variable: only by its JSON text, so only for equality. */
const isNativeCondition = (engine: Engine, { operator }: VariableCondition): boolean =>
  engine.filtersVariables && operator === "eq";

const nativeVariables = (engine: Engine, conditions: Query["variables"] = []): PageRequest["variables"] =>
  conditions
    .filter((condition) => isNativeCondition(engine, condition))
    .map(({ name, value }) => ({ name, value: JSON.stringify(value) }));

/** What the filters come to: what the API takes, what other entities answer, what is compared here. */
interface Filters {
  readonly native: Record<string, Value>;
  readonly restrictions: Restriction[];
  readonly tests: Test[];
  readonly scanned: string[];
}

const filtersOf = async (
  entity: Entity,
  query: Query,
  groupBy: readonly string[] | undefined,
  engine: Engine,
  version: ClusterVersion,
  call: Call,
): Promise<Filters> => {
  const filters: Filters = { native: {}, restrictions: [], tests: [], scanned: [] };
  const joins = engine.joins(entity)?.filters ?? {};
  for (const [name, value] of Object.entries(query.filter)) {
    const field = entity.fields[name];
    if (field === undefined) continue;
    const wire = wireOf(field, engine, version);
    const join = joins[name];
    checkWord(field, value, engine, version);
    if (wire === undefined && join === undefined) throw missingField(field, engine, version);
    if (wire === undefined && join !== undefined) filters.restrictions.push(await join(value, call, query.filter));
    else if (field.match === "exact" && wire?.filter && (groupBy === undefined || groupBy.includes(name))) {
      filters.native[name] = value;
    } else {
      filters.tests.push(field.match === "part" ? contains(name, value) : equals(name, value));
      filters.scanned.push(name);
    }
  }
  for (const condition of query.variables ?? []) {
    if (!isNativeCondition(engine, condition)) filters.restrictions.push(await engine.instancesWith(condition, call));
  }
  return filters;
};

/** The restriction that leaves the fewest values to read; exclusions only compare. */
const narrowest = (restrictions: readonly Restriction[]): Restriction | undefined =>
  restrictions.filter(({ isExclusion }) => !isExclusion).sort((one, other) => one.values.size - other.values.size)[0];

/** Splits a query into what the connected API and version can do and what has to be found out or compared here. */
export const planOf = async (entity: Entity, query: Query, engine: Engine, call: Call): Promise<Plan> => {
  const version = await versionFor(entity, query, engine, call);
  checkSort(entity, query, engine, version);
  const groupBy = query.latestOnly ? groupFields(entity, engine, version) : undefined;
  const { native, restrictions, tests, scanned } = await filtersOf(entity, query, groupBy, engine, version, call);
  const restriction = narrowest(restrictions);
  const sort = sortOf(entity, query, groupBy, restriction !== undefined);
  for (const other of restrictions) {
    if (other === restriction) continue;
    tests.push(isAmong(other));
    scanned.push(other.filter);
  }
  let start: Position | undefined;
  for (const [name, window] of engine.filtersWindows ? [] : Object.entries(query.windows)) {
    const [first] = sort;
    const order = sort.length === 1 && first?.field === name ? first.order : undefined;
    const near = order === "DESC" ? window.before : window.after;
    if (order !== undefined && near !== undefined) start = engine.edge(entity, { field: name, order }, near);
    if (order === undefined) scanned.push(name);
    tests.push(within(name, window, order));
  }
  const variables = nativeVariables(engine, query.variables);
  return {
    filter: native,
    sort,
    tests,
    scanned: [...new Set(groupBy === undefined ? scanned : ["latestOnly", ...scanned])],
    isPartial: restrictions.some(({ isPartial }) => isPartial),
    notices: restrictions.flatMap(({ notices }) => notices),
    ...(engine.filtersWindows ? { windows: query.windows } : {}),
    ...(variables === undefined || variables.length === 0 ? {} : { variables }),
    ...(start === undefined ? {} : { start }),
    ...(groupBy ? { groupBy } : {}),
    ...(restriction === undefined ? {} : { restriction }),
  };
};
