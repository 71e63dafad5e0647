import * as z from "zod";
import type { Detail, Engine, Row } from "../camunda/engine.ts";
import type { Entity } from "../camunda/entity.ts";
import { once } from "../once.ts";
import type { Wording } from "../phrase.ts";
import type { RawRecordAnswer, RowsPart, TextPart } from "./answer.ts";
import type { Include, Loaded } from "./includes/include.ts";
import { includesOf } from "./includes/index.ts";
import { loadAll } from "./includes/load.ts";
import { intInput, keyInput, listInput, textInput, wordInput } from "./input.ts";
import { getName } from "./names.ts";
import { nestedPart } from "./nested.ts";
import { operateUrl } from "./operate-url.ts";
import { rowShape } from "./output.ts";
import { withoutFinished } from "./texts.ts";
import { type Context, READ, type Tool } from "./tool.ts";

/** Fields whose value is shown as a text of its own, because it may be long. */
const longFields = (entity: Entity): readonly string[] =>
  Object.values(entity.fields).flatMap(({ kind, name }) => (kind === "json" ? [name] : []));

const hasText = (entity: Entity): boolean =>
  longFields(entity).length > 0 || includesOf(entity).some(({ kind }) => kind === "text");

const keyArgument = (entity: Entity): z.ZodType =>
  entity.fields[entity.key]?.kind === "key" ? keyInput() : textInput();

const inputOf = (entity: Entity): z.ZodObject => {
  const [first, ...rest] = includesOf(entity).map(({ name }) => name);
  return z.strictObject({
    [entity.key]: keyArgument(entity),
    ...(first === undefined ? {} : { include: listInput(wordInput([first, ...rest])).optional() }),
    ...(hasText(entity)
      ? { offset: intInput(0, 100_000_000).optional().describe("read a long text on from here") }
      : {}),
  });
};

const rowsOutput = () => z.array(z.looseObject({})).optional();

const outputOf = (entity: Entity): z.ZodObject =>
  z.looseObject({
    ...rowShape(entity),
    ...Object.fromEntries(entity.lists.map(({ name }) => [name, rowsOutput()])),
    ...Object.fromEntries(
      includesOf(entity).map(({ name, kind }) => [name, kind === "text" ? z.string().optional() : rowsOutput()]),
    ),
    notices: z.array(z.string()).optional(),
  });

/** The fields of a row that are short, and the parts that its long ones and the lists inside it make. */
const taken = (entity: Entity, { row, lists }: Detail, offset: number) => {
  const long = longFields(entity).filter((name) => row[name] !== undefined);
  const fields = Object.entries(row).filter(([name]) => !long.includes(name));
  const texts = long.map((name) => [name, { kind: "text", text: String(row[name]), offset }] as const);
  const nested = entity.lists.map((list) => [list.name, nestedPart(list, lists[list.name] ?? [])] as const);
  return { fields: Object.fromEntries(fields), parts: [...texts, ...nested] };
};

const partOf = ({ most }: Include, { part }: Loaded, offset: number): RowsPart | TextPart<Wording> =>
  typeof part === "object" && "kind" in part
    ? part
    : { kind: "text", text: part, offset, ...(most === undefined ? {} : { most }) };

/** The fields with what other entities tell, in the order of the declaration. */
const completed = async (engine: Engine, entity: Entity, fields: Row, context: Context) => {
  const names = Object.keys(entity.fields);
  const { rows = [fields], notices = [] } = (await engine.joins(entity)?.complete([fields], names, context)) ?? {};
  const values = names.flatMap((name) => (rows[0]?.[name] === undefined ? [] : [[name, rows[0][name]] as const]));
  return { values: Object.fromEntries(values), notices };
};

/** Where a person sees the instance that a row is or belongs to; a key of -1 stands for none in some answers. */
const linkOf = (engine: Engine, { processInstanceKey = "" }: Row): Row =>
  /^[1-9]/.test(String(processInstanceKey)) ? { operateUrl: operateUrl(engine, String(processInstanceKey)) } : {};

const load = async (
  entity: Entity,
  context: Context,
  args: Readonly<Record<string, unknown>>,
): Promise<RawRecordAnswer> => {
  const { engine } = await context.connect();
  const asked = Array.isArray(args["include"]) ? args["include"] : [];
  const offset = typeof args["offset"] === "number" ? args["offset"] : 0;
  const detail = await engine.get(entity, String(args[entity.key]), context);
  const { row } = detail;
  const wanted = includesOf(entity).filter(({ name }) => asked.includes(name));
  const included = await loadAll(wanted, { engine, entity, row, context });
  const { fields, parts: own } = taken(entity, detail, offset);
  const { values, notices } = await completed(engine, entity, fields, context);
  const added = included.loaded.map(({ include, loaded }) => [include.name, partOf(include, loaded, offset)] as const);
  const texts = withoutFinished([...own, ...added]);
  return {
    kind: "record",
    fields: { ...values, ...linkOf(engine, row) },
    parts: Object.fromEntries(texts.parts),
    notices: [
      ...notices,
      ...included.loaded.flatMap(({ loaded }) => loaded.notices),
      ...included.notices,
      ...texts.notices,
    ],
  };
};

const described = ({ name, about, since }: Include): string => {
  const notes = [...(about === undefined ? [] : [about]), ...(since === undefined ? [] : [`since ${since}`])];
  return notes.length === 0 ? name : `${name} (${notes.join(", ")})`;
};

/** `get_<name>`: computed from the entity; its schemas when they are first asked for. */
export const getTool = (entity: Entity): Tool => {
  const includes = includesOf(entity).map(described);
  const including = includes.length === 0 ? "" : ` include adds ${includes.join(", ")}.`;
  const input = once(() => inputOf(entity));
  const output = once(() => outputOf(entity));
  return {
    name: getName(entity),
    title: `Get one ${entity.name}`,
    description: `Show one ${entity.name} whole, given by its key.${including}`,
    toolset: entity.toolset,
    annotations: READ,
    get input() {
      return input();
    },
    get output() {
      return output();
    },
    handler: (context, args) => load(entity, context, args),
  };
};
