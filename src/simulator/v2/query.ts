import type { Version } from "../../camunda/entity.ts";
import { isList, type Json, type JsonObject, readJson } from "../json.ts";
import type { Level } from "../order.ts";
import { type Column, columnsOf } from "./column.ts";
import { readObject } from "./operators.ts";
import { invalid, Problem, unexpected, unparsable } from "./problem.ts";
import type { Resource } from "./resource.ts";

/** Where a page is. */
export interface Page {
  readonly limit: number;
  readonly from?: number;
  readonly after?: string;
  readonly before?: string;
}

/** Reads a body and refuses members that are not among the named ones. No body is an empty one. */
export const readBody = (text: string, members: readonly string[]): JsonObject => {
  if (text.trim() === "") return {};
  let body: Json;
  try {
    body = readJson(text);
  } catch {
    throw new Problem(400, "Failed to read request");
  }
  const object = readObject("body", body);
  const other = Object.keys(object).find((name) => !members.includes(name));
  return other === undefined ? object : unparsable(other);
};

/** Reads the sort of a search: levels, the last one the key, so that there are no ties. */
export const readSort = (sort: Json | undefined, resource: Resource, version: Version): readonly Level[] => {
  const columns = columnsOf(resource, version);
  const sortable = [...columns.values()].filter((column) => column.sort);
  const levels = readOrders(sort, sortable).map(({ field, descending }): Level => ({ column: field, descending }));
  const key = columns.get(resource.key);
  if (key === undefined || levels.some(({ column }) => column.name === resource.key)) return levels;
  return [...levels, { column: key, descending: false }];
};

/** Reads a sort by some named things. */
export const readOrders = <Named extends Pick<Column, "name">>(
  sort: Json | undefined,
  sortable: readonly Named[],
): readonly { readonly field: Named; readonly descending: boolean }[] => {
  if (sort === undefined || sort === null) return [];
  return (isList(sort) ? sort : unparsable("sort")).map((entry) => {
    const { field = null, order = null, ...others } = readObject("sort", entry);
    const [other] = Object.keys(others);
    if (other !== undefined) return unparsable(other);
    if (order !== null && order !== "ASC" && order !== "DESC")
      return unexpected(String(order), "order", ["ASC", "DESC"]);
    if (field === null) return invalid("Sort field must not be null.");
    const named = sortable.find(({ name }) => name === field);
    if (named === undefined)
      return unexpected(
        String(field),
        "field",
        sortable.map(({ name }) => name),
      );
    return { field: named, descending: order === "DESC" };
  });
};

const PAGE_MEMBERS = ["limit", "from", "after", "before"];
const MOST = 10_000;
const USUAL = 100;

/** Reads the page of a search; `members` is what it may say. */
export const readPage = (page: Json | undefined, members: readonly string[] = PAGE_MEMBERS): Page => {
  if (page === undefined || page === null) return { limit: USUAL };
  const given = readObject("page", page);
  const other = Object.keys(given).find((name) => !members.includes(name));
  if (other !== undefined) return unparsable(other);
  const { limit = null, from = null, after = null, before = null } = given;
  if (after !== null && before !== null) return invalid("Both after and before cannot be set at the same time.");
  if (from !== null && (after !== null || before !== null)) {
    return invalid("Both after/before and from cannot be set at the same time.");
  }
  return {
    limit: limit === null ? USUAL : readCount("limit", limit, 1, MOST),
    ...(from === null ? {} : { from: readCount("from", from, 0, Number.MAX_SAFE_INTEGER) }),
    ...(after === null ? {} : { after: String(after) }),
    ...(before === null ? {} : { before: String(before) }),
  };
};

const readCount = (name: string, value: Json, least: number, most: number): number => {
  if (typeof value !== "number" || !Number.isInteger(value)) return unparsable(name);
  if (value >= least && value <= most) return value;
  const bounds = most === MOST ? `a number from ${least} to ${most}` : "a non-negative number";
  return invalid(`The value for page.${name} is '${value}' but must be ${bounds}.`);
};
