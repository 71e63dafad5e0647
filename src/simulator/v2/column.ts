import type { Version } from "../../camunda/entity.ts";
import type { Json } from "../json.ts";
import type { Indexed, Sortable } from "../order.ts";
import { reaches } from "../v1/quirks.ts";
import type { Row } from "../world.ts";
import { asOf, type Filtering, type Presence, type Property } from "./property.ts";
import type { Resource } from "./resource.ts";

/** One property of an endpoint in one version. */
export interface Column extends Sortable {
  readonly kind: Property["kind"];
  readonly filter: Filtering;
  readonly notIn: boolean;
  readonly sort: boolean;
  /** The words a `word` can be. */
  readonly words: readonly string[];
  readonly presence: Presence;
  /** What an answer shows of a row; undefined when it is left out. */
  readonly shown: (row: Row) => Json | undefined;
}

/** Columns by name, in the order of the documents. */
export type Columns = ReadonlyMap<string, Column>;

const NUMERIC: readonly Property["kind"][] = ["key", "int", "flag", "date"];
/** Characters of a long value that lists show and the index holds. */
const PREVIEW = 8191;

const known = new WeakMap<Resource, Map<Version, Columns>>();

/** The properties of an endpoint in a version. */
export const columnsOf = (resource: Resource, version: Version): Columns => {
  const versions = known.get(resource) ?? new Map<Version, Columns>();
  known.set(resource, versions);
  const columns =
    versions.get(version) ??
    new Map(
      Object.entries(resource.properties).map(([name, property]) => [
        name,
        columnOf(name, property, resource, version),
      ]),
    );
  versions.set(version, columns);
  return columns;
};

const columnOf = (name: string, property: Property, resource: Resource, version: Version): Column => {
  const { kind, notIn, from: field = name } = property;
  const words = property.words.filter((word) => reaches(version, property.later[word]?.since));
  const presence = asOf(property.shown, version) ?? "never";
  const spoken = (value: string): string => {
    const newer = property.later[value];
    if (newer !== undefined && !reaches(version, newer.since)) return newer.before;
    return words.includes(value) ? value : (words.find((word) => word === "UNKNOWN") ?? words[0] ?? value);
  };
  const held = (row: Row): Row[string] => {
    const value = row[field];
    if (value === undefined) return presence === "always" ? standIn(name, property, words, row, resource) : undefined;
    if (kind === "word") return spoken(String(value));
    return name === resource.preview?.text ? String(value).slice(0, PREVIEW) : value;
  };
  return {
    name,
    dialect: `v2 ${version}`,
    field,
    kind,
    numeric: NUMERIC.includes(kind),
    filter: asOf(property.filter, version) ?? "none",
    notIn,
    sort: asOf(property.sort, version) ?? false,
    words,
    presence,
    indexed: (row) => indexedOf(kind, held(row)),
    shown: (row) => {
      if (presence === "never") return undefined;
      const value = held(row);
      if (kind === "list") return value === undefined ? [] : String(value).split(",");
      // What has no value is left out by 8.8 and null after it.
      return value ?? (reaches(version, "8.9") ? null : undefined);
    },
  };
};

const indexedOf = (kind: Property["kind"], value: Row[string]): Indexed | undefined => {
  if (value === undefined) return undefined;
  if (kind === "date") return BigInt(Date.parse(String(value)));
  return NUMERIC.includes(kind) ? BigInt(value) : String(value);
};

/** What the documents do not let be missing, for rows that were made without it. */
const standIn = (
  name: string,
  { kind, or }: Property,
  words: readonly string[],
  row: Row,
  resource: Resource,
): Row[string] => {
  const other = or === undefined ? undefined : row[resource.properties[or]?.from ?? or];
  if (other !== undefined) return other;
  if (name === "tenantId") return "<default>";
  switch (kind) {
    case "key":
      return "-1";
    case "int":
      return -1;
    case "flag":
      return false;
    case "date":
      return "1970-01-01T00:00:00.000Z";
    case "word":
      return words.includes("UNKNOWN") ? "UNKNOWN" : words[0];
    case "json":
      return "null";
    case "list":
      return undefined;
    default:
      return "unknown";
  }
};
