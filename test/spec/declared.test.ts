import { describe, expect, it } from "vitest";
import { entities } from "../../src/camunda/entities/index.ts";
import { absent, type Entity, type Field, type Kind } from "../../src/camunda/entity.ts";
import { reaches } from "../../src/camunda/version.ts";
import { member } from "../../src/narrow.ts";
import { type Document, documents, schemaOf } from "./document/documents.ts";
import type { Node } from "./document/mend.ts";
import { propertiesOf } from "./document/mends.ts";
import { FIELDS_LEFT_OUT } from "./left-out.ts";

/** How a document declares a field of each kind. */
const SCHEMAS: Readonly<Record<Kind, Node>> = {
  key: { type: "integer", format: "int64" },
  int: { type: "integer", format: "int32" },
  flag: { type: "boolean" },
  id: { type: "string" },
  text: { type: "string" },
  date: { type: "string" },
  word: { type: "string" },
};

const published = (document: Document, entity: Entity): Node =>
  propertiesOf(document.published, schemaOf(document.published, entity));

const wired = (entity: Entity): readonly Field[] => Object.values(entity.fields).filter(({ v1 }) => v1 !== undefined);

const wireNames = (entity: Entity, until: (field: Field) => boolean = () => true): readonly string[] =>
  wired(entity)
    .filter(until)
    .flatMap(({ v1 }) => v1?.name ?? []);

const wordsOf = (field: Field): readonly string[] =>
  field.words.flatMap(({ word, v1 = word }) => (v1 === absent ? [] : [v1]));

const isOlder = ({ v1 }: Field): boolean => v1?.since === undefined || !reaches(v1.since, "8.6");

const declared = entities.map((entity) => ({ name: entity.name, entity }));

describe.each(declared)("the declaration of a $name", ({ entity }) => {
  const leftOut = Object.keys(FIELDS_LEFT_OUT[entity.path.v1] ?? {});
  const properties = published(documents["8.6"], entity);

  it("has a field for every member of the document's rows, but for those left out", () => {
    expect([...wireNames(entity), ...leftOut].sort()).toEqual(Object.keys(properties).sort());
  });

  it("has what came with 8.6 and nothing else beyond the document of earlier versions", () => {
    const earlier = Object.keys(published(documents["pre-8.6"], entity));
    expect([...wireNames(entity, isOlder), ...leftOut].sort()).toEqual(earlier.sort());
  });

  it.each(wired(entity))("gives $name a kind that fits the document", (field) => {
    const { type, format } = SCHEMAS[field.kind];
    const property = properties[field.v1?.name ?? ""];
    expect({ type: member(property, "type"), format: member(property, "format") }).toEqual({ type, format });
  });

  it.each(wired(entity))("knows the words of $name, and only those", (field) => {
    const allowed = member(properties[field.v1?.name ?? ""], "enum");
    expect(wordsOf(field).toSorted()).toEqual(Array.isArray(allowed) ? allowed.toSorted() : []);
  });
});

describe("the members left out", () => {
  it("have a reason, and belong to an entity", () => {
    const paths = entities.map(({ path }) => path.v1);
    for (const [path, names] of Object.entries(FIELDS_LEFT_OUT)) {
      expect(paths).toContain(path);
      for (const reason of Object.values(names)) expect(reason).toMatch(/^[A-Z].{20,}\.$/);
    }
  });
});
