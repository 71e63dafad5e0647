import { isObject, member } from "../../../src/narrow.ts";
import type { Node, Place } from "./mend.ts";

/** A node of a document, and where it is. */
export interface Found {
  readonly node: unknown;
  readonly at: Place;
}

const pathIn = (reference: string): Place =>
  reference
    .replace(/^#\//, "")
    .split("/")
    .map((step) => decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~"));

const stepInto = (value: unknown, step: string): unknown =>
  Array.isArray(value) ? value[Number(step)] : member(value, step);

/** The node at a place; where it is a reference, also on the way, that which it leads to. */
export const follow = (root: Node, place: Place): Found =>
  place.reduce<Found>(({ node, at }, step) => settled(root, { node: stepInto(node, step), at: [...at, step] }), {
    node: root,
    at: [],
  });

const settled = (root: Node, found: Found): Found => {
  const reference = member(found.node, "$ref");
  return typeof reference === "string" ? follow(root, pathIn(reference)) : found;
};

/** The places of the schemas that a schema is put together from, or is one of. */
const partsAt = ({ node, at }: Found): readonly Place[] =>
  ["allOf", "oneOf", "anyOf"].flatMap((word) => {
    const listed = member(node, word);
    return Array.isArray(listed) ? listed.map((_, index) => [...at, word, String(index)]) : [];
  });

/** Where the properties of a schema are, by name; those of all its parts included. */
export const propertiesAt = (root: Node, place: Place): Readonly<Record<string, Place>> => {
  const { node, at } = follow(root, place);
  const own = member(node, "properties");
  return Object.assign(
    {},
    ...partsAt({ node, at }).map((part) => propertiesAt(root, part)),
    isObject(own) ? Object.fromEntries(Object.keys(own).map((name) => [name, [...at, "properties", name]])) : {},
  );
};

/** What a schema and its parts say about a value. */
export interface Facts {
  readonly type?: unknown;
  readonly format?: unknown;
  readonly enum?: readonly unknown[];
}

/** The type, the format and the words of a schema, whichever part of it says so. */
export const factsAt = (root: Node, place: Place): Facts => {
  const { node, at } = follow(root, place);
  const parts = partsAt({ node, at }).map((part) => factsAt(root, part));
  const { type, format, enum: words } = isObject(node) ? node : {};
  return Object.assign(
    {},
    ...parts,
    type === undefined ? {} : { type },
    format === undefined ? {} : { format },
    Array.isArray(words) ? { enum: words } : {},
  );
};
