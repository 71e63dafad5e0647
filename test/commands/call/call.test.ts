import { describe, expect, test } from "vitest";
import { member } from "../../../src/narrow.ts";
import { company } from "../../../src/simulator/company/company.ts";
import { callable, callWith } from "./rig.ts";

const world = company({ now: Date.UTC(2026, 10, 24, 10) });
const KEY = world.landmark("order4711");

describe("a call", () => {
  test("writes what the model sees to stdout, and nothing else anywhere", async () => {
    const { call } = await callable({ version: "8.8", world });
    const { code, stdout, stderr } = await call(["get_process_instance", `processInstanceKey=${KEY}`]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^processInstanceKey: ${KEY}$`, "m"));
    expect(stdout).toMatch(/[^\n]\n$/);
  });

  test("writes the structured result as one line of JSON with --json", async () => {
    const { call } = await callable({ version: "8.8", world });
    const { code, stdout } = await call(["search_incidents", "limit=2"], { json: true });
    expect(code).toBe(0);
    expect(stdout.split("\n")).toHaveLength(2);
    expect(member(JSON.parse(stdout), "items")).toHaveLength(2);
  });

  test("keeps to OPERATE_MCP_MAX_RESULT_BYTES", async () => {
    const { call } = await callable({ version: "8.8", world }, { OPERATE_MCP_MAX_RESULT_BYTES: "4000" });
    const { stdout } = await call(["search_process_instances", "limit=1000"]);
    expect(Buffer.byteLength(stdout)).toBeLessThanOrEqual(4001);
  });

  test("takes a JSON object from stdin for -, beside other arguments", async () => {
    const { call, cluster } = await callable({ version: "8.8", world });
    const { code } = await call(["search_incidents", "limit=3", "-"], { piped: '{"state":"active"}' });
    expect(code).toBe(0);
    const [search] = cluster.journal.to("/v2/incidents/search");
    expect(search?.body).toMatchObject({ filter: { state: "ACTIVE" }, page: { limit: 3 } });
  });

  test("takes what is piped in where no argument is given, also when that is nothing", async () => {
    const { call } = await callable({ version: "8.8", world });
    const given = await call(["get_process_instance"], { piped: `{"processInstanceKey":${KEY}}\n` });
    expect(given.stdout).toContain(`processInstanceKey: ${KEY}`);
    expect((await call(["search_incidents"], { piped: "" })).code).toBe(0);
  });

  test("says how to keep it off what is piped in for somebody else", async () => {
    const { call } = await callable({ version: "8.8", login: "none", world });
    const { code, stderr } = await call(["search_incidents"], { piped: "next line\n" });
    expect(code).toBe(2);
    expect(stderr).toMatch(/stdin is no JSON object; if it is meant for something else, add <\/dev\/null\n/);
  });

  test("leaves alone what is piped in for somebody else: a loop over a file goes on", async () => {
    const { call } = await callable({ version: "8.8", world });
    expect((await call(["whoami"], { piped: "next line\n" })).code).toBe(0);
    expect((await call(["search_incidents", "limit=1"], { piped: "next line\n" })).code).toBe(0);
  });
});

describe("a tool that changes something", () => {
  test("is refused as such where nothing may be changed", async () => {
    const { call, cluster } = await callable({ version: "8.9", world });
    const { code, stderr } = await call(["cancel_process_instances", `processInstanceKeys=${KEY}`]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /WRITE_DISABLED: cancel_process_instances is not offered.*\nnext: .*OPERATE_MCP_ALLOW_WRITES=true/,
    );
    expect(cluster.journal.entries).toEqual([]);
  });

  test("shows its first step where it may", async () => {
    const env = { OPERATE_MCP_ALLOW_WRITES: "true" };
    const { call } = await callable({ version: "8.9", world }, env);
    const { code, stdout } = await call(["cancel_process_instances", `processInstanceKeys=${KEY}`]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^conclusion: Nothing was changed yet/);
  });
});

describe("an error", () => {
  test("of the tool is on stderr with its next step, and ends with 1", async () => {
    const { call } = await callable({ version: "8.8", world });
    const { code, stdout, stderr } = await call(["get_incident", "incidentKey=1"], { json: true });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^NOT_FOUND: .+\n(?:detail: .+\n)?next: .+\n$/);
  });

  test("of the settings ends with 78", async () => {
    const { code, stderr } = await callWith({}, ["whoami"]);
    expect(code).toBe(78);
    expect(stderr).toMatch(/^CONFIG: .*CAMUNDA_OPERATE_BASE_URL.*\nnext: /m);
  });

  test("of an address without an API ends with 78", async () => {
    const { call } = await callable({ version: "8.8", login: "none", apis: [] });
    expect(await call(["whoami"])).toMatchObject({
      code: 78,
      stderr: expect.stringMatching(/^CONFIG: no Camunda API/),
    });
  });

  test("never holds the password", async () => {
    const { call } = await callable({ version: "8.6" }, { CAMUNDA_COOKIE_AUTH_PASSWORD: "hunter2-hunter2" });
    const { code, stderr } = await call(["whoami"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^AUTH_REJECTED: /m);
    expect(stderr).not.toContain("hunter2");
  });
});

test.each([["cursor=abc"], ["createdAfter=-7d", "createdBefore=-8d"]])(
  "an argument that turns out to be wrong later ends with 2 as well: %j",
  async (...words) => {
    const { call } = await callable({ version: "8.8", world });
    const { code, stdout, stderr } = await call(["search_incidents", ...words]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^INVALID_ARGUMENT: /);
  },
);

describe("a wrong command line ends with 2, and nothing is sent", () => {
  test.each([
    ["an unknown tool", ["search_incident"], /there is no tool "search_incident": did you mean search_incidents/],
    ["a part of a name", ["incident"], /did you mean .*search_incidents/],
    ["a tool of nothing", ["frobnicate"], /call --help lists them/],
    ["a missing argument", ["get_incident"], /^INVALID_ARGUMENT: incidentKey is required\nnext: /],
    ["an unknown argument", ["get_incident", "key=1"], /^INVALID_ARGUMENT: .*incidentKey/],
    ["a wrong value", ["search_incidents", "limit=many"], /^INVALID_ARGUMENT: .*limit/],
    ["a word that is no argument", ["search_incidents", "active"], /"active" is neither name=value nor a JSON object/],
    ["broken JSON", ["search_incidents", '{"limit":'], /is no JSON object/],
    ["the same argument twice", ["search_incidents", "limit=1", '{"limit":2}'], /limit is given twice/],
    ["an empty stdin", ["search_incidents", "-"], /stdin is no JSON object\nTry/],
    ["stdin twice", ["search_incidents", "-", "-"], /- is given twice/],
    ["two JSON objects", ["search_incidents", "{}", "{}"], /the JSON object is given twice/],
    [
      "a word for a list of objects",
      ["search_process_instances", "variables=orderId"],
      /variables is written as JSON: \[\{"name":"\.\.\.","operator":"eq\|/,
    ],
  ])("%s", async (_, words, complaint) => {
    const { call, cluster } = await callable({ version: "8.8", world });
    const { code, stdout, stderr } = await call(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(complaint);
    expect(cluster.journal.entries).toEqual([]);
  });
});

describe("a tool that is switched off names the setting that does it", () => {
  const ADD = "add work to OPERATE_MCP_TOOLSETS";
  const TAKE_OUT = "take it out of OPERATE_MCP_EXCLUDE_TOOLS";
  test.each([
    ["its toolset is not named", {}, ADD],
    ["it is left out", { OPERATE_MCP_TOOLSETS: "work", OPERATE_MCP_EXCLUDE_TOOLS: "search_jobs" }, TAKE_OUT],
    ["both", { OPERATE_MCP_EXCLUDE_TOOLS: "search_jobs" }, `${ADD}, and ${TAKE_OUT}`],
  ])("%s", async (_, env, mend) => {
    const { code, stderr } = await callWith(env, ["search_jobs"]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `operate-mcp: search_jobs is switched off: ${mend}\n`,
    });
  });
});

describe("progress of a long scan", () => {
  const SCAN = [
    "search_process_instances",
    "startedBefore=2001-01-01T00:00:00Z",
    'sort={"field":"processDefinitionId","order":"ASC"}',
  ];

  test("is drawn on a terminal, and gone at the end", async () => {
    const { call } = await callable({ version: "8.6", world });
    const { code, stderr } = await call(SCAN, { isTTY: true });
    expect(code).toBe(0);
    expect(stderr).toMatch(/\d looked at/);
    expect(stderr.endsWith("\r\u001b[2K")).toBe(true);
  });

  test("is not written into a file", async () => {
    const { call } = await callable({ version: "8.6", world });
    expect(await call(SCAN)).toMatchObject({ code: 0, stderr: "" });
  });
});

test("Ctrl-C cancels the call and says nothing more", async () => {
  const { call, cluster } = await callable({ version: "8.8", login: "none", world });
  cluster.faults.next(1, { path: "/v2/topology" }, { kind: "silence" });
  const outcome = await call(["whoami"], { listening: (press) => setImmediate(press) });
  expect(outcome).toEqual({ code: 130, stdout: "", stderr: "" });
});
