import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Filter, Sort } from "../camunda/engine.ts";
import type { Entity, Field } from "../camunda/entity.ts";
import type { Query, Window } from "../camunda/search/query.ts";
import { search } from "../camunda/search/search.ts";
import { OperateError } from "../errors.ts";
import type { ListAnswer } from "./answer.ts";
import { type Bookmark, fromCursor, toCursor } from "./cursor.ts";
import { filterInput, flagInput, intInput, listInput, nameInput, timeInput, wordInput } from "./input.ts";
import { getName, searchName } from "./names.ts";
import { rowOutput } from "./output.ts";
import { toInstant } from "./times.ts";
import { type Context, READ, type Tool } from "./tool.ts";

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 1000;

/** Arguments that say how to show, not what to find: they may change from page to page. */
const SHOWING = ["cursor", "limit", "fields"];

type Args = Readonly<Record<string, unknown>>;

const isFilter = (field: Field): boolean =>
  field.match === "part" || field.v1?.filter === true || field.v2?.filter === true;

const isSortable = (field: Field): boolean => field.v1?.sort === true || field.v2?.sort === true;

const windowNames = (field: Field): readonly [string, string] | undefined =>
  field.window === undefined ? undefined : [`${field.window}After`, `${field.window}Before`];

const namesOf = (fields: readonly Field[]): readonly string[] => fields.map(({ name }) => name);

const filterShape = (entity: Entity): [string, z.ZodType][] =>
  Object.values(entity.fields).flatMap((field): [string, z.ZodType][] => {
    const windows = windowNames(field);
    if (windows !== undefined) return windows.map((name) => [name, timeInput().optional()]);
    const input = isFilter(field) ? filterInput(field) : undefined;
    if (input === undefined) return [];
    return [[field.name, field.match === "part" ? input.optional().describe("any part, any case") : input.optional()]];
  });

const inputOf = (entity: Entity): z.ZodObject => {
  const fields = Object.values(entity.fields);
  const sort = z.strictObject({
    field: nameInput(namesOf(fields.filter(isSortable))),
    order: wordInput(["ASC", "DESC"]).optional(),
  });
  return z.strictObject({
    ...Object.fromEntries(filterShape(entity)),
    ...(entity.latest === undefined ? {} : { latestOnly: flagInput().optional().describe("newest version of each") }),
    limit: intInput(1, MAX_LIMIT).optional().describe(`default ${DEFAULT_LIMIT}`),
    sort: listInput(sort).optional(),
    fields: listInput(nameInput(namesOf(fields)))
      .optional()
      .describe("columns to show"),
    cursor: z.string().optional().describe("page.next of the last answer; suffices alone"),
  });
};

/** `undefined` in `given` was not said; what was said must be what the cursor carries. */
const checkSame = (given: Args, bookmark: Bookmark): void => {
  const different = Object.keys(given).filter(
    (name) =>
      given[name] !== undefined && !SHOWING.includes(name) && !isDeepStrictEqual(given[name], bookmark.args[name]),
  );
  if (different.length === 0) return;
  throw new OperateError("INVALID_ARGUMENT", `${different.join(", ")} beside cursor must be as in the first call`, {
    next: "give the cursor alone, or start a new search without it",
  });
};

const windowOf = (field: Field, args: Args, now: number): Window | undefined => {
  const [after, before] = (windowNames(field) ?? []).map((name) => {
    const text = args[name];
    return typeof text === "string" ? toInstant(text, now) : undefined;
  });
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

const queryOf = (entity: Entity, bookmark: Omit<Bookmark, "resume">, limit: number): Query => {
  const { args, now } = bookmark;
  const filter: Record<string, Filter[string]> = {};
  const windows: Record<string, Window> = {};
  for (const field of Object.values(entity.fields)) {
    const window = windowOf(field, args, now);
    if (window !== undefined) windows[field.name] = window;
    const value = args[field.name];
    const isValue = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    if (isValue && field.window === undefined) filter[field.name] = value;
  }
  return { filter, windows, latestOnly: args["latestOnly"] === true, sort: sortOf(args), limit };
};

const defined = (args: Args): Args =>
  Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));

const columnsOf = (entity: Entity, fields: unknown): readonly string[] => {
  if (!Array.isArray(fields)) return entity.columns;
  const wanted = fields.map(String);
  return [entity.key, ...wanted.filter((name) => name !== entity.key)];
};

const find = async (entity: Entity, context: Context, given: Args): Promise<ListAnswer> => {
  const { engine } = await context.connect();
  const cursor = given["cursor"];
  const bookmark = typeof cursor === "string" ? fromCursor(engine, entity, cursor) : undefined;
  if (bookmark !== undefined) checkSame(given, bookmark);
  const { cursor: _, ...said } = defined(given);
  const args = { ...bookmark?.args, ...said };
  const now = bookmark?.now ?? context.now();
  const limit = typeof args["limit"] === "number" ? args["limit"] : DEFAULT_LIMIT;
  const query = queryOf(entity, { args, now }, limit);
  const resumed = bookmark === undefined ? query : { ...query, resume: bookmark.resume };
  const found = await search(engine, entity, resumed, context.maxScanRows, context);
  const columns = columnsOf(entity, args["fields"]);
  return {
    kind: "list",
    plural: entity.plural,
    columns,
    items: found.items,
    total: found.total,
    totalIsExact: found.totalIsExact,
    notices: found.notices,
    cursorAfter: async (count) => {
      const resume = await found.resumeAfter(count);
      return resume === undefined ? undefined : toCursor(engine, entity, { args, now, resume });
    },
  };
};

/** `search_<plural>`: computed from the entity. */
export const searchTool = (entity: Entity): Tool => ({
  name: searchName(entity),
  title: `Search ${entity.plural}`,
  description: [
    `Find ${entity.plural}. ${entity.about}`,
    "All arguments are combined with AND; without any, everything is listed.",
    `Times are RFC 3339 or ages like -2h, -7d. Use ${getName(entity)} for one of them by its key.`,
  ].join(" "),
  toolset: "data",
  annotations: READ,
  input: inputOf(entity),
  output: z.looseObject({
    items: z.array(rowOutput(entity)),
    page: z.looseObject({ total: z.number(), totalIsExact: z.boolean(), next: z.string().optional() }),
    notices: z.array(z.string()).optional(),
  }),
  handler: (context, args) => find(entity, context, args),
});
