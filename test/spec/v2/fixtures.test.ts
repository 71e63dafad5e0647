import { describe, expect, it } from "vitest";
import { decisionInstance } from "../../../src/camunda/entities/decision-instance.ts";
import { elementInstance } from "../../../src/camunda/entities/element-instance.ts";
import { incident } from "../../../src/camunda/entities/incident.ts";
import { processInstance } from "../../../src/camunda/entities/process-instance.ts";
import { userTask } from "../../../src/camunda/entities/user-task.ts";
import { variable } from "../../../src/camunda/entities/variable.ts";
import type { Entity } from "../../../src/camunda/entity.ts";
import {
  decodeDetail,
  decodeFlows,
  decodeItems,
  decodeResults,
  decodeRow,
  decodeStatistics,
} from "../../../src/camunda/orchestration-v2/decode.ts";
import { parseJson } from "../../../src/http/json.ts";
import { isObject, member } from "../../../src/narrow.ts";
import { recordedFor, skipped } from "../recorded.ts";

const answers = recordedFor("v2");
const SKIPPED = skipped("v2");

const read = (name: string): unknown => {
  const found = answers.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no recorded answer ${name}`);
  return parseJson(found.text);
};

const iso = (value: string): string => new Date(value.replace(/([+-]\d\d)(\d\d)$/, "$1:$2")).toISOString();

/** What a recorded object comes to: the declared members that hold something. */
const expected = ({ fields }: Entity, json: unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.values(fields).flatMap(({ name, kind, v2, isHidden }) => {
      const raw = v2 === undefined || isHidden ? undefined : member(json, v2.name);
      const value = Array.isArray(raw) ? raw.join(", ") : raw;
      if (value === undefined || value === null || value === "") {
        return v2?.otherwise === undefined ? [] : [[name, v2.otherwise]];
      }
      return [[name, kind === "date" ? iso(String(value)) : value]];
    }),
  );

const LISTS: readonly (readonly [string, Entity])[] = [
  ["incidents-search-88", incident],
  ["incidents-of-element-instance-89", incident],
  ["incidents-of-instance", incident],
  ["element-instances-search-incident", elementInstance],
  ["user-tasks-search-88-alpha", userTask],
  ["variables-search-truncated", variable],
];

const ROWS: readonly (readonly [string, Entity])[] = [
  ["process-instance-with-incident", processInstance],
  ["process-instance-completed-picked", processInstance],
  ["process-instance-created", processInstance],
  ["process-instance-created-88-alpha", processInstance],
  ["incident-job-no-retries", incident],
];

/** Answers of /v2 as it was before 8.8: other names, keys that are numbers, positions instead of cursors. */
const EARLY_LISTS: readonly (readonly [string, Entity])[] = [
  ["decision-instances-search-87-numeric-keys", decisionInstance],
  ["incidents-search-87-v1-names", incident],
  ["flownode-instances-search-87", elementInstance],
];

describe.skipIf(SKIPPED !== "")(`real answers of the Orchestration Cluster API${SKIPPED}`, () => {
  it.each(LISTS)("%s is decoded as a list", (name, entity) => {
    const json = read(name);
    const { rows, total, totalIsExact, after } = decodeResults(entity, json);
    const items = decodeItems(entity.plural, json);
    expect(rows).toEqual(items.map((item) => expected(entity, item)));
    expect(rows.map((row) => row[entity.key])).toEqual(items.map(() => expect.stringMatching(/^\d+$/)));
    expect(total).toBe(member(member(json, "page"), "totalItems"));
    expect(totalIsExact).toBe(true);
    expect(after ?? null).toBe(member(member(json, "page"), "endCursor"));
  });

  it.each(ROWS)("%s is decoded as a row", (name, entity) => {
    const row = decodeRow(entity, read(name));
    expect(row).toEqual(expected(entity, read(name)));
    expect(row[entity.key]).toMatch(/^\d+$/);
  });

  it("variables without a key of their own are decoded", () => {
    const rows = decodeItems("variables", read("variables-items")).map((item) => decodeRow(variable, item));
    expect(rows.map(({ variableKey, name, value }) => [variableKey, name, value])).toEqual([
      ["6755399441062827-loopCounter", "loopCounter", "1"],
      ["6755399441062827-orders", "orders", "[6,4]"],
    ]);
  });

  it("counts and flows are decoded", () => {
    expect(decodeStatistics(read("element-statistics-of-instance"))).toEqual([
      { elementId: "StartEvent_1", active: 0, incidents: 0, completed: 1, canceled: 0 },
      { elementId: "Task_1b1r7ow", active: 0, incidents: 1, completed: 0, canceled: 0 },
    ]);
    expect(decodeFlows(read("sequence-flows-of-instance"))).toEqual(["SequenceFlow_0j6tsnn"]);
  });

  it("outputs belong to the rule that put them out", () => {
    const early = read("decision-instance-87-matched-rules");
    const rules = isObject(early) ? early["matchedRules"] : undefined;
    // From 8.9 on, each output names its rule again, or null.
    const again = JSON.parse(
      JSON.stringify(rules).replaceAll('"outputId"', '"ruleId":null,"ruleIndex":null,"outputId"'),
    );
    for (const matchedRules of [rules, again]) {
      const { lists } = decodeDetail(decisionInstance, { decisionEvaluationInstanceKey: "1-1", matchedRules });
      expect(lists["matchedRules"]).toEqual([
        { ruleId: "ruleId1", ruleIndex: 1, outputId: "1", outputName: "name1", outputValue: "value1" },
        { ruleId: "ruleId1", ruleIndex: 1, outputId: "2", outputName: "name2", outputValue: "value2" },
        { ruleId: "ruleId2", ruleIndex: 2, outputId: "3", outputName: "name3", outputValue: "value3" },
      ]);
    }
  });

  it.each(EARLY_LISTS)("%s is refused: it is of an earlier version", (name, entity) => {
    expect(() => decodeResults(entity, read(name))).toThrow(expect.objectContaining({ code: "BAD_RESPONSE" }));
  });

  it.each([
    ["process-instance-88-treepath", processInstance],
    ["decision-instance-87-matched-rules", decisionInstance],
  ] as const)("%s is refused: its keys are numbers", (name, entity) => {
    expect(() => decodeRow(entity, read(name))).toThrow(expect.objectContaining({ code: "BAD_RESPONSE" }));
  });
});
