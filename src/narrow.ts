/** Whether a decoded JSON value is an object that can hold members. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A member of a decoded JSON value; undefined when it is no object or has no such member of its own. */
export const member = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

/** The value when it is a string that is not empty. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** The strings of a list; objects in it stand for their first member of the given names. */
export const textsOf = (value: unknown, ...names: readonly string[]): string[] | undefined => {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap(
    (entry) => textOf(entry) ?? names.map((name) => textOf(member(entry, name))).find(Boolean) ?? [],
  );
};
