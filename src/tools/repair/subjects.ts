import * as z from "zod";
import type { Entity } from "../../camunda/entity.ts";
import { OperateError } from "../../errors.ts";
import { isObject } from "../../narrow.ts";
import type { Chosen } from "../../repair/targets.ts";
import { checkArguments } from "../arguments.ts";
import { intInput, keyInput, listInput } from "../input.ts";
import { searchName } from "../names.ts";
import { searchInput } from "../search-input.ts";
import { queryOf } from "../search-query.ts";
import type { Args } from "./two-steps.ts";

/** A list of keys. */
export const keysInput = () => listInput(keyInput());

const MOST_RETRIES = 1000;

/** Number of retries that a job gets. */
export const retriesInput = () => intInput(1, MOST_RETRIES);

/** Arguments of a search that say how its list is shown. */
const SHOWING = { limit: true, sort: true, fields: true, cursor: true } as const;

const asObject = (value: unknown): unknown => {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

/** Any JSON object, also as text; what is in it is checked by whoever takes it. */
export const anyObjectInput = () => z.preprocess(asObject, z.looseObject({}));

/** The filters of a search. Their names are not repeated in the tool list: the search tool has them. */
export const filterInput = (entity: Entity) => anyObjectInput().describe(`filters of ${searchName(entity)}`);

/** The filters as the search would take them, checked as strictly. */
const filterOf = (entity: Entity, given: unknown, onlyTenant: boolean): Args => {
  const whole = searchInput(entity).omit(SHOWING);
  const args = checkArguments(onlyTenant && "tenantId" in whole.shape ? whole.omit({ tenantId: true }) : whole, given);
  if (Object.values(args).some((value) => value !== undefined)) return args;
  throw new OperateError("INVALID_ARGUMENT", "filter must not be empty: it would mean everything", {
    next: `give at least one filter of ${searchName(entity)}, or the keys`,
  });
};

/** Exactly one of some arguments has to be given; its name. */
export const theOneOf = (args: Args, names: readonly string[]): string => {
  const given = names.filter((name) => args[name] !== undefined);
  const [only] = given;
  if (only !== undefined && given.length === 1) return only;
  throw new OperateError("INVALID_ARGUMENT", `give exactly one of ${names.join(", ")}`);
};

/** The keys of an argument. */
export const keysOf = (args: Args, name: string): readonly string[] => {
  const keys = args[name];
  return Array.isArray(keys) ? keys.map(String) : [];
};

/** What keys or a filter choose; `implied` holds where the filter does not say otherwise. */
export const chosenBy = (
  entity: Entity,
  args: Args,
  keysName: string,
  { onlyTenant, now, implied = {} }: { readonly onlyTenant: boolean; readonly now: number; readonly implied?: Args },
): Chosen => {
  if (args[keysName] !== undefined) return { keys: keysOf(args, keysName) };
  const filter = filterOf(entity, isObject(args["filter"]) ? args["filter"] : {}, onlyTenant);
  const { limit: _, ...query } = queryOf(entity, { ...implied, ...definedIn(filter) }, now, 1);
  return { query };
};

const definedIn = (args: Args): Args =>
  Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
