import type { Row, Value } from "../../camunda/engine.ts";

/** A named value that differs; a side is absent where it lacks the name. */
export interface Difference {
  readonly name: string;
  /** What people call it, where that is another name. */
  readonly label?: Value;
  readonly good?: Value;
  readonly bad?: Value;
  /** One of them is only the beginning of its value. */
  readonly isTruncated: boolean;
}

const kindOf = (value: Value | undefined): string => {
  try {
    const parsed: unknown = value === undefined ? undefined : JSON.parse(String(value));
    return parsed === null ? "null" : Array.isArray(parsed) ? "list" : typeof parsed;
  } catch {
    return "cut";
  }
};

const differences = (
  good: readonly Row[],
  bad: readonly Row[],
  name: string,
  read: (row: Row) => Value | undefined,
  label?: string,
): readonly Difference[] => {
  const ours = new Map(good.map((row) => [String(row[name]), row]));
  const theirs = new Map(bad.map((row) => [String(row[name]), row]));
  return [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((key) => {
    const [one, other] = [ours.get(key), theirs.get(key)];
    const [left, right] = [one && read(one), other && read(other)];
    const isTruncated = one?.["isTruncated"] === true || other?.["isTruncated"] === true;
    if (left === right && !isTruncated) return [];
    const called = label === undefined ? undefined : (other?.[label] ?? one?.[label]);
    return [
      {
        ...{ name: key, isTruncated },
        ...(called === undefined ? {} : { label: called }),
        ...(left === undefined ? {} : { good: left }),
        ...(right === undefined ? {} : { bad: right }),
      },
    ];
  });
};

/** Variables whose values differ; those of these names first, then those that differ in type. */
export const variablesThatDiffer = (
  good: readonly Row[],
  bad: readonly Row[],
  names: ReadonlySet<string>,
): readonly Difference[] => {
  const weight = (one: Difference): number =>
    2 * Number(names.has(one.name)) + Number(kindOf(one.good) !== kindOf(one.bad));
  return [...differences(good, bad, "name", (row) => row["value"])].sort((one, other) => weight(other) - weight(one));
};

/** Decisions with another state or result. */
export const decisionsThatDiffer = (good: readonly Row[], bad: readonly Row[]): readonly Difference[] =>
  differences(good, bad, "decisionDefinitionId", (row) => row["result"] ?? row["state"], "decisionDefinitionName");
