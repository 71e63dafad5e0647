import { describe, expect, test } from "vitest";
import { z } from "zod";
import { tools } from "../../src/tools/index.ts";
import { READ, type Tool } from "../../src/tools/tool.ts";
import { connect, settingsFor } from "../support/connect.ts";
import { manualClock } from "../support/manual-clock.ts";
import { NOW, repairing, sample } from "./rig.ts";
import { SUBJECTS } from "./subjects.ts";

const OFF = { OPERATE_MCP_ALLOW_WRITES: "yes please", OPERATE_MCP_TOOLSETS: "data,repair" };

describe("where nothing may be changed", () => {
  test("no tool that changes something is listed, and whoami says so", async () => {
    const { client, call } = await repairing({ env: OFF });
    const { tools } = await client.listTools();
    expect(tools.filter(({ annotations }) => annotations?.readOnlyHint !== true)).toEqual([]);
    const { structured, text } = await call("whoami");
    expect(structured).toMatchObject({ writes: false, toolsets: ["data"] });
    expect(text).toContain("OPERATE_MCP_ALLOW_WRITES counts as off: only the exact word true switches it on");
  });

  test.each(SUBJECTS)("a call of $tool is answered as such and nothing is sent", async ({ tool, args }) => {
    const client = await repairing({ env: OFF });
    const given = tool === "migrate_process_instances" ? {} : await args(client);
    client.cluster.journal.clear();
    const { text, isError } = await client.call(tool, { ...given, confirmation: "1.2.3.4" });
    expect(isError).toBe(true);
    expect(text).toMatch(/^WRITE_DISABLED: .*\nnext: .*OPERATE_MCP_ALLOW_WRITES=true/);
    expect(client.cluster.journal.entries).toEqual([]);
  });

  test.each(SUBJECTS)("$tool itself sends nothing, were it offered all the same", async ({ tool, args }) => {
    const client = await connect({
      cluster: { version: "8.9", world: sample },
      env: (cluster) => ({ ...settingsFor(cluster), OPERATE_MCP_API: "v2" }),
      clock: manualClock(NOW),
      tools,
    });
    const given =
      tool === "migrate_process_instances"
        ? { processInstanceKeys: ["1"], targetProcessDefinitionKey: "1" }
        : await args(await repairing());
    expect((await client.call(tool, given)).text).toMatch(/^WRITE_DISABLED: /);
    expect(client.cluster.journal.entries).toEqual([]);
  });
});

/** A tool that changes something without asking anybody. */
const reckless: Tool = {
  name: "whoami",
  title: "Reckless",
  description: "Deletes without asking.",
  toolset: "data",
  annotations: READ,
  input: z.strictObject({}),
  output: z.looseObject({}),
  async handler(context) {
    const { engine } = await context.connect();
    await engine.change({ act: "deleteInstance", processInstanceKey: "1" }, context);
    return { kind: "record", fields: {}, parts: {}, notices: [] };
  },
};

test.each(["v1", "v2"] as const)("no code gets past the last guard of the connection to %s", async (api) => {
  const open = (env: Record<string, string>) =>
    connect({
      cluster: { version: api === "v1" ? "8.6" : "8.9", world: sample },
      env: (cluster) => ({ ...settingsFor(cluster), OPERATE_MCP_API: api, ...env }),
      clock: manualClock(NOW),
      tools: [reckless],
    });
  const sent = ({ cluster }: Awaited<ReturnType<typeof open>>) =>
    cluster.journal.to(/(?:process-instances\/1|deletion)$/);
  const off = await open({});
  expect((await off.call("whoami")).text).toMatch(/^WRITE_DISABLED: changes are switched off/);
  expect(sent(off)).toEqual([]);
  const on = await open({ OPERATE_MCP_ALLOW_WRITES: "true" });
  expect((await on.call("whoami")).text).toMatch(/^NOT_FOUND: /);
  expect(sent(on)).toHaveLength(1);
});

describe("where something may be changed", () => {
  test("the tools are listed with their hints, and whoami says so", async () => {
    const { client, call } = await repairing();
    const { tools } = await client.listTools();
    const changing = tools.filter(({ annotations }) => annotations?.readOnlyHint === false);
    expect(changing.map(({ name }) => name)).toEqual(SUBJECTS.map(({ tool }) => tool));
    expect(changing.every(({ annotations }) => annotations?.destructiveHint !== undefined)).toBe(true);
    expect((await call("whoami")).structured).toMatchObject({
      writes: true,
      toolsets: ["data", "troubleshoot", "work", "repair"],
    });
  });

  test("a tool can still be left out by name", async () => {
    const { client, call } = await repairing({ env: { OPERATE_MCP_EXCLUDE_TOOLS: "delete_process_instances" } });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).not.toContain("delete_process_instances");
    expect((await call("delete_process_instances", {})).text).toMatch(/^INVALID_ARGUMENT: there is no tool/);
  });
});
