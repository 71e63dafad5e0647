import type { Change } from "../camunda/change.ts";
import type { Call, Engine, Row, Value } from "../camunda/engine.ts";

/** One thing that is to be changed. */
export interface Target {
  /** Its own key. */
  readonly key: string;
  /** Its essentials, as they were read. */
  readonly row: Row;
  /** What the decision rests on: when it is different, what was confirmed is no longer what would be done. */
  readonly seen: unknown;
}

/** One thing that was named and will not be changed, and why: in our own words. */
export interface Refused {
  readonly key: string;
  readonly code: "NOT_FOUND" | "INVALID_ARGUMENT";
  readonly reason: string;
}

/** Rows that belong to a plan, e.g. the variables with their old and new values. */
export interface Exhibit {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** Exactly what would be changed, nothing of it done. */
export interface Plan<T extends Target = Target> {
  readonly targets: readonly T[];
  readonly refused: readonly Refused[];
  /** What will happen, in sentences of our own: numbers and keys in them, nothing else of the cluster's. */
  readonly effects: readonly string[];
  /** Variables or elements that the caller has named: the person who is asked sees them. */
  readonly names?: readonly string[];
  /** Columns by which a target is shown. */
  readonly columns: readonly string[];
  readonly exhibits: Readonly<Record<string, Exhibit>>;
  readonly notices: readonly string[];
}

/** What is to be seen of a change at the moment. */
export interface Sight {
  readonly outcome: "done" | "pending" | "failedAgain";
  /** In our own words. */
  readonly because?: string;
  /** What of the cluster's tells it, e.g. the key of the new incident. */
  readonly facts?: Readonly<Record<string, Value>>;
  /** The change itself is to be seen; what it is to bring about is pending. */
  readonly isMade?: true;
  /** Makes what is left not worth trying: the same error is back. */
  readonly stops?: boolean;
}

/** A plan and how it is carried out. */
export interface Operation<T extends Target = Target> {
  readonly plan: Plan<T>;
  /** What is asked of the cluster for one target, in this order. */
  changes(target: T): readonly Change[];
  /** Looks at what has become of it. */
  look(target: T, engine: Engine, call: Call): Promise<Sight>;
  /** Many are tried with one first. */
  readonly isStaged?: boolean;
  /** What is to be seen of all of it afterwards. */
  after?(engine: Engine, call: Call): Promise<Readonly<Record<string, Exhibit>>>;
}

/** The words for one or for several. */
export const inNumber = (count: number, one: string, many: string): string => (count === 1 ? one : many);

/** `3 incidents`, `1 incident`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${inNumber(count, one, many)}`;
