import { ProtocolError } from "@modelcontextprotocol/client";
import { describe, expect, test } from "vitest";
import { member, textOf } from "../../src/narrow.ts";
import { prompts } from "../../src/prompts/prompts.ts";
import { company } from "../../src/simulator/company/company.ts";
import { connect, settingsFor } from "../support/connect.ts";
import { MODES } from "../support/modes.ts";

const world = company({ now: Date.UTC(2026, 10, 24, 10) });

describe.each(MODES)("a client in the mode %s", (_, mode) => {
  test("lists the prompts with their arguments", async () => {
    const { client } = await connect({ mode });
    expect(client.getServerCapabilities()?.prompts).toEqual({});
    expect((await client.listPrompts()).prompts).toEqual(
      prompts.map(({ name, title, description, arguments: taken }) => ({ name, title, description, arguments: taken })),
    );
  });

  test("gets a prompt filled in, without a request to the cluster", async () => {
    const { client, cluster } = await connect({ mode });
    const got = await client.getPrompt({ name: "diagnose_instance", arguments: { reference: "A-4711\u202e" } });
    expect(got).toMatchObject({
      description: expect.stringMatching(/^Find out why/),
      messages: [{ role: "user", content: { type: "text" } }],
    });
    const text = textOf(member(got.messages[0]?.content, "text")) ?? "";
    expect(text).toContain('1. diagnose_process_instance {"reference":"A-4711\\u202e"}\n');
    expect(cluster.journal.entries).toEqual([]);
  });

  test.each([
    [
      "an argument that is required",
      { name: "diagnose_instance" },
      /INVALID_ARGUMENT: reference is required\nnext: .*reference \(required\)/,
    ],
    [
      "an argument that is short enough",
      { name: "diagnose_instance", arguments: { reference: "x".repeat(501) } },
      /INVALID_ARGUMENT: "reference" must have at most 500 characters\nnext: /,
    ],
    [
      "an argument that exists",
      { name: "triage_incidents", arguments: { "a\u200bb": "1" } },
      /INVALID_ARGUMENT: unknown argument: "a\\u200bb"\nnext: .*processDefinitionId, elementId, since/,
    ],
    [
      "a time where one is due",
      { name: "triage_incidents", arguments: { since: "notatime" } },
      /INVALID_ARGUMENT: since must be a time: RFC 3339 .*\nnext: /,
    ],
    [
      "numbers where they are due, all at once",
      { name: "release_check", arguments: { processDefinitionId: "p", baseVersion: "abc", otherVersion: "0" } },
      /INVALID_ARGUMENT: baseVersion must be of type number; otherVersion must be a whole number from 1 to \d+\nnext: /,
    ],
    [
      "a prompt that exists",
      { name: "triage" },
      /INVALID_ARGUMENT: there is no prompt "triage"\nnext: use one of triage_incidents, /,
    ],
  ])("is asked for %s", async (_what, params, message) => {
    const { client } = await connect({ mode });
    const error = await client.getPrompt(params).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error).toMatchObject({ code: -32602, message: expect.stringMatching(message) });
  });
});

test("with wrong settings prompts are there all the same", async () => {
  const { client } = await connect({ env: () => ({}) });
  expect((await client.listPrompts()).prompts).toHaveLength(prompts.length);
  expect((await client.getPrompt({ name: "triage_incidents" })).messages).toHaveLength(1);
});

test("a prompt whose tools are not all offered is not offered", async () => {
  const { client } = await connect({
    env: (cluster) => ({ ...settingsFor(cluster), OPERATE_MCP_EXCLUDE_TOOLS: "compare_process_versions" }),
  });
  const listed = (await client.listPrompts()).prompts.map(({ name }) => name);
  expect(listed).toEqual(["diagnose_instance", "incident_report"]);
  await expect(client.getPrompt({ name: "triage_incidents" })).rejects.toMatchObject({ code: -32602 });
});

test("the calls that a prompt fills in succeed on the sample cluster", async () => {
  const { client, call } = await connect({
    cluster: { version: "8.9", world, login: "none" },
    env: (cluster) => settingsFor(cluster, "none"),
  });
  const told = [
    { name: "triage_incidents", arguments: { processDefinitionId: "order-fulfilment", since: "-30d" } },
    { name: "diagnose_instance", arguments: { reference: "order 4711" } },
    { name: "release_check", arguments: { processDefinitionId: "order-fulfilment", baseVersion: "3" } },
    { name: "incident_report", arguments: {} },
  ];
  expect(told.map(({ name }) => name)).toEqual(prompts.map(({ name }) => name));
  for (const params of told) {
    const { messages } = await client.getPrompt(params);
    const text = textOf(member(messages[0]?.content, "text")) ?? "";
    const calls = [...text.matchAll(/^\d+\. (\w+) (\{.*\})$/gm)];
    expect(calls.length, params.name).toBeGreaterThan(0);
    for (const [, tool = "", args = ""] of calls) {
      const answer = await call(tool, JSON.parse(args));
      expect(answer.isError, answer.text).toBe(false);
    }
  }
});
