import type { Entity } from "../../../src/camunda/entity.ts";
import { isObject } from "../../../src/narrow.ts";
import { CLUSTER_MENDS } from "./cluster-mends.ts";
import { CLUSTER_FILES, type ClusterDocumentName } from "./folder.ts";
import { propertiesAt } from "./follow.ts";
import type { Node, Place } from "./mend.ts";
import { type Document, openDocument } from "./open.ts";

/** A document of the Orchestration Cluster API. */
export type ClusterDocument = Document<ClusterDocumentName>;

const open = (name: ClusterDocumentName): ClusterDocument =>
  openDocument({ name, file: CLUSTER_FILES[name], base: "/v2", mends: CLUSTER_MENDS });

/** The documents of the Orchestration Cluster API, by version. */
export const clusterDocuments: Readonly<Record<ClusterDocumentName, ClusterDocument>> = {
  "8.8": open("8.8"),
  "8.9": open("8.9"),
  "8.10": open("8.10"),
};

const JSON_SCHEMA = ["content", "application/json", "schema"];

const within = (root: Node, place: Place, name: string): Place => {
  const at = propertiesAt(root, place)[name];
  if (at === undefined) throw new Error(`the document has no ${name} at ${place.join(" ")}`);
  return at;
};

/** Where the search of an entity declares things, each by name: what can be filtered by, what an order can name, what a row shows. */
export const searchPlaces = (root: Node, { path }: Pick<Entity, "path">) => {
  const at = ["paths", `/${path.v2}/search`, "post"];
  const body = [...at, "requestBody", ...JSON_SCHEMA];
  const rows = [...within(root, [...at, "responses", "200", ...JSON_SCHEMA], "items"), "items"];
  const sort = within(root, [...within(root, body, "sort"), "items"], "field");
  return { filter: within(root, body, "filter"), sort, rows };
};

/** Where the rows of an entity are declared: in a list, and alone, where it can be had alone. */
export const rowPlaces = (root: Node, entity: Pick<Entity, "path">): readonly Place[] => {
  const { rows } = searchPlaces(root, entity);
  const paths = isObject(root["paths"]) ? Object.keys(root["paths"]) : [];
  const alone = paths.find((path) => new RegExp(`^/${entity.path.v2}/\\{\\w+\\}$`).test(path));
  return alone === undefined ? [rows] : [rows, ["paths", alone, "get", "responses", "200", ...JSON_SCHEMA]];
};
