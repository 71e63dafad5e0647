import { describe, expect, it } from "vitest";
import { isObject, member } from "../../src/narrow.ts";
import { clusterDocuments } from "./document/cluster-documents.ts";
import { CLUSTER_MENDS } from "./document/cluster-mends.ts";
import { documents } from "./document/documents.ts";
import type { Node, Place } from "./document/mend.ts";
import { MENDS } from "./document/mends.ts";

const everyDocument = [...Object.values(documents), ...Object.values(clusterDocuments)];

const cases = [...MENDS, ...CLUSTER_MENDS].flatMap((mend) =>
  everyDocument.filter(({ name }) => mend.documents.includes(name)).map((document) => ({ ...mend, document })),
);

const examplesOf = (root: Node): readonly { at: Place; name: string; value: unknown }[] =>
  Object.entries(isObject(root["paths"]) ? root["paths"] : {}).flatMap(([path, methods]) => {
    const at = ["paths", path, "post", "requestBody", "content", "application/json"];
    const examples = ["post", ...at.slice(3), "examples"].reduce<unknown>(member, methods);
    return Object.entries(isObject(examples) ? examples : {}).map(([name, example]) => ({
      at: [...at, "schema"],
      name: `${path}: ${name.trim()}`,
      value: member(example, "value"),
    }));
  });

describe("the mends of the OpenAPI documents", () => {
  it.each(cases)("$name: needed in $document.name", ({ name, document }) => {
    expect(document.mended.applied[name]).toBeGreaterThan(0);
  });

  it("have names and reasons of their own", () => {
    const reasons = [...MENDS, ...CLUSTER_MENDS].map(({ name, reason }) => ({ name, reason }));
    for (const mends of [MENDS, CLUSTER_MENDS]) {
      expect(new Set(mends.map(({ name }) => name)).size).toBe(mends.length);
    }
    for (const { reason } of reasons) expect(reason).toMatch(/^[A-Z].{20,}\.$/);
  });

  it.each(Object.values(documents))("leave the published document $name as it is", ({ published, mended }) => {
    expect(JSON.stringify(published)).toContain("parentProcessInstanceKey");
    expect(JSON.stringify(mended.root)).not.toContain("parentProcessInstanceKey");
  });

  it.each(Object.values(documents))("make every example of $name conform to the schema beside it", (document) => {
    const examples = examplesOf(document.mended.root);
    expect(examples.length).toBeGreaterThan(20);
    for (const { at, name, value } of examples) expect([name, ...document.check(at)(value)]).toEqual([name]);
  });
});

describe("a mended document", () => {
  const query = (value: unknown) =>
    documents["8.6"].check(["components", "schemas", "QueryProcessInstance"])(value).join("\n");
  const results = (value: unknown) =>
    documents["8.6"].check(["components", "schemas", "ResultsProcessInstance"])(value).join("\n");

  it.each([
    ["an unknown filter field", { filter: { hasIncident: true } }, "additionalProperty"],
    ["a key as text", { filter: { key: "2251799813685249" } }, "/filter/key"],
    ["an unknown word", { filter: { state: "TERMINATED" } }, "/filter/state"],
    [
      "a sort by something that is no field",
      { sort: [{ field: "processInstanceKey", order: "ASC" }] },
      "/sort/0/field",
    ],
    ["an order in small letters", { sort: [{ field: "key", order: "asc" }] }, "/sort/0/order"],
    ["a page of nothing", { size: 0 }, "/size"],
    ["a position of objects", { searchAfter: [{}] }, "/searchAfter/0"],
    ["a version beyond 32 bits", { filter: { processVersion: 2 ** 40 } }, "/filter/processVersion"],
    ["an unknown member of the body", { page: 1 }, "additionalProperty"],
  ])("refuses %s in a query", (_, body, problem) => {
    expect(query(body)).toContain(problem);
  });

  it.each([
    ["the largest key", { filter: { key: 2 ** 63 } }],
    ["nothing", {}],
    ["a position of scalars", { searchAfter: ["a", 1, null] }],
  ])("takes %s in a query", (_, body) => {
    expect(query(body)).toBe("");
  });

  it("refuses a list that lacks something", () => {
    expect(results({ items: [], sortValues: [], total: 0 })).toBe("");
    expect(results({ items: [], total: 0 })).toContain("sortValues");
    expect(results({ items: [{ processInstanceKey: 1 }], sortValues: [], total: 1 })).toContain("additionalProperty");
  });
});
