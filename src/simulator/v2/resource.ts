import type { Version } from "../../camunda/entity.ts";
import type { Condition } from "../collection.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Row } from "../world.ts";
import type { ClusterApiVersion, Property, Steps } from "./property.ts";

/** The reading of a filter: what is wrong with it is collected, and told when all of it is read. */
export interface Reading {
  readonly version: Version;
  readonly wrong: string[];
}

/** The reading of a filter, and what it can look at beside the row itself. */
export interface Surroundings extends Reading {
  /** The rows of another endpoint that meet conditions. */
  rows(path: string, conditions?: readonly Condition[]): Iterable<Row>;
}

/** Whether a row meets a part of a filter. */
export type Test = (row: Row) => boolean;

/** A part of a filter that is more than a look at one property. Gets the value and the filter it is in. */
export interface Refinement {
  readonly since?: ClusterApiVersion;
  readonly read: (value: Json, name: string, around: Surroundings, filter: JsonObject) => Test;
}

/** A member that is a list or an object: what it is where nothing is known, and where it is shown. */
export interface Nested {
  readonly since?: ClusterApiVersion;
  readonly none: Json;
  /** Only the row itself shows it, no search. */
  readonly onlyAlone: boolean;
  /** What a version adds to it. */
  readonly completed?: (value: Json, version: Version) => Json;
}

/** A kind of thing of the Orchestration Cluster API: what its documents say about the searches and the rows. */
export interface Resource {
  /** As in `/v2/{path}/search`. */
  readonly path: string;
  /** As an error names it. */
  readonly name: string;
  /** The property that identifies a row. */
  readonly key: string;
  /** First version that has it. */
  readonly since: ClusterApiVersion;
  /** Whether one row can be read by its key. */
  readonly readable: boolean;
  /** In the order of the documents. */
  readonly properties: Readonly<Record<string, Property>>;
  readonly refinements: Readonly<Record<string, Refinement>>;
  /** Whether a filter can hold alternatives under `$or`. */
  readonly alternatives: Steps<boolean>;
  readonly nested: Readonly<Record<string, Nested>>;
  /** The text that lists cut, and the flag that says so. */
  readonly preview?: { readonly text: string; readonly mark: string };
  /** By what a search for latest versions only can be sorted; everything where nothing is listed. */
  readonly latestSortedBy: readonly string[];
  /** What one has to be granted for reading: the resource type of the error. */
  readonly permission: string;
}

/** Describes a resource; what is not said is as with most. */
export const resource = (
  described: Pick<Resource, "path" | "name" | "key" | "properties"> & Partial<Resource>,
): Resource => ({
  since: "8.8",
  readable: true,
  refinements: {},
  alternatives: false,
  nested: {},
  latestSortedBy: [],
  permission: "PROCESS_DEFINITION",
  ...described,
});
