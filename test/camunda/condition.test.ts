import { describe, expect, test } from "vitest";
import { meets } from "../../src/camunda/condition.ts";
import type { VariableCondition } from "../../src/camunda/engine.ts";

const is = (json: string, operator: VariableCondition["operator"], value: VariableCondition["value"]) =>
  meets({ name: "x", operator, value }, json);

describe("a condition on a variable", () => {
  test.each([
    ["1000", "eq", 1000, true],
    ["1000", "eq", "1000", false],
    ['"1000"', "eq", "1000", true],
    ['"1000"', "eq", 1000, false],
    ["1000.0", "eq", 1000, false],
    ["1000.0", "ne", 1000, true],
    ["1000.0", "gte", 1000, true],
    ["true", "eq", true, true],
    ['"true"', "eq", true, false],
    ["null", "eq", "null", false],
    ["null", "eq", null, true],
    ["null", "ne", null, false],
    ["0", "ne", null, true],
    ['"Straße"', "eq", "Straße", true],
    ['"Stra\\u00dfe"', "ne", "Straße", true],
    ["1000", "ne", 1000, false],
    ['"1000"', "ne", 1000, true],
    ["5", "gt", 4, true],
    ["5", "gt", 5, false],
    ["5", "gte", 5, true],
    ["5", "lt", 5, false],
    ["-5", "lt", 4, true],
    ["5", "lte", 5, true],
    ['"10"', "gt", 9, false],
    ["10", "gt", "9", false],
    ['"b"', "gt", "a", true],
    ['"2026-11-24"', "lt", "2026-12", true],
    ["true", "gt", false, false],
    ["null", "lt", 1, false],
    ['"Order A-4711"', "contains", "a-4711", true],
    ['"quoted"', "contains", '"', false],
    ['{"id":"A-4711"}', "contains", '"id":"a-47', true],
    ["4711", "contains", 71, true],
    ["[1,2]", "eq", "[1,2]", false],
    ["null", "exists", true, true],
    ["not json", "eq", "not json", false],
    ['"cut off', "contains", "cut", true],
  ] as const)("%s %s %j is %s", (json, operator, value, met) => {
    expect(is(json, operator, value)).toBe(met);
  });
});
