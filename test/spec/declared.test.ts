import { describe, expect, it } from "vitest";
import { absent, type Field, type Kind, type Version } from "../../src/camunda/entity.ts";
import { reaches } from "../../src/camunda/version.ts";
import { member } from "../../src/narrow.ts";
import { searchTool } from "../../src/tools/search.ts";
import { documents, schemaOf } from "./document/documents.ts";
import type { DocumentName } from "./document/folder.ts";
import type { Node } from "./document/mend.ts";
import { propertiesOf } from "./document/mends.ts";
import { operateEntities } from "./entities.ts";
import { ARGUMENTS_LEFT_OUT, FIELDS_LEFT_OUT, FILTERS_NOT_SENT, SORTS_LEFT_OUT } from "./left-out.ts";
import { type Shape, shapes } from "./shapes.ts";

/** How a document declares a field of each kind. */
const SCHEMAS: Readonly<Record<Kind, Node>> = {
  key: { type: "integer", format: "int64" },
  int: { type: "integer", format: "int32" },
  flag: { type: "boolean" },
  id: { type: "string" },
  text: { type: "string" },
  date: { type: "string" },
  word: { type: "string" },
  json: { type: "string" },
};

/** The last version that each document speaks of. */
const UNTIL: Readonly<Record<DocumentName, Version>> = { "pre-8.6": "8.4", "8.6": "8.9" };
const NAMES = ["pre-8.6", "8.6"] as const;

const isIn = (name: DocumentName, since: Version | undefined): boolean =>
  since === undefined || reaches(UNTIL[name], since);

/** The fields that the API has in the versions of a document. */
const wired = (name: DocumentName, { fields }: Shape): readonly Field[] =>
  fields.filter(({ v1 }) => v1 !== undefined && isIn(name, v1.since));

const wireNames = (name: DocumentName, shape: Shape): readonly string[] => [
  ...wired(name, shape).map((field) => field.v1?.name ?? ""),
  ...shape.lists,
];

const wireWords = (name: DocumentName, field: Field): readonly string[] =>
  field.words.flatMap(({ word, v1 = word, since }) => (v1 === absent || !isIn(name, since) ? [] : [v1]));

const leftOutOf = (list: typeof FIELDS_LEFT_OUT, schema: string): readonly string[] => Object.keys(list[schema] ?? {});

const declared = NAMES.flatMap((name) =>
  shapes(documents[name].published).map((shape) => ({ what: shape.name, shape, name })),
);

describe.each(declared)("the declaration of $what beside the document $name", ({ shape, name }) => {
  const properties = propertiesOf(documents[name].published, shape.schema);

  it("has a field for every member but for those left out, and no other in these versions", () => {
    const leftOut = leftOutOf(FIELDS_LEFT_OUT, shape.schema).filter((one) => properties[one] !== undefined);
    expect([...wireNames(name, shape), ...leftOut].sort()).toEqual(Object.keys(properties).sort());
  });

  const both = wired(name, shape).map((field) => ({
    field: field.name,
    declaration: field,
    property: properties[field.v1?.name ?? ""],
  }));

  it.each(both)("gives $field a kind that fits", ({ declaration, property }) => {
    const { type, format } = SCHEMAS[declaration.v1?.asText ? "id" : declaration.kind];
    expect({ type: member(property, "type"), format: member(property, "format") }).toEqual({ type, format });
  });

  it.each(both)("knows the words of $field in these versions, and only those", ({ declaration, property }) => {
    const allowed = member(property, "enum");
    expect(wireWords(name, declaration).toSorted()).toEqual(Array.isArray(allowed) ? allowed.toSorted() : []);
  });
});

describe.each(operateEntities.map((entity) => ({ plural: entity.plural, entity })))(
  "a search of $plural",
  ({ entity }) => {
    it("has an argument for every member of the document's filter, but for those left out", () => {
      const { published } = documents["8.6"];
      const schema = schemaOf(published, entity);
      const args = Object.keys(searchTool(entity).input.shape);
      const isOffered = (name: string): boolean => {
        const field = Object.values(entity.fields).find(({ v1 }) => v1?.name === name);
        return [field?.name, `${field?.window}After`, `${field?.window}Before`].some((one) => args.includes(one ?? ""));
      };
      const missing = Object.keys(propertiesOf(published, schema)).filter((name) => !isOffered(name));
      expect(missing.sort()).toEqual(leftOutOf(ARGUMENTS_LEFT_OUT, schema).toSorted());
    });
  },
);

describe.each([
  ["fields", FIELDS_LEFT_OUT],
  ["arguments", ARGUMENTS_LEFT_OUT],
  ["filters", FILTERS_NOT_SENT],
  ["sorts", SORTS_LEFT_OUT],
])("the %s left out", (_, leftOut) => {
  it("are in the documents, each with its reason", () => {
    for (const [schema, reasons] of Object.entries(leftOut)) {
      const names = Object.keys(propertiesOf(documents["8.6"].published, schema));
      expect(names, schema).toEqual(expect.arrayContaining(Object.keys(reasons)));
      for (const reason of Object.values(reasons)) expect(reason).toMatch(/^[A-Z].{20,}\.$/);
    }
  });
});
