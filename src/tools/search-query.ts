import * as z from "zod";
import type { Filter, Sort, Value, VariableCondition, Window } from "../camunda/engine.ts";
import type { Entity, Field } from "../camunda/entity.ts";
import type { Query } from "../camunda/search/query.ts";
import { OperateError } from "../errors.ts";
import { asFlag, isScalar } from "./input.ts";
import { conditions, windowNames } from "./search-input.ts";
import { toEnd, toInstant } from "./times.ts";

type Args = Readonly<Record<string, unknown>>;

const windowOf = (field: Field, args: Args, now: number): Window | undefined => {
  const [from = "", until = ""] = windowNames(field) ?? [];
  const [begin, end] = [args[from], args[until]];
  const after = typeof begin === "string" ? toInstant(begin, now) : undefined;
  const before = typeof end === "string" ? toEnd(end, now) : undefined;
  if (after === undefined && before === undefined) return undefined;
  if (after !== undefined && before !== undefined && after > before) {
    throw new OperateError("INVALID_ARGUMENT", `${field.window}After is later than ${field.window}Before`, {
      next: "swap them",
    });
  }
  return { ...(after === undefined ? {} : { after }), ...(before === undefined ? {} : { before }) };
};

const sortSchema = z.array(z.object({ field: z.string(), order: z.enum(["ASC", "DESC"]).default("ASC") }));

const sortOf = (args: Args): readonly Sort[] => sortSchema.parse(args["sort"] ?? []);

/** What an operator compares with; undefined where it cannot be compared by it. */
const comparable = (
  operator: VariableCondition["operator"],
  value: unknown,
): VariableCondition["value"] | undefined => {
  if (operator === "exists") {
    const flag = value === undefined ? true : asFlag(value);
    return typeof flag === "boolean" ? flag : undefined;
  }
  if (value === null && (operator === "eq" || operator === "ne")) return null;
  return isScalar(value) ? value : undefined;
};

const conditionsOf = (args: Args): readonly VariableCondition[] =>
  conditions.parse(args["variables"] ?? []).map(({ name, operator = "eq", value: given }) => {
    const value = comparable(operator, given);
    if (value !== undefined) return { name, operator, value };
    throw operator === "exists"
      ? new OperateError("INVALID_ARGUMENT", "variables: the value of exists is true or false")
      : new OperateError("INVALID_ARGUMENT", `variables: ${operator} needs a value`, {
          next: "give a value, or the operator exists",
        });
  });

const filterValue = (field: Field, value: Value): Value => (field.kind === "json" ? JSON.stringify(value) : value);

/** The query that the arguments of a search ask for. */
export const queryOf = (entity: Entity, args: Args, now: number, limit: number): Query => {
  const filter: Record<string, Filter[string]> = {};
  const windows: Record<string, Window> = {};
  for (const field of Object.values(entity.fields)) {
    const window = windowOf(field, args, now);
    if (window !== undefined) windows[field.name] = window;
    const value = args[field.name];
    if (isScalar(value) && field.window === undefined) filter[field.name] = filterValue(field, value);
  }
  const variables = conditionsOf(args);
  return {
    filter,
    windows,
    latestOnly: args["latestOnly"] === true,
    sort: sortOf(args),
    limit,
    ...(variables.length === 0 ? {} : { variables }),
  };
};
