import type { Ability, Change } from "./change.ts";
import type { Entity, Generation } from "./entity.ts";
import type { ClusterVersion } from "./version.ts";

/** A value of a row: keys and dates are strings (digits; RFC 3339 in UTC). */
export type Value = string | number | boolean;

/** One entity instance under this project's field names. What the cluster left out or answered as null is not there. */
export type Row = Readonly<Record<string, Value>>;

/** Filter by equality, under this project's field names. */
export type Filter = Readonly<Record<string, Value>>;

export interface Sort {
  readonly field: string;
  readonly order: "ASC" | "DESC";
}

/** What one tool call gives to everything that works for it. */
export interface Call {
  /** Ends the call: the client cancelled it, or its time is up. */
  readonly signal: AbortSignal;
  /** True when the time of the call is nearly used up: a long scan then stops and answers what it has. */
  hurry(): boolean;
  /** Milliseconds until `hurry` is true, at least 0; absent where the time is not limited. */
  readonly hurriesInMs?: () => number;
  /**
   * Tells a client that asked for it that so many more rows, or other things, have been looked at, and how many are left, where that
   * is known. What works side by side tells only of its own.
   */
  progress(more: number, left?: number): void;
  /** Most rows one scan looks at. */
  readonly maxScanRows: number;
  /** Counts a request to the cluster, where somebody wants to know how many a call takes. */
  readonly asked?: () => void;
}

/** A place between two rows of a sorted list, as the API understands it; opaque to everybody else. */
export type Position = string;

/** A span of time, both ends included; RFC 3339 in UTC. */
export interface Window {
  readonly after?: string;
  readonly before?: string;
}

/** One request for rows, nothing in it that the connected API could ignore. */
export interface PageRequest {
  readonly filter: Filter;
  /** By date field; only for an engine that filters by windows itself. */
  readonly windows?: Readonly<Record<string, Window>>;
  /** Variables that a process instance must have, by JSON text; only for an engine that filters by them itself. */
  readonly variables?: readonly { readonly name: string; readonly value: string }[];
  /** Empty: by key. */
  readonly sort: readonly Sort[];
  /** 1 to 1000. */
  readonly size: number;
  readonly after?: Position;
}

/** Rows as the API gave them. */
export interface Page {
  readonly rows: readonly Row[];
  /** How many rows match in all. */
  readonly total: number;
  /** False when the API stops counting before the end. */
  readonly totalIsExact: boolean;
  /** Behind the last row; absent when there was none. */
  readonly after?: Position;
  /** The API has given larger pages: no limit on their size has cut this one. */
  readonly isUncut?: boolean;
}

/** One row with the lists inside it. */
export interface Detail {
  readonly row: Row;
  readonly lists: Readonly<Record<string, readonly Row[]>>;
}

/** Rows that were put together from several requests, and what the reader has to know about how. */
export interface Gathered {
  readonly rows: readonly Row[];
  readonly notices: readonly string[];
}

/** The rows whose `field` is one of `values`, or is none of them. */
export interface Restriction {
  /** The argument it stands for, e.g. `hasIncident`. */
  readonly filter: string;
  readonly field: string;
  readonly values: ReadonlySet<string>;
  readonly isExclusion: boolean;
  /** Values may be missing, because not everything could be looked at. */
  readonly isPartial: boolean;
  readonly notices: readonly string[];
}

/** A condition on a variable of a process instance. */
export interface VariableCondition {
  readonly name: string;
  readonly operator: "eq" | "ne" | "gt" | "gte" | "lt" | "lte" | "contains" | "exists";
  /** A JSON value, null for `eq` and `ne` only; `exists` takes true or false. */
  readonly value: Value | null;
}

/** What an engine finds out about an entity from other entities, because the API itself does not tell. */
export interface Joins {
  /** Filters it can turn into one that the API knows; `beside` are all filters of the search, which may narrow the work. */
  readonly filters: Readonly<Record<string, (value: Value, call: Call, beside: Filter) => Promise<Restriction>>>;
  /** Fields it can add to rows. */
  readonly fields: readonly string[];
  /** Adds those of the wanted fields that it can find out. */
  complete(rows: readonly Row[], wanted: readonly string[], call: Call): Promise<Gathered>;
}

/** Who is logged in and what the cluster says about them; whatever is not known is absent. */
export interface Identity {
  readonly user?: string;
  readonly client?: string;
  readonly displayName?: string;
  readonly permissions?: readonly string[];
  readonly roles?: readonly string[];
  readonly groups?: readonly string[];
  readonly tenants?: readonly string[];
  /** What could not be found out, in sentences. */
  readonly notices: readonly string[];
}

/** What can be asked of a cluster and changed on it, whichever API it speaks. Two implementations; who calls it never asks which. */
export interface Engine {
  readonly generation: Generation;
  readonly api: "operate-v1" | "orchestration-v2";
  /** The base address, e.g. `http://localhost:8080/operate`. */
  readonly address: string;
  /** Where people open Operate, e.g. `http://localhost:8080/operate`. */
  readonly webApp: string;
  /** Largest page the API gives. */
  readonly maxPageSize: number;
  /** Filters by time windows itself. */
  readonly filtersWindows: boolean;
  /** Filters process instances by equality of variables itself. */
  readonly filtersVariables: boolean;
  version(call: Call): Promise<ClusterVersion>;
  page(entity: Entity, request: PageRequest, call: Call): Promise<Page>;
  /** The position just before the first row whose `sort` field reaches `value`; undefined where the API cannot start in the middle. */
  edge(entity: Entity, sort: Sort, value: string): Position | undefined;
  /** The position just behind a row of the list that `model` is a position of; undefined where only the API itself can tell. */
  behind(entity: Entity, sort: readonly Sort[], row: Row, model: Position): Position | undefined;
  /** What is found out from other entities; absent where the API tells everything. */
  joins(entity: Entity): Joins | undefined;
  /** The process instances whose variables meet a condition; absent where the API can filter by it. */
  instancesWith(condition: VariableCondition, call: Call): Promise<Restriction>;
  /** One row by its key; `NOT_FOUND` when there is none. */
  get(entity: Entity, key: string, call: Call): Promise<Detail>;
  /** The BPMN or DMN model that a row belongs to. */
  xml(entity: Entity, row: Row, call: Call): Promise<string>;
  /** How often each element of one process instance is or was passed. */
  instanceStatistics(processInstanceKey: string, call: Call): Promise<Gathered>;
  /** The same for all instances of a process definition. */
  definitionStatistics(processDefinitionKey: string, call: Call): Promise<Gathered>;
  /** Running instances that an error of the same words stops, by version of their process. */
  sameError(incident: Row, call: Call): Promise<Gathered>;
  /** Running instances of each version of a process, with and without an incident. */
  instancesByVersion(processDefinition: Row, call: Call): Promise<Gathered>;
  /** Ids of the sequence flows that a process instance has taken. */
  sequenceFlows(processInstanceKey: string, call: Call): Promise<readonly string[]>;
  identity(call: Call): Promise<Identity>;
  /** Each partition on each broker with its role and health; no rows where the API does not tell. */
  partitions(call: Call): Promise<Gathered>;
  /** `UNSUPPORTED`, with what to use instead, where the connected API or version cannot do this. */
  checkAbility(ability: Ability, call: Call): Promise<void>;
  /** Asks for one change, once. `WRITE_DISABLED` where changes are switched off; a lost answer leaves open whether it was made. */
  change(change: Change, call: Call): Promise<void>;
}
