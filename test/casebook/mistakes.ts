import type { Answer } from "../support/connect.ts";
import type { Case, Expected, ExpectedRow } from "./case.ts";
import { readText } from "./read-text.ts";
import type { Truth } from "./truth.ts";

const MILLISECONDS = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d{3}Z$/;

const textOf = (value: unknown): string => {
  const text = Array.isArray(value) ? value.join(", ") : String(value);
  return text.replace(MILLISECONDS, "$1Z");
};

const isRow = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a list of rows is expected. */
export const isRows = (expected: Expected): expected is readonly ExpectedRow[] => Array.isArray(expected);

const holds = (expected: Expected, value: unknown): boolean => {
  if (value === undefined) return false;
  if (expected instanceof RegExp) return expected.test(textOf(value));
  if (typeof expected !== "object") return textOf(value) === textOf(expected);
  if (!isRows(expected))
    return isRow(value) && Object.entries(expected).every(([name, one]) => holds(one, value[name]));
  return expected.every((row) => Array.isArray(value) && value.some((one: unknown) => holds(row, one)));
};

/** An expectation as a message names it. */
export const shown = (expected: Expected): string =>
  JSON.stringify(expected, (_, value: unknown) => (value instanceof RegExp ? String(value) : value));

/** Each expected fact for itself, so that a failure names only what is missing. */
const factsOf = (name: string, expected: Expected): readonly (readonly [string, Expected])[] =>
  isRows(expected) ? expected.map((row) => [name, [row]] as const) : [[name, expected]];

/** Facts that a channel lacks, and false ones that it states. */
const inChannel = (
  channel: string,
  { mustNot, lacks = [] }: Case,
  facts: ExpectedRow,
  read: Readonly<Record<string, unknown>>,
  raw: string,
): readonly string[] => [
  ...Object.entries(facts)
    .flatMap(([name, expected]) => factsOf(name, expected))
    .filter(([name, expected]) => !holds(expected, read[name]))
    .map(([name, expected]) => `${channel} lacks ${name}: ${shown(expected)}`),
  ...mustNot.filter((one) => one.test(raw)).map((one) => `${channel} claims ${one}`),
  ...lacks.filter((name) => read[name] !== undefined).map((name) => `${channel} has ${name}`),
];

/** What is wrong with an answer, in either of its channels; nothing when it is right. */
export const mistakesIn = (one: Case, truth: Truth, { text, structured, isError }: Answer): readonly string[] => {
  if (isError) return [`an error: ${text}`];
  const facts = one.contains(truth);
  return [
    ...inChannel("text", one, facts, readText(text), text),
    ...inChannel("structure", one, facts, structured, JSON.stringify(structured)),
  ];
};
