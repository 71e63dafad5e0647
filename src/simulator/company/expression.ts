/** A JSON value, as variables hold it. */
export type Json = string | number | boolean | null | Json[] | { readonly [name: string]: Json };

/** Variables by name, as one scope sees them. */
export type Variables = Readonly<Record<string, Json>>;

/** A FEEL expression together with what it means, so that model and sample data cannot disagree. */
export interface Expression {
  /** Text without the leading `=`. */
  readonly feel: string;
  /** Name of the variable it starts from. */
  readonly root: string;
  /** Fails, instead of yielding null, when there is no value. */
  readonly insists: boolean;
  readonly of: (variables: Variables) => Json;
}

/** A FEEL expression that a sequence flow depends on; null where FEEL yields null. */
export interface Condition {
  readonly feel: string;
  readonly root: string;
  readonly path: string;
  readonly operand: string | number | boolean;
  readonly test: (variables: Variables) => boolean | null;
}

const member = (value: Json, name: string): Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value[name] ?? null) : null;

const follow = (path: string, variables: Variables): Json => path.split(".").reduce<Json>(member, variables);

const rootOf = (path: string): string => path.split(".")[0] ?? path;

/** The value at a path such as `order.total`; null when there is none. */
export const value = (path: string): Expression => ({
  feel: path,
  root: rootOf(path),
  insists: false,
  of: (variables) => follow(path, variables),
});

/** The value at a path, which must exist. */
export const required = (path: string): Expression => ({
  ...value(path),
  feel: `assert(${path}, ${path} != null)`,
  insists: true,
});

/** A value that is always the same. */
export const constant = (fixed: Json): Expression => ({
  feel: JSON.stringify(fixed),
  root: "",
  insists: false,
  of: () => fixed,
});

type Order = ">" | ">=" | "<" | "<=";

const ordered: Readonly<Record<Order, (left: number, right: number) => boolean>> = {
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
};

const condition = (
  path: string,
  operator: string,
  operand: string | number | boolean,
  test: (found: Json) => boolean | null,
): Condition => ({
  feel: `${path} ${operator} ${JSON.stringify(operand)}`,
  root: rootOf(path),
  path,
  operand,
  test: (variables) => test(follow(path, variables)),
});

/** True when the value at the path is this one; a missing value is just another one. */
export const is = (path: string, operand: string | number | boolean): Condition =>
  condition(path, "=", operand, (found) => found === operand);

/** Compares a number; null when the value at the path is not one, as in FEEL. */
export const compares = (path: string, operator: Order, operand: number): Condition =>
  condition(path, operator, operand, (found) => (typeof found === "number" ? ordered[operator](found, operand) : null));
