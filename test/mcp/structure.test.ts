import { describe, expect, test } from "vitest";
import { z } from "zod";
import { STRUCTURED } from "../../src/config/config.ts";
import { serve } from "../../src/mcp/server.ts";
import { getsStructure } from "../../src/mcp/structure.ts";
import { isObject, member } from "../../src/narrow.ts";
import { READ, type Tool } from "../../src/tools/tool.ts";
import { connect, sessionFrom, settingsFor } from "../support/connect.ts";
import { MODES } from "../support/modes.ts";
import { request, wireRig } from "./wire-rig.ts";

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

describe("on one connection the decision stays", () => {
  const probe: Tool = {
    name: "probe",
    title: "Probe",
    description: "Answers without a cluster.",
    toolset: "data",
    annotations: READ,
    input: z.strictObject({}),
    output: z.looseObject({}),
    handler: async () => ({ kind: "record", fields: { name: "x" }, parts: {}, notices: [] }),
  };
  const asking = (id: number, method: string, name: string | undefined) =>
    request(id, method, {
      ...(method === "tools/call" ? { name: probe.name } : {}),
      _meta: {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
        ...(name === undefined ? {} : { "io.modelcontextprotocol/clientInfo": { name, version: "1" } }),
      },
    });

  test.each([
    ["after a list without structures", "claude-code", undefined, false],
    ["after a list with structures", undefined, "claude-code", true],
  ])("%s, whatever the next request says of the client", async (_, first, then, isStructured) => {
    const rig = wireRig();
    const { surroundings } = sessionFrom({});
    serve(rig.wire, { version: "0", tools: [probe], structured: "auto", surroundings });
    await rig.feed(asking(1, "tools/list", first), asking(2, "tools/call", then));
    for (let turn = 0; turn < 20; turn += 1) await rig.settle();
    const result = (id: number) =>
      member(
        rig.sent.find((message) => member(message, "id") === id),
        "result",
      );
    const [listed] = [member(result(1), "tools")].flat();
    expect(isObject(listed) && "outputSchema" in listed).toBe(isStructured);
    expect(result(2)).toMatchObject({ content: [{ text: "name: x" }] });
    expect(member(result(2), "structuredContent") !== undefined).toBe(isStructured);
    await rig.wire.close();
  });
});
