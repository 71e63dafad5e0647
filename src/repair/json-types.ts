import { isObject } from "../narrow.ts";

/** A value in JSON that would get another type, and where it lies: `total.net`, `positions[].price`, the whole of it as "". */
export interface TypeChange {
  readonly path: string;
  readonly from: string;
  readonly to: string;
}

/** The JSON type of a value. */
export const typeOf = (value: unknown): string => {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
};

/** The JSON type of a value that may be cut: its first sign tells. */
export const typeOfText = (json: string): string => {
  const first = json.trimStart().charAt(0);
  const types: Readonly<Record<string, string>> = {
    '"': "string",
    "{": "object",
    "[": "array",
    t: "boolean",
    f: "boolean",
    n: "null",
  };
  return types[first] ?? "number";
};

/** The value that JSON text stands for; undefined where it is cut. */
export const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
};

const within = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);

/** Members that objects in a value would lose, the outermost of each: a value is replaced as a whole. */
export const membersLost = (before: unknown, value: unknown, path = ""): readonly string[] => {
  if (!isObject(before) || !isObject(value)) return [];
  return Object.entries(before).flatMap(([name, member]) =>
    Object.hasOwn(value, name) ? membersLost(member, value[name], within(path, name)) : [within(path, name)],
  );
};

/** Levels that are compared: a value of the cluster may be as deep as anybody likes. */
const MOST_LEVELS = 50;

/** The types at each place in a value; the items of a list share one place. */
const typesIn = (value: unknown): ReadonlyMap<string, ReadonlySet<string>> => {
  const types = new Map<string, Set<string>>();
  const visit = (at: unknown, path: string, levels: number): void => {
    types.set(path, (types.get(path) ?? new Set()).add(typeOf(at)));
    if (levels === MOST_LEVELS) return;
    if (Array.isArray(at)) for (const item of at) visit(item, `${path}[]`, levels + 1);
    else if (isObject(at))
      for (const [name, member] of Object.entries(at)) visit(member, within(path, name), levels + 1);
  };
  visit(value, "", 0);
  return types;
};

/** What would get another type than it has, down to the innermost members. What is null or not there has none yet. */
export const changedTypes = (json: string, value: unknown): readonly TypeChange[] => {
  const whole = parsed(json);
  const before = whole === undefined ? new Map([["", new Set([typeOfText(json)])]]) : typesIn(whole);
  return [...typesIn(value)].flatMap(([path, types]) => {
    const had = before.get(path) ?? new Set();
    const from = [...had].filter((type) => type !== "null").join(" or ");
    return from === "" ? [] : [...types].filter((type) => !had.has(type)).map((to) => ({ path, from, to }));
  });
};
