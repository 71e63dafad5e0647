import { describe, expect, test } from "vitest";
import { processDefinition } from "../../../src/camunda/entities/process-definition.ts";
import { processInstance } from "../../../src/camunda/entities/process-instance.ts";
import { decodeFlows, decodeResults, decodeRow, decodeStatistics } from "../../../src/camunda/operate-v1/decode.ts";
import { searchBody } from "../../../src/camunda/operate-v1/encode.ts";
import { behind, edge } from "../../../src/camunda/operate-v1/position.ts";
import { parseJson, stringifyJson } from "../../../src/http/json.ts";

describe("a row of the Operate API", () => {
  test("is read under this project's names, in its vocabulary, digit for digit", () => {
    const json = `{"key": 9223372036854775807, "processVersion": 3, "bpmnProcessId": "order", "parentKey": 9007199254740993,
      "startDate": "2022-03-17T11:50:25.729+0000", "endDate": "2022-03-17T13:50:25.729+02:00", "state": "CANCELED",
      "incident": false, "processDefinitionKey": 2251799813685249, "tenantId": null, "surprise": {"a": 1}}`;
    expect(decodeRow(processInstance, parseJson(json))).toEqual({
      processInstanceKey: "9223372036854775807",
      processDefinitionKey: "2251799813685249",
      processDefinitionId: "order",
      processDefinitionVersion: 3,
      state: "TERMINATED",
      hasIncident: false,
      startDate: "2022-03-17T11:50:25.729Z",
      endDate: "2022-03-17T11:50:25.729Z",
      parentProcessInstanceKey: "9007199254740993",
    });
  });

  test("lets an unknown word and an unreadable date pass as they are", () => {
    const row = decodeRow(processInstance, { key: 1, state: "PAUSED", startDate: "just now" });
    expect(row).toEqual({ processInstanceKey: "1", state: "PAUSED", startDate: "just now" });
  });

  test.each([
    ["no object", "text"],
    ["a list", []],
    ["a key that is a fraction", { key: 1.5 }],
    ["a key that was rounded", { key: 2 ** 60 }],
    ["a key that is a word", { key: "abc" }],
    ["a flag that is a text", { key: 1, incident: "yes" }],
    ["a version that is a text", { key: 1, processVersion: "3" }],
    ["a date that is a number", { key: 1, startDate: 5 }],
  ])("that is %s is BAD_RESPONSE", (_, json) => {
    expect(() => decodeRow(processInstance, json)).toThrow(expect.objectContaining({ code: "BAD_RESPONSE" }));
  });

  test.each([
    [null],
    [[]],
    [{}],
    [{ items: [] }],
    [{ items: "x", total: 1 }],
    [{ items: [], total: "1" }],
    [{ items: [], total: -1 }],
    [{ items: [], total: 0.5 }],
    [{ items: [], total: 1e300 }],
  ])("a list that is %j is BAD_RESPONSE", (json) => {
    expect(() => decodeResults(processDefinition, json)).toThrow(expect.objectContaining({ code: "BAD_RESPONSE" }));
  });

  test("does not take what a prototype lends", () => {
    expect(decodeRow(processDefinition, JSON.parse('{"key": 1, "__proto__": {"name": "x"}}'))).toEqual({
      processDefinitionKey: "1",
    });
  });
});

describe("counts and flows of an instance", () => {
  const one = { activityId: "a", active: 1, incidents: 2, completed: 3, canceled: 4 };
  const isBad = expect.objectContaining({ code: "BAD_RESPONSE" });

  test("are read under this project's names", () => {
    expect(decodeStatistics([one])).toEqual([{ elementId: "a", active: 1, incidents: 2, completed: 3, canceled: 4 }]);
    expect(decodeFlows(["flow-1"])).toEqual(["flow-1"]);
  });

  test.each([
    [{}],
    [["a"]],
    [[null]],
    [[{ ...one, activityId: undefined }]],
    [[{ ...one, activityId: 5 }]],
    [[{ ...one, active: "1" }]],
    [[{ ...one, canceled: null }]],
  ])("that are %j are BAD_RESPONSE", (json) => {
    expect(() => decodeStatistics(json)).toThrow(isBad);
  });

  test.each([[{}], [[5]], [[null]], [[""]], [[{ id: "flow-1" }]]])("of flows that are %j are BAD_RESPONSE", (json) => {
    expect(() => decodeFlows(json)).toThrow(isBad);
  });
});

describe("a request to the Operate API", () => {
  test("has keys as bare integers, words of the API, and the position as it came", () => {
    const body = searchBody(processInstance, {
      filter: {
        parentProcessInstanceKey: "9223372036854775807",
        state: "TERMINATED",
        hasIncident: true,
        processDefinitionVersion: 2,
      },
      sort: [{ field: "startDate", order: "DESC" }],
      size: 50,
      after: '[1646904085499, 9007199254743289, "1.0E5"]',
    });
    expect(stringifyJson(body)).toBe(
      '{"filter":{"parentKey":9223372036854775807,"state":"CANCELED","incident":true,"processVersion":2},"size":50,"sort":[{"field":"startDate","order":"DESC"}],"searchAfter":[1646904085499, 9007199254743289, "1.0E5"]}',
    );
  });

  test("leaves out what is not asked for", () => {
    expect(stringifyJson(searchBody(processDefinition, { filter: {}, sort: [], size: 1 }))).toBe('{"size":1}');
  });

  test.each([
    ["filter", { filter: { versionTag: "x" }, sort: [] }],
    ["sort", { filter: {}, sort: [{ field: "versionTag", order: "ASC" as const }] }],
  ])("never holds a %s that the API would ignore", (_, request) => {
    expect(() => searchBody(processDefinition, { ...request, size: 1 })).toThrow(
      expect.objectContaining({ code: "INTERNAL" }),
    );
  });
});

describe("a position computed from a row", () => {
  const row = {
    processInstanceKey: "9223372036854775807",
    startDate: "2022-03-10T09:21:25.499Z",
    state: "TERMINATED",
    hasIncident: true,
  };
  const at = (field: string, model: string) => behind(processInstance, [{ field, order: "ASC" }], row, model);

  test.each([
    ["startDate", "[1, 2]", "[1646904085499,9223372036854775807]"],
    ["startDate", '[1,"2"]', '[1646904085499,"9223372036854775807"]'],
    ["state", '["ACTIVE", 2]', '["CANCELED",9223372036854775807]'],
    ["hasIncident", "[false,2]", "[true,9223372036854775807]"],
    ["processInstanceKey", "[1,1]", "[9223372036854775807,9223372036854775807]"],
    ["processInstanceKey", "[1]", "[9223372036854775807]"],
  ])("by %s modelled on %s is %s", (field, model, position) => {
    expect(at(field, model)).toBe(position);
  });

  test("by key alone copies the type of the key", () => {
    expect(behind(processInstance, [], row, '["1"]')).toBe('["9223372036854775807"]');
    expect(behind(processInstance, [], row, "[1]")).toBe("[9223372036854775807]");
  });

  test.each([
    ["endDate", "[1,2]"],
    ["hasIncident", "[1,2]"],
    ["state", "[1,2]"],
    ["startDate", "[1]"],
    ["startDate", "[1,2,3]"],
  ])("by %s modelled on %s cannot be told", (field, model) => {
    expect(at(field, model)).toBeUndefined();
  });

  test("at the edge of a window stands before every row of that moment", () => {
    expect(edge(processInstance, { field: "startDate", order: "DESC" }, "2022-03-10T09:21:25.499Z")).toBe(
      "[1646904085499,-1]",
    );
    expect(edge(processInstance, { field: "state", order: "DESC" }, "ACTIVE")).toBeUndefined();
  });
});
