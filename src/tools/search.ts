import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { Engine, Row } from "../camunda/engine.ts";
import type { Entity } from "../camunda/entity.ts";
import { search } from "../camunda/search/search.ts";
import { API_NAME, wireOf } from "../camunda/search/support.ts";
import { OperateError } from "../errors.ts";
import { once } from "../once.ts";
import type { ListAnswer } from "./answer.ts";
import { checkArguments } from "./arguments.ts";
import { type Bookmark, fromCursor, toCursor } from "./cursor.ts";
import { searchName } from "./names.ts";
import { rowOutput } from "./output.ts";
import { DEFAULT_LIMIT, searchInput } from "./search-input.ts";
import { queryOf } from "./search-query.ts";
import { IN_LIST, shortMessages } from "./stack-frames.ts";
import { type Context, READ, type Tool } from "./tool.ts";

/** Arguments that say how to show, not what to find: they may change from page to page. */
const SHOWING = ["cursor", "limit", "fields"];

type Args = Readonly<Record<string, unknown>>;

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

const defined = (args: Args): Args =>
  Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));

const columnsOf = (entity: Entity, fields: unknown): readonly string[] => {
  if (!Array.isArray(fields)) return entity.columns;
  const wanted = fields.map(String);
  return [...new Set([entity.key, ...wanted])];
};

/** Columns that were asked for and that the connected API does not have. */
const unknownColumns = async (
  entity: Entity,
  engine: Engine,
  asked: unknown,
  rows: readonly Row[],
  context: Context,
): Promise<string[]> => {
  const { generation } = engine;
  const fields = (Array.isArray(asked) ? asked : []).flatMap((name) => entity.fields[String(name)] ?? []);
  const never = fields.filter((field) => field[generation] === undefined && !field.joined.includes(generation));
  const shown = (name: string) => rows.some((row) => row[name] !== undefined);
  const later = fields.filter((field) => field[generation]?.since !== undefined && !shown(field.name));
  const version = later.length === 0 ? undefined : await engine.version(context);
  const newer = later.flatMap((field) => {
    if (version === undefined || wireOf(field, engine, version) !== undefined) return [];
    return [`${field.name} (since ${field[generation]?.since})`];
  });
  return [
    ...(never.length === 0
      ? []
      : [`Not known to ${API_NAME[generation]}: ${never.map(({ name }) => name).join(", ")}.`]),
    ...(newer.length === 0 ? [] : [`Not known to Camunda ${version?.text}: ${newer.join(", ")}.`]),
  ];
};

const find = async (entity: Entity, input: z.ZodObject, context: Context, given: Args): Promise<ListAnswer> => {
  const { engine } = await context.connect();
  const cursor = given["cursor"];
  const bookmark = typeof cursor === "string" ? fromCursor(engine, entity, cursor) : undefined;
  if (bookmark !== undefined) {
    checkArguments(input, bookmark.args);
    checkSame(given, bookmark);
  }
  const { cursor: _, ...said } = defined(given);
  const args = { ...bookmark?.args, ...said };
  const now = bookmark?.now ?? context.now();
  const limit = typeof args["limit"] === "number" ? args["limit"] : DEFAULT_LIMIT;
  const query = queryOf(entity, args, now, limit);
  const columns = columnsOf(entity, args["fields"]);
  const resumed = bookmark === undefined ? query : { ...query, resume: bookmark.resume };
  const found = await search(engine, entity, resumed, columns, context);
  // Who names the fields wants them as they are.
  const shown = args["fields"] === undefined ? shortMessages(found.items, IN_LIST) : { rows: found.items, notices: [] };
  return {
    kind: "list",
    plural: entity.plural,
    columns,
    items: shown.rows,
    total: found.total,
    totalIsExact: found.totalIsExact,
    notices: [
      ...(await unknownColumns(entity, engine, args["fields"], found.items, context)),
      ...found.notices,
      ...shown.notices,
    ],
    cursorAfter: async (count) => {
      const resume = await found.resumeAfter(count);
      return resume === undefined ? undefined : toCursor(engine, entity, { args, now, resume });
    },
  };
};

/** `search_<plural>`: computed from the entity; its schemas when they are first asked for, as few of all tools ever are. */
export const searchTool = (entity: Entity): Tool => {
  const input = once(() => searchInput(entity));
  const output = once(() =>
    z.looseObject({
      items: z.array(rowOutput(entity)),
      page: z.looseObject({ total: z.number(), totalIsExact: z.boolean(), next: z.string().optional() }),
      notices: z.array(z.string()).optional(),
    }),
  );
  return {
    name: searchName(entity),
    title: `Search ${entity.plural}`,
    description: `Find ${entity.plural}. ${entity.about}`,
    toolset: entity.toolset,
    annotations: READ,
    get input() {
      return input();
    },
    get output() {
      return output();
    },
    handler: (context, args) => find(entity, input(), context, args),
  };
};
