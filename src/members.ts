/** Members that may be undefined become members that may be missing. */
export type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The members that are there: those that are undefined are left out. */
export const defined = <T extends object>(members: T): Defined<T> =>
  Object.assign(
    {},
    ...Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [{ [name]: value }])),
  );

/** Some members, in the order of `names`; those that are missing or undefined are left out. */
export const pick = <Value>(
  members: Readonly<Record<string, Value>>,
  names: readonly string[],
): Record<string, NonNullable<Value>> => {
  const picked: Record<string, NonNullable<Value>> = {};
  for (const name of names) {
    const value = members[name];
    if (value !== undefined && value !== null) picked[name] = value;
  }
  return picked;
};
