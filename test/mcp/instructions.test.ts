import { expect, test } from "vitest";
import { instructionsFor } from "../../src/mcp/instructions.ts";
import { chosenTools, tools } from "../../src/tools/index.ts";
import { connect } from "../support/connect.ts";
import { MODES } from "../support/modes.ts";

const namedIn = (text: string): string[] => text.match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? [];

test("the instructions are at most 1,500 characters", () => {
  expect(instructionsFor(tools, tools).length).toBeLessThanOrEqual(1500);
});

test("the instructions name only tools that there are", () => {
  const named = namedIn(instructionsFor(tools, tools));
  expect(named.length).toBeGreaterThan(1);
  expect(named.filter((name) => tools.every((tool) => tool.name !== name))).toEqual([]);
});

test("they name no tool that is not offered, and speak of no kind of tools of which none is", () => {
  const chosen = (toolsets: string[], ...excludeTools: string[]) =>
    instructionsFor(chosenTools({ toolsets, excludeTools }), tools);
  const work = chosen(["work"]);
  expect(namedIn(work)).toEqual([]);
  expect(work).toContain("search_ tools");
  expect(work).not.toMatch(/get_|whoami|Tools that change/);
  const explaining = chosen(["troubleshoot"], "explain_incident");
  expect(namedIn(explaining)).toEqual(["diagnose_process_instance", "summarize_incidents"]);
  expect(explaining).not.toMatch(/search_|page\.next/);
  const repairing = chosen(["data", "repair"]);
  expect(repairing).toContain("Tools that change something act only on their second call");
});

test.each(MODES)("a client in the mode %s gets them, and is promised no notice of changes", async (_, mode) => {
  const { client, session } = await connect({ mode });
  expect(client.getInstructions()).toBe(instructionsFor(session.tools, tools));
  expect(client.getServerCapabilities()).toEqual({ tools: {}, resources: {}, prompts: {}, completions: {} });
});
