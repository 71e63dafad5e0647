import { describe, expect, it } from "vitest";
import { auditLog } from "../../../src/camunda/entities/audit-log.ts";
import { entities } from "../../../src/camunda/entities/index.ts";
import { messageSubscription } from "../../../src/camunda/entities/message-subscription.ts";
import { waitState } from "../../../src/camunda/entities/wait-state.ts";
import type { Field, Kind, Version } from "../../../src/camunda/entity.ts";
import { reaches } from "../../../src/camunda/version.ts";
import { member } from "../../../src/narrow.ts";
import { type ClusterDocument, clusterDocuments, rowPlaces, searchPlaces } from "../document/cluster-documents.ts";
import { factsAt, follow, propertiesAt } from "../document/follow.ts";
import type { Node, Place } from "../document/mend.ts";
import {
  ARGUMENTS_LEFT_OUT,
  FIELDS_LEFT_OUT,
  FILTERS_NOT_SENT,
  type LeftOut,
  SORTS_LEFT_OUT,
  WORDS_LEFT_OUT,
} from "./left-out.ts";

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

/** Fields that the documents declare otherwise, as something that the decoder reads as well. */
const OTHERWISE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // A list is shown as one text.
  "process-instances.tags": { type: "array" },
  // The due date of a task is a text, that of a timer a number of milliseconds.
  "element-instances/wait-states.dueDate": { type: "integer", format: "int64" },
};

/** A row, or a member of a list inside one. */
interface Shape {
  readonly name: string;
  /** Name of its list of reasons. */
  readonly reasons: string;
  readonly fields: readonly Field[];
  readonly lists: readonly string[];
  readonly properties: Readonly<Record<string, Place>>;
  /** The words that a filter declares for a member of which the row only says that it is a text. */
  filterWords(name: string): readonly unknown[];
}

const isIn = (version: Version, since: Version | undefined): boolean => since === undefined || reaches(version, since);

/** The entities that a version has, those that only includes show. */
const entitiesIn = (version: Version) =>
  [...entities, messageSubscription, auditLog, waitState].filter(({ since }) => isIn(version, since.v2));

/** The properties of rows, with those of an object inside a row under its name and theirs. */
const rowProperties = (root: Node, places: readonly Place[]): Record<string, Place> => {
  const all: Record<string, Place> = Object.assign({}, ...places.map((place) => propertiesAt(root, place)));
  const { details, ...rest } = all;
  const inside = details === undefined ? {} : propertiesAt(root, details);
  return { ...rest, ...Object.fromEntries(Object.entries(inside).map(([name, at]) => [`details.${name}`, at])) };
};

const shapesOf = ({ name: version, published: root }: ClusterDocument): readonly Shape[] =>
  entitiesIn(version).flatMap((entity) => {
    const properties = rowProperties(root, rowPlaces(root, entity));
    const own = {
      name: entity.plural,
      reasons: entity.path.v2,
      fields: Object.values(entity.fields),
      lists: entity.lists.map(({ path }) => path.v2),
      properties,
      filterWords: (name: string) => {
        const filter = propertiesAt(root, searchPlaces(root, entity).filter);
        return factsAt(root, filter[name.replace(/^details\./, "")] ?? []).enum ?? [];
      },
    };
    const inner = entity.lists.map(({ name, path, fields, group }): Shape => {
      const outer = propertiesAt(root, [...(properties[path.v2] ?? []), "items"]);
      const innermost = group === undefined ? undefined : outer[group.into];
      return {
        name: `${name} of ${entity.plural}`,
        reasons: `${entity.path.v2}/${path.v2}`,
        fields: Object.values(fields),
        lists: group === undefined ? [] : [group.into],
        filterWords: () => [],
        properties: { ...outer, ...(innermost === undefined ? {} : propertiesAt(root, [...innermost, "items"])) },
      };
    });
    return [own, ...inner];
  });

const reasonsFor = (list: LeftOut, name: string): readonly string[] => Object.keys(list[name] ?? {});

const cases = Object.values(clusterDocuments).flatMap((document) =>
  shapesOf(document).map((shape) => ({
    what: shape.name,
    version: document.name,
    root: document.published,
    shape,
  })),
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
    expect(factsAt(root, place)).toMatchObject(
      OTHERWISE[`${shape.reasons}.${declaration.name}`] ?? TYPES[declaration.kind],
    );
  });

  it.each(both.filter(({ declaration }) => declaration.kind === "word"))(
    "knows the words of $field in this version, and only those",
    ({ declaration, place = [] }) => {
      const known = declaration.words.flatMap(({ word, since }) => (isIn(version, since) ? [word] : []));
      const leftOut = reasonsFor(WORDS_LEFT_OUT, `${shape.reasons}.${declaration.name}`);
      const listed = factsAt(root, place).enum ?? shape.filterWords(declaration.v2?.name ?? "");
      const words = listed.filter((one) => one !== null && !leftOut.includes(String(one)));
      expect(known.toSorted()).toEqual(words.toSorted());
    },
  );
});

describe.each([
  ["fields", FIELDS_LEFT_OUT],
  ["arguments", ARGUMENTS_LEFT_OUT],
  ["filters", FILTERS_NOT_SENT],
  ["sorts", SORTS_LEFT_OUT],
])("the %s of the Orchestration Cluster API that are left out", (what, leftOut) => {
  const known = (name: string): readonly string[] =>
    Object.values(clusterDocuments).flatMap((document) => {
      const { published } = document;
      if (what === "fields") {
        return shapesOf(document).flatMap(({ reasons, properties }) =>
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
