import type { Entity, Version } from "../../src/camunda/entity.ts";
import { reaches } from "../../src/camunda/version.ts";
import type { Document } from "./document/open.ts";
import type { Operation } from "./document/operation.ts";

/** First version with an operation: a document lists all of them and says of none when it came. */
export const firstVersion = ({ path }: Operation): Version => {
  if (/^\/v1\/(?:decision-|drd\/)/.test(path)) return "8.3";
  return /\/(?:statistics|sequence-flows)$/.test(path) ? "8.2" : "8.0";
};

/** The operations of a document below the path of an entity. */
export const operationsOf = ({ operations }: Pick<Document, "operations">, entity: Entity): readonly Operation[] =>
  operations.filter(({ path }) => path.startsWith(`/v1/${entity.path.v1}/`));

/** Those of them that a version has. */
export const operationsIn = (document: Document, entity: Entity, version: Version): readonly Operation[] =>
  operationsOf(document, entity).filter((operation) => reaches(version, firstVersion(operation)));

/** What can be read below one row of an entity: the last step of each such path, e.g. `xml`. */
export const partsIn = (document: Document, entity: Entity, version: Version): readonly string[] =>
  operationsIn(document, entity, version).flatMap(({ path }) => {
    const [, , , , part] = path.split("/");
    return part === undefined ? [] : [part];
  });
