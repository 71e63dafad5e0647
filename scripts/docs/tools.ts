import { z } from "zod";
import { entities } from "../../src/camunda/entities/index.ts";
import type { Entity, Field, Generation, Version, Wire } from "../../src/camunda/entity.ts";
import { member, textOf, textsOf } from "../../src/narrow.ts";
import { tools } from "../../src/tools/index.ts";
import { searchTool } from "../../src/tools/search.ts";
import type { Tool } from "../../src/tools/tool.ts";
import { code, table } from "./markdown.ts";

/** What a client may write there, beyond the name: the words of a list, or what the tool list says about it. */
const hintOf = (schema: unknown): string | undefined => {
  const words = textsOf(member(schema, "enum")) ?? textsOf(member(member(schema, "items"), "enum"));
  return textOf(member(schema, "description")) ?? words?.join(", ");
};

const argumentsOf = (tool: Tool): string => {
  const schema = z.toJSONSchema(tool.input, { io: "input" });
  const required = textsOf(member(schema, "required")) ?? [];
  const shown = Object.entries(schema.properties ?? {}).map(([name, argument]) => {
    const hint = hintOf(argument);
    const named = required.includes(name) ? `**${code(name)}**` : code(name);
    return hint === undefined ? named : `${named} (${hint})`;
  });
  return shown.length === 0 ? "none" : shown.join(", ");
};

/** The first sentence of a description: what a tool is for. */
export const firstSentence = (text: string): string => /^.*?\.(?= |$)/.exec(text)?.[0] ?? text;

/** The tools as a Markdown table, in the order in which clients list them; required arguments are bold. */
export const renderToolsTable = (): string =>
  table(
    ["Tool", "What it does", "Arguments"],
    tools.map((tool) => [code(tool.name), firstSentence(tool.description), argumentsOf(tool)]),
  );

const KINDS: Readonly<Record<Field["kind"], string>> = {
  key: "key",
  id: "id",
  text: "text",
  int: "number",
  flag: "true or false",
  date: "date",
  word: "word",
  json: "JSON text",
};

const kindOf = ({ kind, words }: Field): string =>
  words.length === 0 ? KINDS[kind] : `${KINDS[kind]}: ${words.map(({ word }) => word).join(", ")}`;

const OLDEST: Readonly<Record<Generation, Version>> = { v1: "8.0", v2: "8.8" };

const isArgument = (entity: Entity, name: string): boolean => Object.hasOwn(searchTool(entity).input.shape, name);

/** How a search over one API finds rows by a field that the API has; none where no argument asks for it. */
const filterOf = (entity: Entity, { name, match, window }: Field, wire: Wire, generation: Generation): string[] => {
  if (window !== undefined) {
    const ends = `${code(`${window}After`)}, ${code(`${window}Before`)}`;
    return [generation === "v1" ? `${ends} here` : ends];
  }
  if (!isArgument(entity, name)) return [];
  if (match === "part") return ["any part, here"];
  return [wire.filter ? "exact" : "exact, here"];
};

/** What one API has of a field: since when, how a search finds rows by it, whether a list is sorted by it. */
const inApi = (entity: Entity, field: Field, generation: Generation): string => {
  const wire = field[generation];
  if (wire === undefined) {
    if (!field.joined.includes(generation)) return "not there";
    return isArgument(entity, field.name) ? "joined in; by a join" : "joined in";
  }
  const since = wire.since ?? entity.since[generation] ?? OLDEST[generation];
  return [since, ...filterOf(entity, field, wire, generation), ...(wire.sort ? ["sort"] : [])].join("; ");
};

const fieldRow = (entity: Entity, field: Field): readonly string[] => [
  field.name === entity.key ? `**${code(field.name)}**` : code(field.name),
  kindOf(field),
  inApi(entity, field, "v1"),
  inApi(entity, field, "v2"),
  field.about,
];

const heading = ({ plural, about }: Entity): string =>
  `**${plural.charAt(0).toUpperCase()}${plural.slice(1)}**: ${about.charAt(0).toLowerCase()}${about.slice(1)}`;

/** The fields of every entity as Markdown: one table each, the field that identifies a row bold. */
export const renderFieldsTables = (): string =>
  entities
    .map((entity) =>
      [
        heading(entity),
        "",
        table(
          ["Field", "Kind", "Operate API", "Orchestration Cluster API", "About"],
          Object.values(entity.fields).map((field) => fieldRow(entity, field)),
        ),
      ].join("\n"),
    )
    .join("\n\n");
