import { describe, expect, test } from "vitest";
import { guide } from "../../src/resources/guide.ts";
import { company } from "../../src/simulator/company/company.ts";
import { tools } from "../../src/tools/index.ts";
import { connect, settingsFor } from "../support/connect.ts";

const LEFT_OUT = ["diagnose_process_instance", "explain_incident", "summarize_incidents", "whoami", "get_variable"];
const NAMES = new RegExp(`\\b(?:${LEFT_OUT.join("|")})\\b`);

const world = company({ now: Date.UTC(2026, 10, 24, 10) });
const instance = world.landmark("order4711");
const incidentKey = String(
  world.table("incidents").find(({ processInstanceKey }) => processInstanceKey === instance)?.["incidentKey"],
);

const open = (settings: Readonly<Record<string, string>>) =>
  connect({
    cluster: { login: "none", version: "8.9", world },
    env: (cluster) => ({ ...settingsFor(cluster, "none"), ...settings }),
  });

const CALLS: readonly (readonly [string, Record<string, unknown>])[] = [
  ["lookup", { reference: instance }],
  ["lookup", { reference: incidentKey }],
  ["lookup", { reference: "4711" }],
  ["summarize_processes", {}],
  ["find_stalled_process_instances", {}],
  ["compare_process_versions", { processDefinitionId: "order-fulfilment" }],
];

describe("a tool that is offered alone", () => {
  const running = { processInstanceKey: world.landmark("endlessLoop") };
  const alone: readonly (readonly [string, Record<string, unknown>])[] = [
    ...CALLS,
    ["summarize_incidents", {}],
    ["diagnose_process_instance", running],
    ["diagnose_process_instance", { reference: "4711" }],
    ["diagnose_process_instance", { processInstanceKey: "1" }],
    ["explain_incident", { incidentKey }],
    ["get_process_instance_timeline", running],
    ["compare_process_instances", { goodProcessInstanceKey: instance, badProcessInstanceKey: instance }],
    ["get_process_instance", { ...running, include: ["elements", "variables", "jobs", "statistics", "sequenceFlows"] }],
  ];

  test.each(alone)("leads to no other: %s %j", async (tool, args) => {
    // Messages in the cluster name tools that change something.
    const others = tools.flatMap(({ name, toolset }) => (name === tool || toolset === "repair" ? [] : [name]));
    const { call, client } = await open({ OPERATE_MCP_EXCLUDE_TOOLS: others.join(",") });
    const { text, structured } = await call(tool, args);
    const listed = await client.listTools();
    const all = [text, JSON.stringify(structured), JSON.stringify(listed), client.getInstructions()].join("\n");
    expect(others.filter((name) => new RegExp(`\\b${name}\\b`).test(all))).toEqual([]);
  });
});

describe("with some tools left out", () => {
  const open4 = () => open({ OPERATE_MCP_EXCLUDE_TOOLS: LEFT_OUT.join(",") });

  test.each(CALLS)("%s %j leads to none of them", async (tool, args) => {
    const { call } = await open4();
    const { text, structured, isError } = await call(tool, args);
    expect(isError, text).toBe(false);
    expect(text).not.toMatch(NAMES);
    expect(JSON.stringify(structured)).not.toMatch(NAMES);
  });

  test("an error's next step names none of them", async () => {
    const { call } = await open({ OPERATE_MCP_EXCLUDE_TOOLS: "lookup,search_process_definitions" });
    expect((await call("get_incident", { incidentKey: "4503599627370497" })).text).toMatch(
      /^NOT_FOUND: [\s\S]*\nnext: check the key; what happened/,
    );
    expect((await call("compare_process_versions", { processDefinitionId: "nope" })).text).toMatch(
      /^NOT_FOUND: [\s\S]*\nnext: check the key; what happened/,
    );
  });

  test("a hit has the next best call", async () => {
    const { call } = await open4();
    const { structured } = await call("lookup", { reference: "4711" });
    expect(structured["hits"]).toContainEqual(
      expect.objectContaining({ call: expect.stringMatching(/^get_process_instance \{/) }),
    );
  });

  test("the instructions and the guide name none of them", async () => {
    const { client } = await open4();
    const { contents } = await client.readResource({ uri: guide.uri });
    expect(JSON.stringify(contents)).not.toMatch(NAMES);
    expect(client.getInstructions()).not.toMatch(NAMES);
  });
});

test("with all of them, answers lead to those that would be left out", async () => {
  const { call } = await open({});
  const texts = await Promise.all(CALLS.map(async ([tool, args]) => (await call(tool, args)).text));
  expect(texts.every((text) => NAMES.test(text))).toBe(true);
});

test("what is left out is there", () => {
  expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(LEFT_OUT));
});
