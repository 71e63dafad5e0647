import { incident } from "../../src/camunda/entities/incident.ts";
import { processInstance } from "../../src/camunda/entities/process-instance.ts";
import { variable } from "../../src/camunda/entities/variable.ts";
import type { Entity, Field, Kind } from "../../src/camunda/entity.ts";
import type { Company } from "../../src/simulator/company/company.ts";
import type { Row } from "../../src/simulator/world.ts";
import type { Use } from "./outcome.ts";

/** An argument that narrows a search. */
export interface Filter {
  readonly argument: string;
  /** What it looks for so that a row is found; undefined when the row has nothing that can be looked for. */
  valueIn(row: Row): unknown;
  uses(value: unknown): readonly Use[];
}

/** Arguments that say how to list and not what to find. */
const LISTING = ["latestOnly", "limit", "sort", "fields", "cursor"];

const CONDITION = ["eq", "ne", "gt", "gte", "lt", "lte", "contains"];

const MADE_UP: Readonly<Record<Kind, unknown>> = {
  key: "1",
  id: "1-1",
  text: "nothing-of-the-kind",
  int: 1,
  flag: true,
  date: "-7d",
  word: undefined,
  json: "nothing of the kind",
};

/** The value of a JSON text that an argument can give; undefined for lists, objects and null. */
const scalar = (json: Row[string]): unknown => {
  const value: unknown = JSON.parse(String(json));
  return typeof value === "object" ? undefined : value;
};

const lookedFor = (field: Field, value: Row[string]): unknown => {
  if (value === undefined) return undefined;
  if (field.v2?.isList) return String(value).split(",")[0];
  if (field.match === "part") return String(value).slice(1, 6) || undefined;
  return field.kind === "json" ? scalar(value) : value;
};

const byField = (field: Field, argument: string): Filter => ({
  argument,
  valueIn: (row) => lookedFor(field, row[field.name]),
  uses: (value) => [{ for: "filter", field, value }],
});

const variablesOf = (world: Company, row: Row): readonly Row[] =>
  world.rows(variable).filter(({ processInstanceKey }) => processInstanceKey === row[processInstance.key]);

const byVariables = (world: Company): Filter => ({
  argument: "variables",
  valueIn: (row) => {
    const held = variablesOf(world, row).filter(({ value }) => scalar(value) !== undefined);
    const conditions = held.slice(0, 2).map(({ name, value }) => ({ name, value: scalar(value) }));
    return conditions.length === 0 ? undefined : conditions;
  },
  uses: () => [],
});

/** What narrows the search of an entity; an argument that is neither that nor known otherwise is an error, so that none is forgotten. */
export const filtersOf = (entity: Entity, names: readonly string[], world: Company): readonly Filter[] =>
  names
    .filter((name) => !LISTING.includes(name))
    .map((argument) => {
      if (argument === "variables") return byVariables(world);
      const field = Object.values(entity.fields).find(
        ({ name, window }) => name === argument || [`${window}After`, `${window}Before`].includes(argument),
      );
      if (field === undefined) throw new Error(`nothing is known about the argument ${argument}`);
      return byField(field, argument);
    });

/** A value for a field of which no row has any. */
export const madeUp = (entity: Entity, { argument }: Filter): unknown => {
  const field = Object.values(entity.fields).find(({ name }) => name === argument);
  return MADE_UP[field?.kind ?? "date"];
};

/** Rows with everything that a search of them can look for, so also what only other entities tell. */
export const rowsOf = (entity: Entity, world: Company): readonly Row[] => {
  if (entity !== processInstance) return world.rows(entity);
  const messages = new Map(world.rows(incident).map((row) => [row["processInstanceKey"], row["errorMessage"]]));
  return world.rows(entity).map((row) => ({ ...row, errorMessage: messages.get(row["processInstanceKey"]) }));
};

/** Conditions on variables: every operator with a text, a number and a truth value, as far as the rows have them. */
export const conditionsOn = (world: Company): readonly Readonly<Record<string, unknown>>[] => {
  const named = world.rows(variable).map(({ name, value }) => ({ name, value: scalar(value) }));
  const samples = ["string", "number", "boolean"].flatMap(
    (type) => named.find(({ value }) => typeof value === type) ?? [],
  );
  return samples.flatMap(({ name, value }) => [
    { name, value },
    ...CONDITION.map((operator) => ({ name, operator, value })),
    { name, operator: "exists" },
    { name, operator: "exists", value: false },
  ]);
};
