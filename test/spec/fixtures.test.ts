import { parse } from "lossless-json";
import { describe, expect, it } from "vitest";
import { decisionInstance } from "../../src/camunda/entities/decision-instance.ts";
import type { Entity } from "../../src/camunda/entity.ts";
import { decodeDetail, decodeResults, decodeRow } from "../../src/camunda/operate-v1/decode.ts";
import { searchBody } from "../../src/camunda/operate-v1/encode.ts";
import { parseJson, rawArray, stringifyJson } from "../../src/http/json.ts";
import { isObject, member } from "../../src/narrow.ts";
import { documents, schemaOf } from "./document/documents.ts";
import { operateEntities } from "./entities.ts";
import { named, type Recorded, rowsOf, SKIPPED } from "./recorded.ts";
import { translated } from "./shown.ts";

const document = documents["8.6"];

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

const cases = operateEntities.flatMap((entity) => rowsOf(entity).map((answer) => ({ entity, ...answer })));
const lists = cases.filter(({ text }) => itemsOf(text) !== undefined);
const changes = named(/^[a-z-]+-deleted/);
// Answers of Operate's own web page: they call some members otherwise, their inner lists are those of the API.
const decisions = named(/^internal-decision-instance-/);
const OTHERWISE = ["errorMessage", "processInstanceId"];

const conforming = (schema: string, { text }: Pick<Recorded, "text">) =>
  document.check(["components", "schemas", schema])(plain(text));

describe.skipIf(SKIPPED !== "")(`real answers of the Operate API${SKIPPED}`, () => {
  it("are there, as lists and as single rows", () => {
    expect(lists.length).toBeGreaterThan(2);
    expect(cases.length).toBeGreaterThan(lists.length + 1);
    expect(changes.length).toBeGreaterThan(0);
    expect(decisions.length).toBeGreaterThan(2);
    expect(cases.map(({ entity }) => entity.path.v1)).toEqual(
      expect.arrayContaining(["process-definitions", "process-instances", "flownode-instances"]),
    );
  });

  it.each(cases)("are decoded without loss: $name", ({ entity, text }) => {
    const rows = itemsOf(text) ?? [parse(text)];
    expect(decoded(entity, text)).toEqual(rows.map((row) => translated(Object.values(entity.fields), row)));
  });

  it.each(decisions)("are decoded without loss, with the lists inside them: $name", ({ text }) => {
    const answer = parse(text);
    const { row, lists: inner } = decodeDetail(decisionInstance, parseJson(text));
    const flat = Object.entries(isObject(answer) ? answer : {}).filter(
      ([name, value]) => !OTHERWISE.includes(name) && !Array.isArray(value),
    );
    expect(row).toEqual(translated(Object.values(decisionInstance.fields), Object.fromEntries(flat)));
    for (const { name, path, fields } of decisionInstance.lists) {
      const members = member(answer, path.v1);
      expect(inner[name]).toEqual(
        Array.isArray(members) ? members.map((one) => translated(Object.values(fields), one)) : undefined,
      );
    }
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
