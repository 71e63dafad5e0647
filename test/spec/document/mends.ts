import { isObject, member } from "../../../src/narrow.ts";
import { isAt, type Mend, type Node } from "./mend.ts";

const BOTH = ["pre-8.6", "8.6"] as const;

const namesIn = (properties: unknown): readonly string[] => (isObject(properties) ? Object.keys(properties) : []);

/** The names of the properties of a schema of the document. */
export const propertiesOf = (root: unknown, schema: string): Node => {
  const properties = member(member(member(member(root, "components"), "schemas"), schema), "properties");
  return isObject(properties) ? properties : {};
};

const asInteger = (name: string, value: unknown): unknown =>
  /key$/i.test(name) && typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;

/**
 * Where the documents differ from the API, or say less than is known of it. Taken literally they refuse valid traffic and let
 * wrong traffic pass.
 */
export const MENDS: readonly Mend[] = [
  {
    name: "sort values are scalars",
    reason:
      "They are declared as objects, but texts, numbers and nulls go to and fro, as the documents' own examples show.",
    documents: BOTH,
    mend: (node, at) =>
      ["searchAfter", "sortValues"].some((name) => isAt(at, `components/schemas/*/properties/${name}`)) &&
      member(node["items"], "type") === "object"
        ? { ...node, items: { type: ["string", "number", "boolean", "null"] } }
        : undefined,
  },
  {
    name: "no parentProcessInstanceKey",
    reason:
      "It is another name for parentKey in a filter, typed as a whole process instance by mistake, and never answered.",
    documents: BOTH,
    mend: (node, at) => {
      if (!isAt(at, "components/schemas/*/properties") || node["parentProcessInstanceKey"] === undefined)
        return undefined;
      const { parentProcessInstanceKey: _, ...rest } = node;
      return rest;
    },
  },
  {
    name: "no other members",
    reason:
      "The schemas let any other member pass; Camunda answers none and silently ignores one that it does not know.",
    documents: BOTH,
    mend: (node, at) =>
      isAt(at, "components/schemas/*") && isObject(node["properties"]) && node["additionalProperties"] === undefined
        ? { ...node, additionalProperties: false }
        : undefined,
  },
  {
    name: "lists, errors and counts are complete",
    reason: "No member is declared as required, so an empty object would do; Camunda always answers them all.",
    documents: BOTH,
    mend: (node, at) =>
      isAt(at, "components/schemas/*") &&
      /^(?:Results\w+|Error|ChangeStatus|FlowNodeStatistics)$/.test(at[2] ?? "") &&
      node["required"] === undefined
        ? { ...node, required: namesIn(node["properties"]) }
        : undefined,
  },
  {
    name: "a sort names a field",
    reason: "One schema serves the sorts of all entities, so it allows any name; Camunda refuses one that is no field.",
    documents: BOTH,
    mend: (node, at, root) => {
      const entity = /^Query(\w+)$/.exec(at[2] ?? "")?.[1];
      if (entity === undefined || !isAt(at, "components/schemas/*/properties/sort")) return undefined;
      const field = { enum: Object.keys(propertiesOf(root, entity)) };
      return {
        ...node,
        items: { allOf: [node["items"]], type: "object", properties: { field }, required: ["field"] },
      };
    },
  },
  {
    name: "a page has 1 to 1000 rows",
    reason: "The documents give no limits; Camunda refuses other sizes.",
    documents: BOTH,
    mend: (node, at) =>
      isAt(at, "components/schemas/*/properties/size") && node["minimum"] === undefined
        ? { ...node, minimum: 1, maximum: 1000 }
        : undefined,
  },
  {
    name: "keys in examples are integers",
    reason: "Examples write the keys of a filter as texts, which Camunda takes and the schemas beside them refuse.",
    documents: BOTH,
    mend: (node, at) => {
      if (!isAt(at, "**/examples/*/value/filter")) return undefined;
      const mended = Object.entries(node).map(([name, value]) => [name, asInteger(name, value)]);
      return mended.some(([name, value]) => node[String(name)] !== value) ? Object.fromEntries(mended) : undefined;
    },
  },
];
