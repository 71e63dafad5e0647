import { sample, subarray } from "fast-check";
import type { z } from "zod";
import { absent, type Entity, type Field, type Version } from "../../src/camunda/entity.ts";
import { reaches } from "../../src/camunda/version.ts";
import type { Row } from "../../src/simulator/world.ts";

type Args = Readonly<Record<string, unknown>>;

/** Arguments of a search tool, and the fields of the entity that they make use of. */
export interface SearchCall {
  readonly args: Args;
  readonly uses: readonly Field[];
}

const COMBINATIONS = 24;
const SEED = 4711;

const isOnV1 = (field: Field, row: Row): boolean =>
  !field.words.some(({ word, v1 }) => v1 === absent && word === row[field.name]);

/** Arguments that say how to list and not what to find. */
const LISTING = ["latestOnly", "limit", "sort", "fields", "cursor"];

interface Filter {
  readonly field: Field;
  readonly argument: string;
  readonly valueIn: (row: Row) => unknown;
}

/** What an argument filters by; an argument that is neither a filter nor known otherwise is an error, so that none is forgotten. */
const filterOf = (entity: Entity, argument: string): Filter => {
  const field = Object.values(entity.fields).find(
    ({ name, window }) => name === argument || [`${window}After`, `${window}Before`].includes(argument),
  );
  if (field === undefined) throw new Error(`nothing is known about the argument ${argument}`);
  const part = (value: unknown) => (field.match === "part" ? String(value).slice(1, 6) : value);
  return {
    field,
    argument,
    valueIn: (row) => (row[field.name] === undefined || !isOnV1(field, row) ? undefined : part(row[field.name])),
  };
};

const argsOf = (filters: readonly Filter[], row: Row): SearchCall => {
  const given = filters.filter(({ valueIn }) => valueIn(row) !== undefined);
  return {
    args: Object.fromEntries(given.map(({ argument, valueIn }) => [argument, valueIn(row)])),
    uses: given.map(({ field }) => field),
  };
};

const sortsOf = (entity: Entity): readonly SearchCall[] =>
  Object.values(entity.fields)
    .filter(({ v1 }) => v1?.sort)
    .flatMap((field) =>
      ["ASC", "DESC"].map((order) => ({ args: { sort: [{ field: field.name, order }], limit: 3 }, uses: [field] })),
    );

const wordsOf = ({ field, argument }: Filter): readonly SearchCall[] =>
  field.words
    .filter(({ v1 }) => v1 !== absent)
    .map(({ word }) => ({ args: { [argument]: word, limit: 1 }, uses: [field] }));

const combine = (one: SearchCall, other: SearchCall): SearchCall => ({
  args: { ...one.args, ...other.args },
  uses: [...one.uses, ...other.uses],
});

/** Calls of an entity's search tool: each argument alone, each word, each sort both ways, and many of them together. */
export const searchCalls = (entity: Entity, input: z.ZodObject, rows: readonly Row[]): readonly SearchCall[] => {
  const filters = Object.keys(input.shape)
    .filter((argument) => !LISTING.includes(argument))
    .map((argument) => filterOf(entity, argument));
  const single = filters.flatMap((filter) => {
    const row = rows.find((one) => filter.valueIn(one) !== undefined);
    return row === undefined ? [] : [argsOf([filter], row)];
  });
  const sorts = sortsOf(entity);
  const together = sample(subarray(filters, { minLength: 2 }), { numRuns: COMBINATIONS, seed: SEED }).map(
    (some, index) => {
      const call = argsOf(some, rows[(index * 7) % rows.length] ?? {});
      const sort = sorts[index % sorts.length];
      return sort === undefined || index % 2 === 0 ? call : combine(call, sort);
    },
  );
  const listing: Args[] = [{}, { limit: 1 }, { limit: 1000 }, { limit: 2, fields: Object.keys(entity.fields) }];
  const latest = entity.latest === undefined ? [] : [{ latestOnly: true }, { latestOnly: true, limit: 2 }];
  const words = filters.flatMap(wordsOf);
  return [...[...listing, ...latest].map((args) => ({ args, uses: [] })), ...single, ...words, ...sorts, ...together];
};

/** Whether the Operate API of a version can do what a call uses. */
export const isPossible = ({ uses }: SearchCall, version: Version): boolean =>
  uses.every(({ v1 }) => v1 !== undefined && (v1.since === undefined || reaches(version, v1.since)));
