import { isLosslessNumber, parse } from "lossless-json";
import { describe, expect, it } from "vitest";
import { entities } from "../../src/camunda/entities/index.ts";
import { absent, type Entity, type Field } from "../../src/camunda/entity.ts";
import { decodeResults, decodeRow } from "../../src/camunda/operate-v1/decode.ts";
import { searchBody } from "../../src/camunda/operate-v1/encode.ts";
import { parseJson, rawArray, stringifyJson } from "../../src/http/json.ts";
import { isObject, member } from "../../src/narrow.ts";
import { documents, schemaOf } from "./document/documents.ts";
import { named, type Recorded, rowsOf, SKIPPED } from "./recorded.ts";

const document = documents["8.6"];

/** The member of a row as this project has to show it. */
const shown = (field: Field, value: unknown): unknown => {
  if (isLosslessNumber(value)) return field.kind === "key" ? value.value : Number(value.value);
  if (field.kind === "date") return new Date(String(value).replace(/([+-]\d\d)(\d\d)$/, "$1:$2")).toISOString();
  const renamed = field.words.find(({ v1 }) => v1 !== undefined && v1 !== absent && v1 === value);
  return renamed?.word ?? value;
};

/** A recorded row under this project's names; a member that no field declares keeps its own name. */
const expected = (entity: Entity, row: unknown): Record<string, unknown> => {
  const fields = Object.values(entity.fields);
  return Object.fromEntries(
    Object.entries(isObject(row) ? row : {}).map(([name, value]) => {
      const field = fields.find(({ v1 }) => v1?.name === name);
      return field === undefined ? [name, value] : [field.name, shown(field, value)];
    }),
  );
};

const itemsOf = (text: string): readonly unknown[] | undefined => {
  const items = member(parse(text), "items");
  return Array.isArray(items) ? items : undefined;
};

const decoded = (entity: Entity, text: string) =>
  itemsOf(text) === undefined ? [decodeRow(entity, parseJson(text))] : decodeResults(entity, parseJson(text)).rows;

const plain = (text: string): unknown => {
  const value: unknown = JSON.parse(text);
  return value;
};

const cases = entities.flatMap((entity) => rowsOf(entity).map((answer) => ({ entity, ...answer })));
const lists = cases.filter(({ text }) => itemsOf(text) !== undefined);
const changes = named(/^[a-z-]+-deleted/);

const conforming = (schema: string, { text }: Pick<Recorded, "text">) =>
  document.check(["components", "schemas", schema])(plain(text));

describe.skipIf(SKIPPED !== "")(`real answers of the Operate API${SKIPPED}`, () => {
  it("are there, as lists and as single rows", () => {
    expect(lists.length).toBeGreaterThan(2);
    expect(cases.length).toBeGreaterThan(lists.length + 1);
    expect(changes.length).toBeGreaterThan(0);
  });

  it.each(cases)("are decoded without loss: $name", ({ entity, text }) => {
    const rows = itemsOf(text) ?? [parse(text)];
    expect(decoded(entity, text)).toEqual(rows.map((row) => expected(entity, row)));
  });

  it.each(lists)("keep their total: $name", ({ entity, text }) => {
    expect(String(decodeResults(entity, parseJson(text)).total)).toBe(String(member(parse(text), "total")));
  });

  it.each(lists)("give the position of the next page, digit for digit and type for type: $name", ({ entity, text }) => {
    const after = rawArray(text, "sortValues");
    const body = stringifyJson(searchBody(entity, { filter: {}, sort: [], size: 1, ...(after && { after }) }));
    expect(parse(body)).toHaveProperty("searchAfter", member(parse(text), "sortValues"));
  });

  it.each(cases)("are as the OpenAPI document says: $name", ({ entity, text }) => {
    const schema = schemaOf(document.published, entity);
    expect(conforming(itemsOf(text) === undefined ? schema : `Results${schema}`, { text })).toEqual([]);
  });

  it.each(changes)("are as the OpenAPI document says: $name", (answer) => {
    expect(conforming("ChangeStatus", answer)).toEqual([]);
  });
});
