import { expect, test } from "vitest";
import { INSTRUCTIONS } from "../../src/mcp/instructions.ts";
import { tools } from "../../src/tools/index.ts";
import { connect } from "../support/connect.ts";
import { MODES } from "../support/modes.ts";

test("the instructions are at most 1,500 characters", () => {
  expect(INSTRUCTIONS.length).toBeLessThanOrEqual(1500);
});

test("the instructions name only tools that there are", () => {
  const named = INSTRUCTIONS.match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? [];
  expect(named.length).toBeGreaterThan(1);
  expect(named.filter((name) => tools.every((tool) => tool.name !== name))).toEqual([]);
});

test.each(MODES)("a client in the mode %s gets them, and is promised no notice of changes", async (_, mode) => {
  const { client } = await connect({ mode });
  expect(client.getInstructions()).toBe(INSTRUCTIONS);
  expect(client.getServerCapabilities()).toEqual({ tools: {}, resources: {}, prompts: {}, completions: {} });
});
