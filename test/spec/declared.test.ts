import { describe, expect, it } from "vitest";
import { entities } from "../../src/camunda/entities/index.ts";
import { absent, type Entity, type Field, type Kind, type Version } from "../../src/camunda/entity.ts";
import { reaches } from "../../src/camunda/version.ts";
import { member } from "../../src/narrow.ts";
import { documents, schemaOf } from "./document/documents.ts";
import type { DocumentName } from "./document/folder.ts";
import type { Node } from "./document/mend.ts";
import { propertiesOf } from "./document/mends.ts";
import { FIELDS_LEFT_OUT, FILTERS_LEFT_OUT, SORTS_LEFT_OUT } from "./left-out.ts";

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

const published = (name: DocumentName, entity: Entity): Node => {
  const { published: root } = documents[name];
  return propertiesOf(root, schemaOf(root, entity));
};

const isIn = (name: DocumentName, since: Version | undefined): boolean =>
  since === undefined || reaches(UNTIL[name], since);

const wired = (entity: Entity): readonly Field[] => Object.values(entity.fields).filter(({ v1 }) => v1 !== undefined);

const wireNames = (name: DocumentName, entity: Entity): readonly string[] =>
  wired(entity).flatMap(({ v1 }) => (v1 !== undefined && isIn(name, v1.since) ? [v1.name] : []));

const wireWords = (name: DocumentName, field: Field): readonly string[] =>
  field.words.flatMap(({ word, v1 = word, since }) => (v1 === absent || !isIn(name, since) ? [] : [v1]));

const NAMES = ["pre-8.6", "8.6"] as const;
const declared = entities.flatMap((entity) => NAMES.map((name) => ({ plural: entity.plural, entity, name })));

describe.each(declared)("the declaration of $plural beside the document $name", ({ entity, name }) => {
  const properties = published(name, entity);

  it("has a field for every member of its rows but for those left out, and no other in these versions", () => {
    const leftOut = Object.keys(FIELDS_LEFT_OUT[entity.path.v1] ?? {}).filter((one) => properties[one] !== undefined);
    expect([...wireNames(name, entity), ...leftOut].sort()).toEqual(Object.keys(properties).sort());
  });

  const both = wired(entity)
    .filter(({ v1 }) => isIn(name, v1?.since))
    .map((field) => ({ field: field.name, declaration: field, property: properties[field.v1?.name ?? ""] }));

  it.each(both)("gives $field a kind that fits", ({ declaration, property }) => {
    const { type, format } = SCHEMAS[declaration.kind];
    expect({ type: member(property, "type"), format: member(property, "format") }).toEqual({ type, format });
  });

  it.each(both)("knows the words of $field in these versions, and only those", ({ declaration, property }) => {
    const allowed = member(property, "enum");
    expect(wireWords(name, declaration).toSorted()).toEqual(Array.isArray(allowed) ? allowed.toSorted() : []);
  });
});

describe.each([
  ["fields", FIELDS_LEFT_OUT],
  ["filters", FILTERS_LEFT_OUT],
  ["sorts", SORTS_LEFT_OUT],
])("the %s left out", (_, leftOut) => {
  it("are in the documents, each with its reason", () => {
    for (const [path, reasons] of Object.entries(leftOut)) {
      const entity = entities.find((one) => one.path.v1 === path);
      expect(entity, path).toBeDefined();
      if (entity !== undefined)
        expect(Object.keys(published("8.6", entity))).toEqual(expect.arrayContaining(Object.keys(reasons)));
      for (const reason of Object.values(reasons)) expect(reason).toMatch(/^[A-Z].{20,}\.$/);
    }
  });
});
