import * as z from "zod";
import type { Field } from "../camunda/entity.ts";
import { isObject } from "../narrow.ts";
import { isTime } from "./times.ts";

/*
 * Inputs are strict about names and forgiving about types: models send "20" for 20, "true" for true, a list as JSON text.
 * A preprocessing step mends the type; the schema behind it is what the tool list shows.
 */

const LARGEST_KEY = "9223372036854775807";

const isPositive = (text: string): boolean => /^[1-9]\d*$/.test(text);

const isWithinKeys = (digits: string): boolean =>
  digits.length <= LARGEST_KEY.length && digits.padStart(LARGEST_KEY.length, "0") <= LARGEST_KEY;

const asNumber = (value: unknown): unknown =>
  typeof value === "string" && /^-?\d{1,15}$/.test(value.trim()) ? Number(value) : value;

/** `"true"` and `"false"`, in any case, as the truth values they mean; anything else stays as it is. */
export const asFlag = (value: unknown): unknown => {
  const word = typeof value === "string" ? value.trim().toLowerCase() : value;
  if (word === "true") return true;
  return word === "false" ? false : value;
};

const asList = (value: unknown): unknown => {
  if (typeof value !== "string") return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed : [value];
  } catch {
    return value.split(",").map((part) => part.trim());
  }
};

const asKey = (value: unknown): unknown => {
  const text = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === "string" ? text.replace(/^0+(?=\d)/, "") : text;
};

/** A 64-bit key: digits as text, without leading zeros. A number is taken only while it is exact. */
export const keyInput = () =>
  z.preprocess(
    asKey,
    z
      .string({
        error: ({ input }) =>
          typeof input === "number" ? "is not exact as a number: pass the key as a string" : undefined,
      })
      .refine(isPositive, { error: `must be a key: 1 to ${LARGEST_KEY.length} digits`, abort: true })
      .refine(isWithinKeys, `must be a key: at most ${LARGEST_KEY}`),
  );

/** Longest text to search for: arguments travel in the cursor, which has to fit into an answer. */
const LONGEST_TEXT = 500;
const TOO_LONG = `must have at most ${LONGEST_TEXT} characters`;

/** A text that is not empty, because an empty filter would find everything. A number is taken as it is written. */
export const textInput = () =>
  z.preprocess(
    (value) => (typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value),
    z
      .string()
      .refine((text) => text !== "", "must not be empty")
      .refine((text) => text.length <= LONGEST_TEXT, TOO_LONG),
  );

/** A whole number within bounds; they are checked, but not repeated in the tool list. */
export const intInput = (min: number, max: number) =>
  z.preprocess(
    asNumber,
    z
      .number()
      .refine(
        (value) => Number.isInteger(value) && value >= min && value <= max,
        `must be a whole number from ${min} to ${max}`,
      )
      .meta({ type: "integer" }),
  );

export const flagInput = () => z.preprocess(asFlag, z.boolean());

/** One of the given words, in any case. */
export const wordInput = <const T extends readonly [string, ...string[]]>(words: T) =>
  z.preprocess(
    (value) =>
      typeof value === "string"
        ? (words.find((word) => word.toLowerCase() === value.trim().toLowerCase()) ?? value)
        : value,
    z.enum(words),
  );

/** One of many names, in any case: checked like a word, but the names are not repeated in the tool list. */
export const nameInput = (names: readonly string[]) =>
  z.preprocess(
    (value) => names.find((name) => name.toLowerCase() === String(value).trim().toLowerCase()) ?? value,
    z.string().refine((name) => names.includes(name), `must be one of ${names.join(", ")}`),
  );

/**
 * An object with these members and no others. Unknown ones are refused here and not by the schema, which keeps the tool list
 * short.
 */
export const objectInput = <T extends z.ZodRawShape>(shape: T) =>
  z.preprocess((value, context) => {
    if (isObject(value)) {
      const keys = Object.keys(value).filter((name) => !Object.hasOwn(shape, name));
      if (keys.length > 0) context.issues.push({ code: "unrecognized_keys", keys, input: { ...value } });
    }
    return value;
  }, z.object(shape));

/** A point in time, absolute or as an age. */
export const timeInput = () =>
  z.string().refine(isTime, "must be a time: RFC 3339 like 2026-11-24T10:15:00Z, or an age like -2h or -7d");

export const listInput = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    asList,
    z.array(item).refine((list) => list.length > 0, "must not be empty"),
  );

/** A list of few entries, each of which may be long. */
export const shortListInput = <T extends z.ZodType>(item: T, most: number) =>
  listInput(item).refine((list) => list.length <= most, `must have at most ${most} entries`);

/** A list in which only the first of the entries with the same `id` counts: it never gets longer than there are ids. */
export const distinctListInput = <T extends z.ZodType>(item: T, id: (entry: z.output<T>) => unknown) =>
  listInput(item).overwrite((list) =>
    list.filter((entry, index) => list.findIndex((other) => id(other) === id(entry)) === index),
  );

/** Whether a value is a text, a number or a truth value. */
export const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** Several texts as one, with commas between them. A list is taken as well. */
const textsInput = () =>
  z.preprocess((value) => {
    const list = asList(value);
    return Array.isArray(list) && list.every(isScalar)
      ? list.filter((text) => String(text).trim() !== "").join(",")
      : value;
  }, textInput());

const isExact = (value: unknown): boolean => !Number.isInteger(value) || Number.isSafeInteger(value);

const isShort = (value: unknown): boolean => typeof value !== "string" || value.length <= LONGEST_TEXT;

/** Not listed by its types: a list of types is what some hosts stumble over. */
const valueInput = (isAllowed: (value: unknown) => boolean, allowed: string) =>
  z
    .unknown()
    .refine(isAllowed, `must be ${allowed}`)
    .refine(isExact, "is beyond 2^53, where numbers lose digits on their way here: it cannot be compared")
    .refine(isShort, TOO_LONG)
    .meta({ maxLength: LONGEST_TEXT });

/** A text, number or truth value whose type counts: 1000 and "1000" are different values. */
export const scalarInput = () => valueInput(isScalar, "a text, a number, true or false");

/** The same, or null. */
export const nullableScalarInput = () =>
  valueInput((value) => value === null || isScalar(value), "a text, a number, true, false or null");

/** More words than this are checked, but not repeated in the tool list; an error names them. */
const MOST_LISTED = 8;

const wordsInput = (words: readonly string[]): z.ZodType => {
  const [first, ...rest] = words;
  return first === undefined || words.length > MOST_LISTED ? nameInput(words) : wordInput([first, ...rest]);
};

const INT_MAX = 2_147_483_647;

/** The argument that filters by a field; a date is filtered by a window, so it has none of its own. */
export const filterInput = (field: Field): z.ZodType | undefined => {
  switch (field.kind) {
    case "key":
      return keyInput();
    case "id":
    case "text":
      return field.v2?.isList ? textsInput() : textInput();
    case "int":
      return intInput(0, INT_MAX);
    case "flag":
      return flagInput();
    case "word":
      return wordsInput(field.words.map(({ word }) => word));
    case "json":
      return scalarInput();
    case "date":
      return undefined;
  }
};
