import { z } from "zod";
import type { Engine } from "../camunda/engine.ts";
import type { Entity } from "../camunda/entity.ts";
import { OperateError } from "../errors.ts";
import type { RecordAnswer, RowsPart, TextPart } from "./answer.ts";
import { intInput, keyInput, listInput, textInput, wordInput } from "./input.ts";
import { getName, searchName } from "./names.ts";
import { rowShape } from "./output.ts";
import { type Context, READ, type Tool } from "./tool.ts";

/** Something that can be asked for together with one row: `include: ["xml"]`. */
interface Include {
  readonly name: string;
  /** Long text that can be read on by `offset`, or rows. */
  readonly kind: "text" | "rows";
  readonly about: string;
  load(engine: Engine, entity: Entity, key: string, context: Context): Promise<string | RowsPart>;
}

const xml: Include = {
  name: "xml",
  kind: "text",
  about: "its model as XML",
  load: (engine, entity, key, context) => engine.xml(entity, key, context),
};

/** What each entity offers to include; a new include is one entry here. */
const includesOf = (entity: Entity): readonly Include[] => (entity.xml ? [xml] : []);

const keyArgument = (entity: Entity): z.ZodType =>
  entity.fields[entity.key]?.kind === "key" ? keyInput() : textInput();

const inputOf = (entity: Entity): z.ZodObject => {
  const [first, ...rest] = includesOf(entity).map(({ name }) => name);
  const hasText = includesOf(entity).some(({ kind }) => kind === "text");
  return z.strictObject({
    [entity.key]: keyArgument(entity),
    ...(first === undefined ? {} : { include: listInput(wordInput([first, ...rest])).optional() }),
    ...(hasText ? { offset: intInput(0, 100_000_000).optional().describe("read a long text on from here") } : {}),
  });
};

const outputOf = (entity: Entity): z.ZodObject =>
  z.looseObject({
    ...rowShape(entity),
    ...Object.fromEntries(
      includesOf(entity).map(({ name, kind }) => [
        name,
        (kind === "text" ? z.string() : z.array(z.looseObject({}))).optional(),
      ]),
    ),
    notices: z.array(z.string()).optional(),
  });

const partOf = (loaded: string | RowsPart, offset: number): RowsPart | TextPart =>
  typeof loaded === "string" ? { kind: "text", text: loaded, offset } : loaded;

const checkOffset = (loaded: string | RowsPart, offset: number): void => {
  if (typeof loaded !== "string" || offset < Math.max(1, loaded.length)) return;
  throw new OperateError("INVALID_ARGUMENT", `offset is beyond the end: the text has ${loaded.length} characters`, {
    next: "use an offset that an answer named",
  });
};

const load = async (
  entity: Entity,
  context: Context,
  args: Readonly<Record<string, unknown>>,
): Promise<RecordAnswer> => {
  const { engine } = await context.connect();
  const key = String(args[entity.key]);
  const asked = Array.isArray(args["include"]) ? args["include"] : [];
  const wanted = includesOf(entity).filter(({ name }) => asked.includes(name));
  const offset = typeof args["offset"] === "number" ? args["offset"] : 0;
  const [row, ...loaded] = await Promise.all([
    engine.get(entity, key, context),
    ...wanted.map(async (include) => ({ name: include.name, part: await include.load(engine, entity, key, context) })),
  ]);
  for (const { part } of loaded) checkOffset(part, offset);
  return {
    kind: "record",
    fields: row,
    parts: Object.fromEntries(loaded.map(({ name, part }) => [name, partOf(part, offset)])),
    notices: [],
  };
};

/** `get_<name>`: computed from the entity. */
export const getTool = (entity: Entity): Tool => {
  const includes = includesOf(entity).map(({ name, about }) => `${name} (${about})`);
  const including = includes.length === 0 ? "" : ` include adds ${includes.join(", ")}.`;
  return {
    name: getName(entity),
    title: `Get one ${entity.name}`,
    description: `Show one ${entity.name} by its key, with all its fields.${including} Use ${searchName(entity)} to find keys.`,
    toolset: "data",
    annotations: READ,
    input: inputOf(entity),
    output: outputOf(entity),
    handler: (context, args) => load(entity, context, args),
  };
};
