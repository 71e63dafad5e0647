import type { Condition } from "../collection.ts";
import { isList, type Json, type JsonObject } from "../json.ts";
import { reaches } from "../v1/quirks.ts";
import { type Column, columnsOf } from "./column.ts";
import { readAsked, readObject } from "./operators.ts";
import { invalid, unparsable } from "./problem.ts";
import { asOf } from "./property.ts";
import type { Reading, Resource, Surroundings, Test } from "./resource.ts";

/** A filter, read: conditions on one field each, and tests that look at more. */
export interface Filter {
  readonly conditions: readonly Condition[];
  readonly tests: readonly Test[];
}

/** Reads a filter; refuses what the documents of the version do not know. */
export const readFilter = (filter: Json | undefined, resource: Resource, around: Surroundings): Filter => {
  if (filter === undefined || filter === null) return { conditions: [], tests: [] };
  const read = readPart(readObject("filter", filter), resource, around, asOf(resource.alternatives, around.version));
  if (around.wrong.length > 0) invalid(...around.wrong);
  return read;
};

const readPart = (filter: JsonObject, resource: Resource, around: Surroundings, withAlternatives = false): Filter => {
  const columns = columnsOf(resource, around.version);
  const conditions: Condition[] = [];
  const tests: Test[] = [];
  for (const [name, value] of Object.entries(filter)) {
    const column = columns.get(name);
    const refinement = resource.refinements[name];
    const isRefined = refinement !== undefined && reaches(around.version, refinement.since);
    if (name === "$or" && withAlternatives) {
      if (value !== null) tests.push(alternatives(value, resource, around));
    } else if (isRefined) {
      if (value !== null) tests.push(refinement.read(value, name, around, filter));
    } else if (column === undefined || column.filter === "none") {
      unparsable(name);
    } else if (value !== null) {
      conditions.push(conditionOf(column, value, around));
    }
  }
  return { conditions, tests };
};

const conditionOf = (column: Column, value: Json, reading: Reading): Condition => {
  const { test, wanted, span } = readAsked(column, value, reading);
  return {
    field: column.field,
    accepts: (row) => test(column.indexed(row)),
    ...(wanted === undefined ? {} : { wanted }),
    ...(span === undefined ? {} : { span }),
  };
};

/** One of several filters holds; none of none. */
const alternatives = (value: Json, resource: Resource, around: Surroundings): Test => {
  const parts = (isList(value) ? value : unparsable("$or")).map((part) =>
    asTest(readPart(readObject("$or", part), resource, around)),
  );
  return parts.length === 0 ? () => true : (row) => parts.some((meets) => meets(row));
};

/** A filter as one test. */
export const asTest =
  ({ conditions, tests }: Filter): Test =>
  (row) =>
    conditions.every(({ accepts }) => accepts(row)) && tests.every((test) => test(row));
