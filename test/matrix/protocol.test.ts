import { expect, test } from "vitest";
import { member } from "../../src/narrow.ts";
import { faultServer, json, type Step } from "../support/fault-server.ts";
import { EMPTY_PAGE, faultyOperate, HEALTHY, PAGE, VARIABLE } from "./faulty-operate.ts";
import { serverRig } from "./server-rig.ts";

const healthy = () => faultyOperate(() => [HEALTHY]);

test.each([
  ["an argument that does not exist", "search_variables", { nmae: "x" }, "nmae"],
  ["a number where a list is due", "search_variables", { sort: 1 }, "sort"],
  [
    "a text of a megabyte in place of a key",
    "search_variables",
    { processInstanceKey: "9".repeat(900_000) },
    "processInstanceKey",
  ],
  ["a list of 10,000", "search_variables", { fields: Array(10_000).fill("x") }, "fields"],
  [
    "a thousand that do not exist",
    "search_variables",
    Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`x${n}`, 1])),
    "x0",
  ],
  ["1e3", "get_variable", { variableKey: "1e3" }, "variableKey"],
  ["0x1", "get_variable", { variableKey: "0x1" }, "variableKey"],
  ["a digit of another script", "get_variable", { variableKey: "٣" }, "variableKey"],
  ["twenty digits", "get_variable", { variableKey: "9".repeat(20) }, "variableKey"],
  ["beyond 64 bits", "get_variable", { variableKey: "9223372036854775808" }, "variableKey"],
  ["less than nothing", "get_variable", { variableKey: "-1" }, "variableKey"],
  ["a number a double cannot hold", "get_variable", { variableKey: 2 ** 53 }, "variableKey"],
])("E8: %s is INVALID_ARGUMENT, and nothing is sent", async (_, tool, args, field) => {
  const operate = await healthy();
  const server = await serverRig({ env: operate.env });
  const text = await server.call(tool, args);
  expect(text).toMatch(/^INVALID_ARGUMENT/);
  expect(text).toContain(field);
  expect(text.length).toBeLessThan(2000);
  expect(operate.server.connections()).toBe(0);
  await server.expectSound();
});

test.each([
  "../..",
  "%2e%2e",
  "1;DROP",
  "1#",
  "1?x=",
  "1\u0000",
  "1/../2",
  "1@evil.example",
  "\\\\evil.example",
  " 1",
  "",
])("F7: the key %j is INVALID_ARGUMENT, and nothing is sent", async (key) => {
  const operate = await healthy();
  const server = await serverRig({ env: operate.env });
  for (const [tool, field] of [
    ["get_variable", "variableKey"],
    ["get_process_instance", "processInstanceKey"],
    ["explain_incident", "incidentKey"],
  ] as const) {
    const text = await server.call(tool, { [field]: key });
    // White space around a key is what a person leaves there; it is no other key.
    if (key.trim() === "1") continue;
    expect(text).toMatch(/^INVALID_ARGUMENT/);
  }
  if (key.trim() !== "1") expect(operate.server.connections()).toBe(0);
  for (const request of operate.server.requests) expect(request).not.toMatch(/\.\.|DROP|evil|%2e/i);
  await server.expectSound();
});

/** Every stage at which a call can be cancelled, by what the cluster does then. */
const stages: readonly (readonly [string, Step[]])[] = [
  ["before the headers", []],
  ["in the body", [{ bytes: "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{" }]],
  ["while it drips", [{ bytes: "HTTP/1.1 200 OK\r\n\r\n" }, "drip"]],
];

test.each(stages)("E9: cancelled %s, twice: no reply, and the connection is closed", async (_, steps) => {
  const operate = await faultyOperate(() => steps);
  const server = await serverRig({ env: operate.env });
  await server.call("search_process_definitions");
  const before = operate.server.requests.length;
  const { cancel } = server.begin("search_variables");
  await operate.server.received(before + 1);
  cancel();
  cancel();
  await operate.server.closed(1);
  await server.expectSound();
});

test("E9: cancelled completions, more than there are turns: no reply, each connection is closed, and a call has its turn at once", async () => {
  let isHanging = false;
  const server = await faultServer(function* () {
    for (;;) {
      yield "request";
      if (isHanging) return;
      yield json(EMPTY_PAGE);
    }
  });
  const rig = await serverRig({ env: { CAMUNDA_OPERATE_BASE_URL: server.origin, OPERATE_MCP_API: "v1" } });
  await rig.call("search_process_definitions");
  const before = server.requests.length;
  isHanging = true;
  const all = Array.from({ length: 50 }, (_, index) =>
    rig.beginToAsk("completion/complete", {
      ref: { type: "ref/prompt", name: "release_check" },
      argument: { name: "baseVersion", value: "" },
      context: { arguments: { processDefinitionId: `process ${index}` } },
    }),
  );
  await server.received(before + 8);
  for (const { cancel } of all) cancel();
  await server.idle();
  isHanging = false;
  expect(await rig.call("search_process_definitions")).toMatch(/^process definitions: 0/);
  await rig.expectSound();
});

test("E9: the cancellation of what is over or was never asked is ignored", async () => {
  const operate = await healthy();
  const server = await serverRig({ env: operate.env });
  await server.call("search_variables");
  for (const requestId of ["asked 2", "nobody", 7, null]) server.tell("notifications/cancelled", { requestId });
  expect(await server.call("search_variables")).toContain("9223372036854775807");
  await server.expectSound();
});

/** A page of so many rows with values of so many characters. */
const page = (rows: number, length: number): string =>
  JSON.stringify({
    items: Array.from({ length: rows }, (_, key) => ({ ...VARIABLE, key, value: `"${"v".repeat(length)}"` })),
    sortValues: [rows],
    total: rows,
  });

test("E20: a result of 7 MB is cut to the budget at an item, on one line, and says how to go on", async () => {
  const operate = await faultyOperate(() => [json(page(1000, 7000))]);
  const server = await serverRig({ env: operate.env });
  const answer = await server.ask("tools/call", { name: "search_variables", arguments: { limit: 1000 } });
  const structured = member(member(answer, "result"), "structuredContent");
  expect(JSON.stringify(structured).length).toBeLessThan(32_000);
  expect(member(member(structured, "page"), "next")).toEqual(expect.any(String));
  expect(server.lines.at(-1)?.length).toBeLessThan(100_000);
  await server.expectSound();
});

test("E22: beside an answer that takes long to read, other calls come later, and right", async () => {
  const operate = await faultyOperate((attempt) => [attempt === 1 ? json(page(1000, 8000)) : json(PAGE)]);
  const server = await serverRig({ env: operate.env });
  const [large, small] = await Promise.all([
    server.call("search_variables", { limit: 1000 }),
    server.call("search_variables", { limit: 1 }),
  ]);
  expect(large).toContain("vvvv");
  expect(small).toContain("9223372036854775807");
  await server.expectSound();
});
