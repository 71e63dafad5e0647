import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { isObject, member } from "../../../src/narrow.ts";
import { type ClusterDocumentName, type DocumentName, folder } from "./folder.ts";
import { type Mend, type Mended, mendAll, type Node, type Place } from "./mend.ts";
import { type Operation, operation } from "./operation.ts";
import { type Check, schemas } from "./schemas.ts";

/** An OpenAPI document: as it was published, and mended. */
export interface Document<Name = string> {
  readonly name: Name;
  readonly published: Node;
  readonly mended: Mended;
  /** All operations. */
  readonly operations: readonly Operation[];
  /** The operation that a request is for; undefined where there is none. */
  operation(method: string, path: string): Operation | undefined;
  /** Compiles the mended schema at a place. */
  check(at: Place): Check;
}

const read = (file: string): Node => {
  const text = readFileSync(join(folder("OPENAPI_DIR") ?? "", file), "utf8");
  const document: unknown = file.endsWith(".json") ? JSON.parse(text) : parse(text);
  if (!isObject(document)) throw new Error(`${file} is no OpenAPI document`);
  return document;
};

const METHODS = ["get", "post", "put", "patch", "delete"];

const operationsOf = (root: Node, base: string, check: (at: Place) => Check): readonly Operation[] => {
  const paths = isObject(root["paths"]) ? root["paths"] : {};
  return Object.keys(paths).flatMap((path) =>
    METHODS.flatMap((method) => {
      const at = ["paths", path, method];
      return isObject(member(paths[path], method)) ? [operation({ root, base, at, check })] : [];
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

/** Reads a document and applies the mends that are for it. `base` goes before each of its paths. */
export const openDocument = <Name extends ClusterDocumentName | DocumentName>(from: {
  readonly name: Name;
  readonly file: string;
  readonly base: string;
  readonly mends: readonly Mend[];
}): Document<Name> => {
  const { name, file, base, mends } = from;
  const published = read(file);
  const mended = mendAll(
    published,
    mends.filter(({ documents }) => documents.includes(name)),
  );
  const check = schemas(mended.root);
  // A path without parameters goes before one with them: `search` is no key.
  const operations = [...operationsOf(mended.root, base, check)].sort(
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
