import { describe, expect, it } from "vitest";
import { entities } from "../../../src/camunda/entities/index.ts";
import type { Field, Kind, Version } from "../../../src/camunda/entity.ts";
import { reaches } from "../../../src/camunda/version.ts";
import { member } from "../../../src/narrow.ts";
import { clusterDocuments, rowPlaces, searchPlaces } from "../document/cluster-documents.ts";
import { factsAt, follow, propertiesAt } from "../document/follow.ts";
import type { Node, Place } from "../document/mend.ts";
import { ARGUMENTS_LEFT_OUT, FIELDS_LEFT_OUT, FILTERS_NOT_SENT, type LeftOut, SORTS_LEFT_OUT } from "./left-out.ts";

/** How a document declares a field of each kind. */
const TYPES: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  key: { type: "string" },
  int: { type: "integer" },
  flag: { type: "boolean" },
  id: { type: "string" },
  text: { type: "string" },
  date: { type: "string", format: "date-time" },
  word: { type: "string" },
  json: { type: "string" },
};

/** A row, or a member of a list inside one. */
interface Shape {
  readonly name: string;
  /** Name of its list of reasons. */
  readonly reasons: string;
  readonly fields: readonly Field[];
  readonly lists: readonly string[];
  readonly properties: Readonly<Record<string, Place>>;
}

const shapesOf = (root: Node): readonly Shape[] =>
  entities.flatMap((entity) => {
    const properties: Record<string, Place> = Object.assign(
      {},
      ...rowPlaces(root, entity).map((place) => propertiesAt(root, place)),
    );
    const own = {
      name: entity.plural,
      reasons: entity.path.v2,
      fields: Object.values(entity.fields),
      lists: entity.lists.map(({ path }) => path.v2),
      properties,
    };
    const inner = entity.lists.map(({ name, path, fields, group }): Shape => {
      const outer = propertiesAt(root, [...(properties[path.v2] ?? []), "items"]);
      const innermost = group === undefined ? undefined : outer[group.into];
      return {
        name: `${name} of ${entity.plural}`,
        reasons: `${entity.path.v2}/${path.v2}`,
        fields: Object.values(fields),
        lists: group === undefined ? [] : [group.into],
        properties: { ...outer, ...(innermost === undefined ? {} : propertiesAt(root, [...innermost, "items"])) },
      };
    });
    return [own, ...inner];
  });

const isIn = (version: Version, since: Version | undefined): boolean => since === undefined || reaches(version, since);

const reasonsFor = (list: LeftOut, name: string): readonly string[] => Object.keys(list[name] ?? {});

const cases = Object.values(clusterDocuments).flatMap(({ name: version, published }) =>
  shapesOf(published).map((shape) => ({ what: shape.name, version, root: published, shape })),
);

describe.each(cases)("the declaration of $what beside the document $version", ({ version, root, shape }) => {
  const { properties } = shape;
  const shown = shape.fields.filter(({ v2, isHidden }) => v2 !== undefined && !isHidden && isIn(version, v2.since));
  const both = shown.map((field) => ({
    field: field.name,
    declaration: field,
    place: properties[field.v2?.name ?? ""],
  }));

  it("has a field for every member but for those left out, and no other in this version", () => {
    const leftOut = reasonsFor(FIELDS_LEFT_OUT, shape.reasons).filter((one) => properties[one] !== undefined);
    const names = [...shown.map(({ v2 }) => v2?.name ?? ""), ...shape.lists, ...leftOut];
    expect(names.sort()).toEqual(Object.keys(properties).sort());
  });

  it.each(both)("gives $field a kind that fits", ({ declaration, place = [] }) => {
    expect(factsAt(root, place)).toMatchObject(TYPES[declaration.kind]);
  });

  it.each(both)("knows the words of $field in this version, and only those", ({ declaration, place = [] }) => {
    const known = declaration.words.flatMap(({ word, since }) => (isIn(version, since) ? [word] : []));
    expect(known.toSorted()).toEqual((factsAt(root, place).enum ?? []).filter((one) => one !== null).toSorted());
  });
});

describe.each([
  ["fields", FIELDS_LEFT_OUT],
  ["arguments", ARGUMENTS_LEFT_OUT],
  ["filters", FILTERS_NOT_SENT],
  ["sorts", SORTS_LEFT_OUT],
])("the %s of the Orchestration Cluster API that are left out", (what, leftOut) => {
  const known = (name: string): readonly string[] =>
    Object.values(clusterDocuments).flatMap(({ published }) => {
      if (what === "fields") {
        return shapesOf(published).flatMap(({ reasons, properties }) =>
          reasons === name ? Object.keys(properties) : [],
        );
      }
      const places = searchPlaces(published, { path: { v2: name } });
      if (what !== "sorts") return Object.keys(propertiesAt(published, places.filter));
      const listed = member(follow(published, places.sort).node, "enum");
      return Array.isArray(listed) ? listed.map(String) : [];
    });

  it("are in the documents, each with its reason", () => {
    for (const [name, reasons] of Object.entries(leftOut)) {
      expect(known(name), name).toEqual(expect.arrayContaining(Object.keys(reasons)));
      for (const reason of Object.values(reasons)) expect(reason).toMatch(/^[A-Z].{20,}\.$/);
    }
  });
});
