import type { Entity, Version } from "../../../src/camunda/entity.ts";
import { reaches } from "../../../src/camunda/version.ts";
import { isObject, member } from "../../../src/narrow.ts";
import { type DocumentName, FILES } from "./folder.ts";
import type { Node } from "./mend.ts";
import { MENDS, propertiesOf } from "./mends.ts";
import { type Document, openDocument } from "./open.ts";

const open = (name: DocumentName): Document<DocumentName> =>
  openDocument({ name, file: FILES[name], base: "", mends: MENDS });

/** The documents of the Operate API. */
export const documents: Readonly<Record<DocumentName, Document<DocumentName>>> = {
  "pre-8.6": open("pre-8.6"),
  "8.6": open("8.6"),
};

/** The document that holds for a version. */
export const documentFor = (version: Version): Document<DocumentName> =>
  documents[reaches(version, "8.6") ? "8.6" : "pre-8.6"];

/** Name of the schema of an entity's rows. */
export const schemaOf = (root: Node, entity: Entity): string => {
  const paths = isObject(root["paths"]) ? root["paths"] : {};
  const path = Object.keys(paths).find((one) => new RegExp(`^/v1/${entity.path.v1}/\\{\\w+\\}$`).test(one)) ?? "";
  const content = ["get", "responses", "200", "content", "application/json", "schema", "$ref"];
  const reference = content.reduce<unknown>(member, paths[path]);
  const name = /^#\/components\/schemas\/(\w+)$/.exec(String(reference))?.[1];
  if (name === undefined) throw new Error(`the document has no schema for a ${entity.name}`);
  return name;
};

/** The properties of an entity's rows by name, mended. */
export const rowProperties = ({ mended: { root } }: Document, entity: Entity): Node =>
  propertiesOf(root, schemaOf(root, entity));
