import { isObject } from "../../../src/narrow.ts";
import { isAt, type Mend } from "./mend.ts";

const ALL = ["8.8", "8.9", "8.10"] as const;

/** Formats that say something about a value; the others name the kind of thing that a text stands for. */
const FORMATS = ["int32", "int64", "date-time"];

/** Places of whole values; a part of an `allOf` does not know what the other parts allow. */
const WHOLE = ["**/properties/*", "**/items", "**/content/*/schema", "**/oneOf/*", "**/anyOf/*"];

const COMPOSED = ["$ref", "properties", "allOf", "oneOf", "anyOf"];

/** What has to be changed in the documents of the Orchestration Cluster API so that they refuse wrong traffic and let right traffic pass. */
export const CLUSTER_MENDS: readonly Mend[] = [
  {
    name: "a part does not close the whole",
    reason: "A query refuses additional properties, and with them its own page, which another part of it declares.",
    documents: ALL,
    mend: (node) => {
      const { additionalProperties, ...rest } = node;
      return additionalProperties === false ? rest : undefined;
    },
  },
  {
    name: "a filter may be a value",
    reason: "A filter is declared as an object that is either a value or an object, so that no value would pass.",
    documents: ALL,
    mend: (node) => {
      const { type, ...rest } = node;
      return type === "object" && Array.isArray(node["oneOf"]) ? rest : undefined;
    },
  },
  {
    name: "kinds may overlap",
    reason: "A page or a key has to be of exactly one kind, but the kinds overlap: a limit alone is a page of each.",
    documents: ALL,
    mend: (node) => {
      const { oneOf, ...rest } = node;
      return Array.isArray(oneOf) ? { ...rest, anyOf: oneOf } : undefined;
    },
  },
  {
    name: "no other members",
    reason: "The schemas let any other member pass; Camunda answers none and refuses one that it does not know.",
    documents: ALL,
    mend: (node, at) =>
      WHOLE.some((form) => isAt(at, form)) &&
      COMPOSED.some((name) => node[name] !== undefined) &&
      node["additionalProperties"] === undefined
        ? { ...node, unevaluatedProperties: false }
        : undefined,
  },
  {
    name: "null is a value of its own",
    reason:
      "OpenAPI 3.0 says nullable beside a schema; as JSON Schema understands it, an enumeration still refuses null.",
    documents: ALL,
    mend: (node) => {
      const { nullable, ...rest } = node;
      return nullable === true ? { anyOf: [{ type: "null" }, rest] } : undefined;
    },
  },
  {
    name: "formats are about values",
    reason: "Many formats only name what a text stands for, such as a ProcessInstanceKey, and nothing can check them.",
    documents: ALL,
    mend: (node) => {
      const { format, ...rest } = node;
      return typeof format === "string" && !isObject(node["properties"]) && !FORMATS.includes(format)
        ? rest
        : undefined;
    },
  },
];
