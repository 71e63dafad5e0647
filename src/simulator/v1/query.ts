import type { Entity, Version } from "../../camunda/entity.ts";
import { Refusal } from "../answer.ts";
import { isList, isObject, type Json, type JsonObject, readJson } from "../json.ts";
import type { Indexed } from "../order.ts";
import { mistyped, toInteger, toWanted, unreadable } from "./coerce.ts";
import { type Column, columnsOf } from "./column.ts";
import { quirksOf, reaches } from "./quirks.ts";

/** One entry of a sort. */
export interface Sort {
  readonly field: string | undefined;
  readonly descending: boolean;
}

/** The body of a search, read and typed, not yet validated. */
export interface Query {
  /** What each filtered field has to be. */
  readonly filter: ReadonlyMap<Column, Indexed>;
  readonly size: number;
  readonly sort: readonly Sort[] | undefined;
  readonly searchAfter: readonly Json[] | undefined;
}

const PACKAGE = "io.camunda.operate.webapp.api.v1.entities";

/** Reads the body of a search. Unknown fields are ignored, in the body and in its filter. */
export const readQuery = (text: string, entity: Entity, version: Version): Query => {
  const body = readBody(text, version);
  const { filter, size, sort, searchAfter } = body;
  return {
    filter: readFilter(filter, entity, version),
    size: size === undefined ? 10 : size === null ? 0 : Number(toInteger("int", size)),
    sort: readList(sort, `java.util.ArrayList<${PACKAGE}.Query$Sort>`)?.map((entry) => readSort(entry, version)),
    searchAfter: readList(searchAfter, "java.lang.Object[]"),
  };
};

const readBody = (text: string, version: Version): JsonObject => {
  if (text.trim() === "") {
    if (reaches(version, "8.8")) return {};
    throw new Refusal("Invalid request", "Required request body is missing");
  }
  let body: Json;
  try {
    body = readJson(text);
  } catch (error) {
    return unreadable(error instanceof Error ? error.message : "");
  }
  return isObject(body) ? body : mistyped(`${PACKAGE}.Query`, body);
};

const readList = (value: Json | undefined, type: string): readonly Json[] | undefined => {
  if (value === undefined || value === null) return undefined;
  return isList(value) ? value : mistyped(type, value);
};

const readSort = (entry: Json, version: Version): Sort => {
  if (!isObject(entry)) return mistyped(`${PACKAGE}.Query$Sort`, entry);
  const { field = null, order = "ASC" } = entry;
  if (isList(field) || isObject(field)) return mistyped("java.lang.String", field);
  if (order === null && !reaches(version, "8.8")) {
    throw new Refusal(
      "Invalid request",
      `Cannot invoke "${PACKAGE}.Query$Sort$Order.equals(Object)" because "order" is null`,
    );
  }
  if (order !== null && order !== "ASC" && order !== "DESC") {
    return unreadable(
      `Cannot deserialize value of type \`${PACKAGE}.Query$Sort$Order\` from String ${JSON.stringify(String(order))}: not one of the values accepted for Enum class: [ASC, DESC]`,
    );
  }
  return { field: field === null ? undefined : String(field), descending: order === "DESC" };
};

const readFilter = (filter: Json | undefined, entity: Entity, version: Version): ReadonlyMap<Column, Indexed> => {
  const wanted = new Map<Column, Indexed>();
  if (filter === undefined || filter === null) return wanted;
  if (!isObject(filter)) return mistyped(`${PACKAGE}.${entity.name}`, filter);
  const { aliases, nullIsZero, strictWords, unfiltered } = quirksOf(entity);
  const columns = columnsOf(entity, version);
  for (const [given, value] of Object.entries(filter)) {
    const name = Object.hasOwn(aliases, given) ? aliases[given] : given;
    const column = columns.get(name ?? given);
    if (column === undefined || unfiltered.includes(column.name)) continue;
    const want = value === null && nullIsZero.includes(column.name) ? 0n : toWanted(column.kind, value);
    if (want === undefined) continue;
    if (strictWords.includes(column.name) && !column.words.includes(String(want))) {
      return mistyped(`${PACKAGE}.${column.name}`, value);
    }
    wanted.set(column, column.numeric ? want : String(want));
  }
  return wanted;
};

const LARGEST_PAGE = 1000;

/** Validates a query in Camunda's order: sort, paging, then what is special to the entity. */
export const validate = (query: Query, entity: Entity, version: Version): void => {
  const lists = entity.lists.map(({ path }) => path.v1);
  validateSort(query.sort ?? [], [...columnsOf(entity, version).keys(), ...lists]);
  validatePaging(query);
  const { unsortable } = quirksOf(entity);
  const refused = query.sort?.find(({ field }) => field !== undefined && unsortable.includes(field));
  if (refused !== undefined) invalid(`Field '${refused.field}' can't be used as sort field`);
};

const invalid = (message: string): never => {
  throw new Refusal("Data invalid", message);
};

const validateSort = (sort: readonly Sort[], names: readonly string[]): void => {
  if (sort.length === 0) return;
  const given = sort.flatMap(({ field }) => (field === undefined ? [] : [field]));
  if (given.length === 0) invalid(`No 'field' given in sort. Example: "sort": [{"field":"name","order": "ASC"}] `);
  const declared = new Set([...names, ...names.map(constantOf)]);
  const wrong = given.filter((field) => !declared.has(field));
  if (wrong.length > 0) invalid(`Sort has invalid field(s): ${wrong.join(", ")}`);
};

/** The Java constant that holds a field's name; validation takes it for a field. */
const constantOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

const validatePaging = ({ size, sort, searchAfter }: Query): void => {
  if (size <= 0 || size > LARGEST_PAGE) {
    throw new Refusal("Invalid request", `size should be greater than zero and less than ${LARGEST_PAGE}`);
  }
  if (searchAfter?.length === 0) invalid("searchAfter should have a least 1 value");
  if (sort !== undefined && searchAfter !== undefined && searchAfter.length !== sort.length + 1) {
    invalid(`searchAfter should have a ${sort.length + 1} values`);
  }
};
