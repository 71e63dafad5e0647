import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Entity, Version } from "../../../src/camunda/entity.ts";
import { reaches } from "../../../src/camunda/version.ts";
import { isObject, member } from "../../../src/narrow.ts";
import { type DocumentName, FILES, folder } from "./folder.ts";
import { type Mended, mendAll, type Node, type Place } from "./mend.ts";
import { MENDS, propertiesOf } from "./mends.ts";
import { type Operation, operation } from "./operation.ts";
import { type Check, schemas } from "./schemas.ts";

/** An OpenAPI document: as it was published, and mended. */
export interface Document {
  readonly name: DocumentName;
  readonly published: Node;
  readonly mended: Mended;
  /** All operations. */
  readonly operations: readonly Operation[];
  /** The operation that a request is for; undefined where there is none. */
  operation(method: string, path: string): Operation | undefined;
  /** Compiles the mended schema at a place. */
  check(at: Place): Check;
}

const read = (name: DocumentName): Node => {
  const document: unknown = parse(readFileSync(join(folder("OPENAPI_DIR") ?? "", FILES[name]), "utf8"));
  if (!isObject(document)) throw new Error(`${FILES[name]} is no OpenAPI document`);
  return document;
};

const METHODS = ["get", "post", "put", "patch", "delete"];

const operationsOf = (root: Node, check: (at: Place) => Check): readonly Operation[] => {
  const paths = isObject(root["paths"]) ? root["paths"] : {};
  return Object.keys(paths).flatMap((path) =>
    METHODS.flatMap((method) => {
      const node = member(paths[path], method);
      return isObject(node) ? [operation(path, method.toUpperCase(), node, check)] : [];
    }),
  );
};

const isFor = (one: Operation, method: string, path: string): boolean => {
  const wanted = one.path.split("/");
  const given = path.split("/");
  return (
    one.method === method &&
    wanted.length === given.length &&
    wanted.every((step, index) => step === given[index] || (step.startsWith("{") && given[index] !== ""))
  );
};

const open = (name: DocumentName): Document => {
  const published = read(name);
  const mended = mendAll(
    published,
    MENDS.filter(({ documents }) => documents.includes(name)),
  );
  const check = schemas(mended.root);
  // A path without parameters goes before one with them: `search` is no key.
  const operations = [...operationsOf(mended.root, check)].sort(
    (one, other) => one.path.split("{").length - other.path.split("{").length,
  );
  return {
    name,
    published,
    mended,
    operations,
    operation: (method, path) => operations.find((one) => isFor(one, method, path)),
    check,
  };
};

/** The documents of the Operate API. */
export const documents: Readonly<Record<DocumentName, Document>> = { "pre-8.6": open("pre-8.6"), "8.6": open("8.6") };

/** The document that holds for a version. */
export const documentFor = (version: Version): Document => documents[reaches(version, "8.6") ? "8.6" : "pre-8.6"];

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
