import { sample, subarray } from "fast-check";
import type { z } from "zod";
import type { Entity, Field } from "../../src/camunda/entity.ts";
import type { Company } from "../../src/simulator/company/company.ts";
import type { Row } from "../../src/simulator/world.ts";
import { conditionsOn, type Filter, filtersOf, madeUp, rowsOf } from "./filters.ts";
import { type Api, type Outcome, outcomeOf, type Use } from "./outcome.ts";

/** A call of a tool, and what has to come of it. */
export interface ToolCall {
  readonly args: Readonly<Record<string, unknown>>;
  readonly outcome: Outcome;
}

/** A search before it is known what comes of it. */
interface Asked {
  readonly args: Readonly<Record<string, unknown>>;
  readonly uses: readonly Use[];
}

const COMBINATIONS = 16;
/** Rows of a page: few, so that there is a next one. */
const FEW = { limit: 3 };
const SEED = 4711;

const asked = ({ argument, uses }: Filter, value: unknown): Asked => ({
  args: { [argument]: value, ...FEW },
  uses: uses(value),
});

const combine = (all: readonly Asked[]): Asked => ({
  args: Object.assign({}, ...all.map(({ args }) => args)),
  uses: all.flatMap(({ uses }) => uses),
});

const shownFields = ({ fields }: Entity): readonly Field[] => Object.values(fields).filter(({ isHidden }) => !isHidden);

/** Ways to list without saying what to find. */
const listings = (entity: Entity): readonly Asked[] => {
  const fields = shownFields(entity).map(({ name }) => name);
  const latest = entity.latest === undefined ? [] : [{ latestOnly: true }, { latestOnly: true, limit: 2 }];
  return [{}, { limit: 1 }, { limit: 1000 }, { limit: 2, fields }, ...latest].map((args) => ({ args, uses: [] }));
};

const sortsOf = (entity: Entity): readonly Asked[] =>
  shownFields(entity)
    .filter(({ v1, v2 }) => v1?.sort || v2?.sort)
    .flatMap((field) =>
      ["ASC", "DESC"].map(
        (order): Asked => ({
          args: { sort: [{ field: field.name, order }], limit: 3 },
          uses: [{ for: "sort", field }],
        }),
      ),
    );

/** Each argument alone, with a value that some row has. */
const singles = (entity: Entity, filters: readonly Filter[], rows: readonly Row[]): readonly Asked[] =>
  filters.map((filter) => {
    const row = rows.find((one) => filter.valueIn(one) !== undefined);
    return asked(filter, row === undefined ? madeUp(entity, filter) : filter.valueIn(row));
  });

const wordsOf = (entity: Entity): readonly Asked[] =>
  Object.values(entity.fields)
    .filter(({ v1, v2 }) => v1?.filter || v2?.filter)
    .flatMap((field) =>
      field.words.map(
        ({ word }): Asked => ({
          args: { [field.name]: word, ...FEW },
          uses: [{ for: "filter", field, value: word }],
        }),
      ),
    );

const conditions = (world: Company): readonly Asked[] =>
  conditionsOn(world).map((condition) => ({ args: { variables: [condition], ...FEW }, uses: [] }));

/** Many arguments at once, all from one row, half of the time with an order. */
const together = (filters: readonly Filter[], sorts: readonly Asked[], rows: readonly Row[]): readonly Asked[] =>
  sample(subarray([...filters], { minLength: 2 }), { numRuns: COMBINATIONS, seed: SEED }).map((some, index) => {
    const row = rows[(index * 7) % rows.length] ?? {};
    const given = some.flatMap((filter) => {
      const value = filter.valueIn(row);
      return value === undefined ? [] : [asked(filter, value)];
    });
    const sort = index % 2 === 0 ? undefined : sorts[index % sorts.length];
    return combine(sort === undefined ? given : [...given, sort]);
  });

/** Calls of an entity's search tool: each argument alone, each word, each order both ways, and many arguments together. */
export const searchCalls = (entity: Entity, input: z.ZodObject, world: Company, api: Api): readonly ToolCall[] => {
  const judged = ({ args, uses }: Asked): ToolCall => ({ args, outcome: outcomeOf(entity, uses, api) });
  const rows = rowsOf(entity, world);
  const filters = filtersOf(entity, Object.keys(input.shape), world);
  const alone = singles(entity, filters, rows);
  const sorts = sortsOf(entity);
  // Only what is possible goes together: one argument too many and nothing would be asked.
  const isPossible = ({ uses }: Asked) => outcomeOf(entity, uses, api) === "answered";
  const possible = filters.filter((_, index) => alone.slice(index, index + 1).every(isPossible));
  return [
    ...listings(entity),
    ...alone,
    ...wordsOf(entity),
    ...(filters.some(({ argument }) => argument === "variables") ? conditions(world) : []),
    ...sorts,
    ...(possible.length < 2 ? [] : together(possible, sorts.filter(isPossible), rows)),
  ].map(judged);
};
