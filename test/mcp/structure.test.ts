import { describe, expect, test } from "vitest";
import { STRUCTURED } from "../../src/config/config.ts";
import { getsStructure } from "../../src/mcp/structure.ts";
import { connect, settingsFor } from "../support/connect.ts";
import { MODES } from "../support/modes.ts";

/** Names that clients give themselves, and whether they get structures where nothing is set. */
const CLIENTS: readonly (readonly [string, boolean])[] = [
  ["claude-code", false],
  ["Claude Code", false],
  ["codex-mcp-client", false],
  ["opencode", false],
  ["claude-ai", true],
  ["Visual Studio Code", true],
  ["cursor-vscode", true],
  ["mcp-inspector", true],
];

test.each(CLIENTS)("%s gets structures where nothing is set: %s", (name, expected) => {
  expect(getsStructure("auto", name)).toBe(expected);
  expect(getsStructure("on", name)).toBe(true);
  expect(getsStructure("off", name)).toBe(false);
});

test("a client without a name gets them", () => {
  expect(getsStructure("auto", undefined)).toBe(true);
});

describe.each(MODES)("in the mode %s", (_, mode) => {
  const clients = [...STRUCTURED, undefined].flatMap((structured) =>
    ["some-host", "claude-code"].map((name) => ({ structured, name })),
  );

  test.each(clients)("with $structured for $name, list and results agree", async ({ structured, name }) => {
    const env = structured === undefined ? {} : { OPERATE_MCP_STRUCTURED: structured };
    const { client } = await connect({ mode, name, env: (cluster) => ({ ...settingsFor(cluster), ...env }) });
    const isStructured = structured === "on" || (structured !== "off" && name === "some-host");
    const { tools } = await client.listTools();
    expect(tools.length).toBeGreaterThan(20);
    for (const tool of tools) expect("outputSchema" in tool, tool.name).toBe(isStructured);
    for (const tool of ["whoami", "search_process_definitions"]) {
      const result = await client.callTool({ name: tool });
      expect("structuredContent" in result).toBe(isStructured);
      expect(result.content).toEqual([{ type: "text", text: expect.stringMatching(/\S/) }]);
    }
    const wrong = await client.callTool({ name: "whoami", arguments: { wrong: 1 } });
    expect(wrong).toMatchObject({ isError: true });
    expect(wrong).not.toHaveProperty("structuredContent");
  });
});

test("a call before the first list is answered as the list will promise", async () => {
  const { client } = await connect({ name: "codex-mcp-client" });
  expect(await client.callTool({ name: "whoami" })).not.toHaveProperty("structuredContent");
  expect((await client.listTools()).tools[0]).not.toHaveProperty("outputSchema");
});
