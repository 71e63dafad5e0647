import { describe, expect, test } from "vitest";
import { processDefinition } from "../../src/camunda/entities/process-definition.ts";
import { processInstance } from "../../src/camunda/entities/process-instance.ts";
import { variable } from "../../src/camunda/entities/variable.ts";
import { OperateError } from "../../src/errors.ts";
import { checkArguments } from "../../src/tools/arguments.ts";
import { getTool } from "../../src/tools/get.ts";
import { searchTool } from "../../src/tools/search.ts";
import { whoami } from "../../src/tools/whoami.ts";

const { input: search } = searchTool(processInstance);
const { input: get } = getTool(processDefinition);

const refusal = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof OperateError) return `${error.code}: ${error.message} | ${error.next}`;
    throw error;
  }
  throw new Error("nothing was refused");
};

describe("arguments", () => {
  test("forgive the type of what is clear", () => {
    const given = {
      limit: "20",
      hasIncident: "TRUE",
      state: "active",
      processInstanceKey: 42,
      fields: "state, startdate",
      businessId: 4711,
    };
    expect(checkArguments(search, given)).toEqual({
      limit: 20,
      hasIncident: true,
      state: "ACTIVE",
      processInstanceKey: "42",
      fields: ["state", "startDate"],
      businessId: "4711",
    });
  });

  test("take a list as JSON text, and words in any case", () => {
    expect(checkArguments(search, { sort: '[{"field":"STARTDATE","order":"desc"}]' })).toEqual({
      sort: [{ field: "startDate", order: "DESC" }],
    });
  });

  test.each([
    ["a, b", "a,b"],
    ['["a","b"]', "a,b"],
    [["a", "b"], "a,b"],
    ["a", "a"],
    [4711, "4711"],
  ])("take several texts for one with commas: %j", (tags, taken) => {
    expect(checkArguments(search, { tags })).toEqual({ tags: taken });
  });

  test.each([[" , "], [[]], [""], [[{}]]])("refuse texts that are none: %j", (tags) => {
    expect(refusal(() => checkArguments(search, { tags }))).toMatch(
      /^INVALID_ARGUMENT: tags must (not be empty|be of type string) \|/,
    );
  });

  test.each([
    [
      "an unknown argument names the allowed ones",
      { fliter: {} },
      /unknown argument: "fliter" \| allowed arguments: processInstanceKey, .*cursor$/,
    ],
    ["an almost right name is suggested", { processInstance: "1" }, /did you mean processInstanceKey/],
    [
      "a nested unknown argument names its place",
      { sort: [{ field: "state", oder: "ASC" }] },
      /unknown argument in sort\.0: "oder"/,
    ],
    [
      "an unknown word names the allowed ones",
      { state: "RUNNING" },
      /state: allowed are ACTIVE, COMPLETED, TERMINATED, SUSPENDED/,
    ],
    [
      "an unknown sort field names the possible ones",
      { sort: [{ field: "nope" }] },
      /must be one of processInstanceKey, .*startDate/,
    ],
    ["a limit that is too large says the largest", { limit: 5000 }, /limit must be a whole number from 1 to 1000/],
    ["a limit that is too small says the smallest", { limit: 0 }, /limit must be a whole number from 1 to 1000/],
    ["a word that is no time says what is one", { startedAfter: "soon" }, /startedAfter must be a time: RFC 3339/],
    ["an empty text is no filter", { tenantId: "" }, /tenantId must not be empty/],
    [
      "every problem is told at once",
      { limit: 0, state: "x" },
      /limit must be.*state: allowed|state: allowed.*limit must be/,
    ],
  ])("%s", (_, args, expected) => {
    const said = refusal(() => checkArguments(search, args));
    expect(said).toMatch(/^INVALID_ARGUMENT: /);
    expect(said).toMatch(expected);
  });

  test.each([2 ** 53 + 2, 2 ** 53, 1.5e19])("refuse the key %d as a number that is not exact", (key) => {
    expect(refusal(() => checkArguments(get, { processDefinitionKey: key }))).toMatch(/pass the key as a string/);
  });

  test.each(["1e3", "0x1", "٣", "-1", "../..", "%2e%2e", "1;DROP", "1#", "1?x=", "1\u0000", " 1", ""])(
    "refuse %j as a key",
    (key) => {
      expect(refusal(() => checkArguments(get, { processDefinitionKey: key }))).toMatch(
        /processDefinitionKey must be a key: 1 to 19 digits/,
      );
    },
  );

  test.each(["9223372036854775808", "9999999999999999999", "12345678901234567890"])("refuse %j as too large", (key) => {
    expect(refusal(() => checkArguments(get, { processDefinitionKey: key }))).toMatch(
      /^INVALID_ARGUMENT: processDefinitionKey must be a key: at most 9223372036854775807 \|/,
    );
  });

  test("take the largest key there is", () => {
    expect(checkArguments(get, { processDefinitionKey: "9223372036854775807" })).toEqual({
      processDefinitionKey: "9223372036854775807",
    });
  });

  test("take a key without its leading zeros", () => {
    expect(checkArguments(get, { processDefinitionKey: "0042" })).toEqual({ processDefinitionKey: "42" });
    expect(refusal(() => checkArguments(get, { processDefinitionKey: "000" }))).toMatch(/must be a key/);
  });

  test("keep each field and each sort field once, the first", () => {
    const sort = [{ field: "state" }, { field: "startDate", order: "DESC" }, { field: "state", order: "DESC" }];
    expect(checkArguments(search, { fields: Array(5000).fill("state").concat("startDate", "STATE"), sort })).toEqual({
      fields: ["state", "startDate"],
      sort: [{ field: "state" }, { field: "startDate", order: "DESC" }],
    });
  });

  test.each([
    [
      "a long value",
      [{ name: "orderId", value: "x".repeat(501) }],
      /variables\.0\.value must have at most 500 characters/,
    ],
    ["a long name", [{ name: "x".repeat(501), value: 1 }], /variables\.0\.name must have at most 500 characters/],
    ["many conditions", Array(11).fill({ name: "a", value: 1 }), /variables must have at most 10 entries/],
    [
      "a list as a value",
      [{ name: "a", value: [] }],
      /variables\.0\.value must be a text, a number, true, false or null/,
    ],
    [
      "a number that has lost digits",
      [{ name: "a", value: 2 ** 53 }],
      /variables\.0\.value is beyond 2\^53, where numbers/,
    ],
  ])("refuse %s in a condition on a variable", (_, variables, expected) => {
    expect(refusal(() => checkArguments(search, { variables }))).toMatch(expected);
  });

  test("take numbers up to 2^53, fractions and null in a condition on a variable", () => {
    const variables = [2 ** 53 - 1, -0.5, null].map((value) => ({ name: "a", value }));
    expect(checkArguments(search, { variables })).toEqual({ variables });
  });

  test("refuse a number that has lost digits as the value of a variable", () => {
    const { input } = searchTool(variable);
    expect(refusal(() => checkArguments(input, { value: 2 ** 53 }))).toMatch(/value is beyond 2\^53/);
    expect(checkArguments(input, { value: 1000 })).toEqual({ value: 1000 });
  });

  test("say what is missing", () => {
    expect(refusal(() => checkArguments(get, {}))).toMatch(/processDefinitionKey is required/);
  });

  test("of a tool without any say so", () => {
    expect(refusal(() => checkArguments(whoami.input, { x: 1 }))).toMatch(/call it without arguments$/);
  });
});
