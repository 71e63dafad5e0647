import type { Entity, Field, NestedList } from "../camunda/entity.ts";
import type { Row } from "./world.ts";

const ROWS = 45;
const PARTITIONS = [1n, 2n, 4n, 5n] as const;
const START = Date.UTC(2026, 9, 1, 6, 30);
const LARGEST_KEY = 2n ** 63n - 1n;

/**
 * 45 rows for an entity that no data set knows, made from its fields alone and always the same: ties in every field but
 * the key, missing values in most, keys of partitions 1, 2, 4 and 5 (the first row has 2^53 + 1, the last 2^63 - 1).
 */
export const synthesise = (entity: Entity): readonly Row[] =>
  Array.from({ length: ROWS }, (_, index) => {
    const values = Object.values(entity.fields).map((field, column): [string, Row[string]] => [
      field.name,
      field.name === entity.key ? ownKey(field, index) : sampleOf(field, index, column),
    ]);
    return Object.fromEntries(values);
  });

/** The members of a list inside any synthesised row: four, in two groups where the list has groups. */
export const synthesiseList = ({ fields, group }: NestedList): readonly Row[] =>
  Array.from({ length: 4 }, (_, index) =>
    Object.fromEntries(
      Object.values(fields).map((field, column) => {
        const shared = group?.by.includes(field.name) ?? false;
        // Without gaps: no member of these lists is ever missing.
        return [field.name, present(field, shared ? Math.floor(index / 2) : index, column)];
      }),
    ),
  );

const BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
const DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/";

/** A minimal model for a synthesised row: DMN for what decides, BPMN for all else. */
export const synthesiseXml = ({ path }: Entity, key: string): string => {
  const decides = path.v2.startsWith("decision-");
  const namespaces = decides ? `xmlns="${DMN}" namespace` : `xmlns="${BPMN}" targetNamespace`;
  const more = decides ? ` name="Model ${key}"` : "";
  return `<?xml version="1.0" encoding="UTF-8"?>\n<definitions ${namespaces}="http://bpmn.io/schema" id="model-${key}"${more}/>\n`;
};

const keyOf = (partition: bigint, counter: number): string => String((partition << 51n) + BigInt(counter));

const ownKey = (field: Field, index: number): string => {
  // Counting down, so that the order in which rows are stored is nobody's sort order.
  const partition = PARTITIONS[(index + 2) % PARTITIONS.length] ?? 1n;
  const key =
    index === ROWS - 1 ? String(LARGEST_KEY) : keyOf(partition, index === 0 ? 1 : 1000 - Math.floor(index / 4));
  return field.kind === "key" ? key : `${key}-1`;
};

const sampleOf = (field: Field, index: number, column: number): Row[string] =>
  (index + column) % 5 === 4 ? undefined : present(field, index, column);

const present = (field: Field, index: number, column: number): Row[string] => {
  switch (field.kind) {
    case "key":
      return keyOf(PARTITIONS[(index + column) % PARTITIONS.length] ?? 1n, 100 + column);
    case "id":
      return `${keyOf(1n, 100 + column)}-${(index % 7) + 1}`;
    case "int":
      return (index % 3) + 1;
    case "flag":
      return index % 3 === 0;
    case "date":
      return new Date(START + Math.floor(index / 2) * 6_007_123).toISOString();
    case "word":
      return field.words[index % Math.max(field.words.length, 1)]?.word;
    case "text":
      return `${field.name}-${(index * 5) % 7}`;
    case "json":
      return JSON_TEXTS[(index * 5) % JSON_TEXTS.length];
  }
};

// A number and a text of the same digits, to be told apart.
const JSON_TEXTS = [
  '"4711"',
  "4711",
  "true",
  '{"total":99.5,"lines":[1,2]}',
  "null",
  '"Straße 7, \\"Hof\\""',
  "[]",
] as const;
