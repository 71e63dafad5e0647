import { describe, expect, test } from "vitest";
import { decisionInstance } from "../../../src/camunda/entities/decision-instance.ts";
import { incident } from "../../../src/camunda/entities/incident.ts";
import { processDefinition } from "../../../src/camunda/entities/process-definition.ts";
import { processInstance } from "../../../src/camunda/entities/process-instance.ts";
import { variable } from "../../../src/camunda/entities/variable.ts";
import {
  decodeDetail,
  decodeFlows,
  decodeResults,
  decodeRow,
  decodeStatistics,
} from "../../../src/camunda/orchestration-v2/decode.ts";
import { searchBody } from "../../../src/camunda/orchestration-v2/encode.ts";

const COUNTS = { elementId: "a", active: 1, incidents: 2, completed: 0, canceled: 0 };

describe("a row of the Orchestration Cluster API", () => {
  test("is read as it is named, nulls and empty texts left out, dates in UTC", () => {
    const json = {
      processInstanceKey: "9223372036854775807",
      processDefinitionId: "order",
      processDefinitionVersionTag: null,
      tenantId: "",
      state: "SUSPENDED",
      hasIncident: false,
      startDate: "2026-11-24T10:15:00.123+0000",
      endDate: null,
      tags: ["a", "b"],
      surprise: { deep: true },
    };
    expect(decodeRow(processInstance, json)).toEqual({
      processInstanceKey: "9223372036854775807",
      processDefinitionId: "order",
      state: "SUSPENDED",
      hasIncident: false,
      startDate: "2026-11-24T10:15:00.123Z",
      tags: "a, b",
    });
  });

  test("with a key that is a number is of the early v2 and refused", () => {
    expect(() => decodeRow(incident, { incidentKey: 2251799813685249 })).toThrow(
      expect.objectContaining({ code: "BAD_RESPONSE" }),
    );
  });

  test("keeps a key of a variable that is no number, and an empty value", () => {
    expect(decodeRow(variable, { variableKey: "225-name", value: "" })).toEqual({
      variableKey: "225-name",
      value: "",
      isTruncated: false,
    });
  });

  test("shows the lists of a decision flat, each output with its rule", () => {
    const json = {
      decisionEvaluationInstanceKey: "1-1",
      evaluatedInputs: [{ inputId: "i", inputName: "Age", inputValue: "18" }],
      matchedRules: [
        {
          ruleId: "r1",
          ruleIndex: 1,
          evaluatedOutputs: [
            { outputId: "a", outputName: "A", outputValue: "1" },
            { outputId: "b", outputName: "B", outputValue: "2" },
          ],
        },
        { ruleId: "r2", ruleIndex: 2, evaluatedOutputs: [] },
      ],
    };
    expect(decodeDetail(decisionInstance, json).lists).toEqual({
      evaluatedInputs: [{ inputId: "i", inputName: "Age", inputValue: "18" }],
      matchedRules: [
        { ruleIndex: 1, ruleId: "r1", outputId: "a", outputName: "A", outputValue: "1" },
        { ruleIndex: 1, ruleId: "r1", outputId: "b", outputName: "B", outputValue: "2" },
        { ruleIndex: 2, ruleId: "r2" },
      ],
    });
  });
});

describe("a list", () => {
  test("tells its total, whether it is counted to the end, and the cursor behind the last row", () => {
    const json = {
      items: [{ incidentKey: "1" }],
      page: { totalItems: 10_000, hasMoreTotalItems: true, endCursor: "WzFd" },
    };
    expect(decodeResults(incident, json)).toEqual({
      rows: [{ incidentKey: "1" }],
      total: 10_000,
      totalIsExact: false,
      after: "WzFd",
    });
  });

  test("without a cursor, or without rows, goes nowhere", () => {
    const items = [{ incidentKey: "1" }];
    expect(decodeResults(incident, { items, page: { totalItems: 1, endCursor: null } })).not.toHaveProperty("after");
    expect(decodeResults(incident, { items: [], page: { totalItems: 0, endCursor: "x" } })).not.toHaveProperty("after");
  });

  test.each([
    [{ items: [] }],
    [{ page: { totalItems: 1 } }],
    [null],
    [{ items: [], page: { total: 1 } }],
    [{ items: [{ key: "1" }], page: { totalItems: 1 } }],
    [{ items: [], page: { totalItems: -1 } }],
    [{ items: [], page: { totalItems: 0.5 } }],
    [{ items: [], page: { totalItems: 1e300 } }],
    [{ items: [], page: { totalItems: "9007199254740993" } }],
  ])("that is %j is none of 8.8 or later", (json) => {
    expect(() => decodeResults(incident, json)).toThrow(expect.objectContaining({ code: "BAD_RESPONSE" }));
  });

  test("of counts or flows may be bare or under items", () => {
    const counted = [COUNTS];
    expect(decodeStatistics({ items: counted })).toEqual(counted);
    expect(decodeStatistics(counted)).toEqual(counted);
    expect(decodeFlows({ items: [{ elementId: "flow", sequenceFlowId: "1_flow" }, { sequenceFlowId: "2" }] })).toEqual([
      "flow",
      "2",
    ]);
  });

  test.each(Object.keys(COUNTS))("of counts without %s is none that the API would give", (name) => {
    expect(() => decodeStatistics([{ ...COUNTS, [name]: null }])).toThrow(
      expect.objectContaining({ code: "BAD_RESPONSE" }),
    );
  });

  test.each([-1, 0.5, 1e300])("of counts with %d among them is none that the API would give", (active) => {
    expect(() => decodeStatistics([{ ...COUNTS, active }])).toThrow(expect.objectContaining({ code: "BAD_RESPONSE" }));
  });

  test("of flows without an id is none either", () => {
    expect(() => decodeFlows([{ sequenceFlowId: "" }])).toThrow(expect.objectContaining({ code: "BAD_RESPONSE" }));
  });
});

describe("a request to the Orchestration Cluster API", () => {
  test("has keys as strings, windows, variables and the cursor in the page", () => {
    const body = searchBody(processInstance, {
      filter: { processInstanceKey: "9223372036854775807", state: "ACTIVE", tags: "urgent" },
      windows: { startDate: { after: "2026-01-01T00:00:00.000Z" }, endDate: { before: "2026-02-01T00:00:00.000Z" } },
      variables: [{ name: "orderId", value: '"A-4711"' }],
      sort: [{ field: "startDate", order: "DESC" }],
      size: 20,
      after: "WzFd",
    });
    expect(body).toEqual({
      filter: {
        processInstanceKey: "9223372036854775807",
        state: "ACTIVE",
        tags: ["urgent"],
        startDate: { $gte: "2026-01-01T00:00:00.000Z" },
        endDate: { $lte: "2026-02-01T00:00:00.000Z" },
        variables: [{ name: "orderId", value: '"A-4711"' }],
      },
      sort: [{ field: "startDate", order: "DESC" }],
      page: { limit: 20, after: "WzFd" },
    });
  });

  test("leaves out what is not asked for", () => {
    expect(searchBody(processDefinition, { filter: {}, sort: [], size: 1 })).toEqual({ page: { limit: 1 } });
  });

  test("never holds what the API would refuse", () => {
    const request = { filter: {}, sort: [{ field: "hasStartForm", order: "ASC" as const }], size: 1 };
    expect(() => searchBody(processDefinition, request)).toThrow(expect.objectContaining({ code: "INTERNAL" }));
  });
});
