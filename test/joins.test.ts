import { describe, expect, test } from "vitest";
import { member } from "../src/narrow.ts";
import { company } from "../src/simulator/company/company.ts";
import type { ClusterVersion } from "../src/simulator/options.ts";
import type { Row } from "../src/simulator/world.ts";
import { type Answer, type Connected, connect, settingsFor } from "./support/connect.ts";

/*
 * What the Operate API does not tell and this server finds out: compared with the sample company's own rows, which know everything.
 */

const NOW = Date.UTC(2026, 10, 24, 10);
const world = company({ now: NOW });
const incidents = world.table("incidents");
const instances = world.table("process-instances");
const elements = world.table("element-instances");
const variables = world.table("variables");

const open = (version: ClusterVersion = "8.6", settings: Record<string, string> = {}): Promise<Connected> =>
  connect({
    cluster: { version, login: "none", world },
    env: (cluster) => ({ ...settingsFor(cluster, "none"), OPERATE_MCP_MAX_RESULT_BYTES: "1000000", ...settings }),
  });

const items = ({ structured }: Answer, name = "items"): readonly unknown[] => {
  const list = structured[name];
  return Array.isArray(list) ? list : [];
};

const column = (answer: Answer, name: string, list?: string): string[] =>
  items(answer, list).map((item) => String(member(item, name)));

const keysOf = (rows: readonly Row[], key: string): string[] => rows.map((row) => String(row[key])).sort();

const everything = async (
  { call }: Connected,
  tool: string,
  args: Record<string, unknown>,
  key: string,
): Promise<string[]> => {
  const found: string[] = [];
  let answer = await call(tool, { limit: 7, ...args });
  for (;;) {
    expect(answer.isError, answer.text).toBe(false);
    found.push(...column(answer, key));
    const cursor = member(answer.structured["page"], "next");
    if (cursor === undefined) return found;
    answer = await call(tool, { cursor });
  }
};

describe("incidents", () => {
  test("show the element and the process they belong to", async () => {
    const { call } = await open();
    const answer = await call("search_incidents", {
      state: "ACTIVE",
      limit: 15,
      fields: ["processDefinitionId", "elementId", "elementInstanceKey"],
    });
    expect(items(answer)).toHaveLength(15);
    for (const item of items(answer)) {
      const own = incidents.find((row) => row["incidentKey"] === member(item, "incidentKey"));
      expect(item).toEqual({
        incidentKey: own?.["incidentKey"],
        processDefinitionId: own?.["processDefinitionId"],
        elementId: own?.["elementId"],
        elementInstanceKey: own?.["elementInstanceKey"],
      });
    }
  });

  test("of more than 20 instances on a page leave some elements out, and say so", async () => {
    const { call } = await open();
    const answer = await call("search_incidents", { state: "ACTIVE", limit: 60 });
    const without = items(answer).filter((item) => member(item, "elementId") === undefined);
    expect(without.length).toBeGreaterThan(0);
    expect(answer.text).toContain("elementId is left out in some rows");
  });

  test("cost nothing extra where nobody wants to see the element", async () => {
    const { call, cluster } = await open();
    await call("search_incidents", { limit: 1 });
    cluster.journal.clear();
    await call("search_incidents", { limit: 5, fields: ["errorType"] });
    expect(cluster.journal.entries).toHaveLength(1);
  });

  const process = "order-fulfilment";
  const ofProcess = incidents.filter((row) => row["processDefinitionId"] === process);

  test.each([
    ["in the order of their versions", {}],
    ["sorted, as one list", { sort: [{ field: "creationTime", order: "DESC" }] }],
    ["sorted by something that ties", { sort: [{ field: "errorType", order: "ASC" }] }],
  ])("of one process are found over all its versions, each once: %s", async (_, args) => {
    const connected = await open();
    const found = await everything(
      connected,
      "search_incidents",
      { processDefinitionId: process, ...args },
      "incidentKey",
    );
    expect([...found].sort()).toEqual(keysOf(ofProcess, "incidentKey"));
    expect(ofProcess.length).toBeGreaterThan(14);
  });

  test("sorted over all versions come in the order of their dates", async () => {
    const { call } = await open();
    const args = { processDefinitionId: process, limit: 1000, sort: [{ field: "creationTime", order: "DESC" }] };
    const dates = column(await call("search_incidents", args), "creationTime");
    expect(dates).toEqual([...dates].sort().reverse());
  });

  test("on one element are found by its id, and by one passage through it", async () => {
    const connected = await open();
    const one = incidents.find((row) => row["state"] === "ACTIVE");
    const same = incidents.filter((row) => row["elementId"] === one?.["elementId"] && row["state"] === "ACTIVE");
    const found = await everything(
      connected,
      "search_incidents",
      { elementId: one?.["elementId"], state: "ACTIVE" },
      "incidentKey",
    );
    expect([...found].sort()).toEqual(keysOf(same, "incidentKey"));
    const single = await connected.call("search_incidents", { elementInstanceKey: one?.["elementInstanceKey"] });
    expect(column(single, "incidentKey")).toEqual([one?.["incidentKey"]]);
  });

  test("are found by a part of their message, in any case", async () => {
    const connected = await open();
    const part = "NULL";
    const right = incidents.filter((row) => String(row["errorMessage"]).toLowerCase().includes("null"));
    const found = await everything(connected, "search_incidents", { errorMessage: part }, "incidentKey");
    expect([...found].sort()).toEqual(keysOf(right, "incidentKey"));
    expect(right.length).toBeGreaterThan(0);
  });

  test("of a process that does not exist are none, without a request for incidents", async () => {
    const { call, cluster } = await open();
    const answer = await call("search_incidents", { processDefinitionId: "no-such-process" });
    expect(answer.structured["page"]).toMatchObject({ total: 0, totalIsExact: true });
    expect(cluster.journal.to("incidents")).toEqual([]);
  });
});

describe("element instances", () => {
  test("are found by process, over all its versions", async () => {
    const connected = await open();
    const right = elements.filter((row) => row["processDefinitionId"] === "label-printing");
    const args = { processDefinitionId: "label-printing", limit: 40 };
    expect((await everything(connected, "search_element_instances", args, "elementInstanceKey")).sort()).toEqual(
      keysOf(right, "elementInstanceKey"),
    );
  });

  test("of many versions, sorted, stay within the budget with the place in each version", async () => {
    const { call } = await open("8.6", { OPERATE_MCP_MAX_RESULT_BYTES: "4000" });
    const sort = [{ field: "type" }, { field: "state", order: "DESC" }];
    const args = { processDefinitionId: "order-fulfilment", sort };
    for (let limit = 1; limit <= 300; limit += 23) {
      const { text, structured } = await call("search_element_instances", { ...args, limit });
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4000);
      expect(Buffer.byteLength(JSON.stringify(structured))).toBeLessThanOrEqual(4000);
      expect(items({ structured, text, isError: false }).length).toBeGreaterThan(0);
    }
  });

  test("by process on a version whose elements do not know it are UNSUPPORTED, and nothing unfiltered is asked for", async () => {
    const { call, cluster } = await open("8.0");
    const { text } = await call("search_element_instances", { processDefinitionId: "label-printing" });
    expect(text).toMatch(/^UNSUPPORTED: processDefinitionKey of element instances exists since Camunda 8\.2/);
    expect(
      cluster.journal.to("flownode-instances/search").filter(({ body }) => member(body, "filter") !== undefined),
    ).toEqual([]);
  });

  test("are found by a part of their name", async () => {
    const connected = await open();
    const named = elements.filter((row) =>
      String(row["elementName"] ?? "")
        .toLowerCase()
        .includes("ship"),
    );
    const found = await everything(
      connected,
      "search_element_instances",
      { elementName: "SHIP", limit: 200 },
      "elementInstanceKey",
    );
    expect([...found].sort()).toEqual(keysOf(named, "elementInstanceKey"));
    expect(named.length).toBeGreaterThan(0);
  });
});

describe("process instances", () => {
  const holders = (isMet: (value: unknown) => boolean, name: string): string[] =>
    [
      ...new Set(
        variables
          .filter((row) => row["name"] === name && isMet(JSON.parse(String(row["value"]))))
          .map((row) => String(row["processInstanceKey"])),
      ),
    ].sort();

  const amounts = variables.filter((row) => row["name"] === "weightKg").map((row) => Number(row["value"]));
  const middle = [...amounts].sort((a, b) => a - b)[Math.floor(amounts.length / 2)] ?? 0;

  test.each<[string, Record<string, unknown>, (value: unknown) => boolean]>([
    ["equal to a number", { name: "weightKg", value: middle }, (value) => value === middle],
    ["equal to the text of a number, which is another value", { name: "weightKg", value: String(middle) }, () => false],
    ["not equal", { name: "weightKg", operator: "ne", value: middle }, (value) => value !== middle],
    ["greater", { name: "weightKg", operator: "gt", value: middle }, (value) => Number(value) > middle],
    ["at most", { name: "weightKg", operator: "lte", value: middle }, (value) => Number(value) <= middle],
    [
      "containing a text",
      { name: "orderId", operator: "contains", value: "a-47" },
      (value) => String(value).toLowerCase().includes("a-47"),
    ],
    ["equal to a text, without its quotes", { name: "orderId", value: "A-4711" }, (value) => value === "A-4711"],
    ["existing", { name: "weightKg", operator: "exists" }, () => true],
  ])("with a variable %s are found, each once", async (_, condition, isMet) => {
    const connected = await open();
    const right = holders(isMet, String(condition["name"]));
    expect(right.length > 0).toBe(!_.includes("another value"));
    const found = await everything(
      connected,
      "search_process_instances",
      { variables: [condition], limit: 50 },
      "processInstanceKey",
    );
    expect([...found].sort()).toEqual(right);
  });

  test("without a variable are found", async () => {
    const connected = await open();
    const with_ = new Set(holders(() => true, "weightKg"));
    const right = instances.filter((row) => !with_.has(String(row["processInstanceKey"])));
    const args = { variables: [{ name: "weightKg", operator: "exists", value: false }], limit: 100 };
    expect((await everything(connected, "search_process_instances", args, "processInstanceKey")).sort()).toEqual(
      keysOf(right, "processInstanceKey"),
    );
  });

  test("with two variables and a state meet all of it, also sorted", async () => {
    const connected = await open();
    const args = {
      variables: [
        { name: "weightKg", operator: "gt", value: 0 },
        { name: "orderId", operator: "exists" },
      ],
      state: "COMPLETED",
      sort: [{ field: "startDate", order: "DESC" }],
      limit: 40,
    };
    const right = instances.filter(
      (row) =>
        row["state"] === "COMPLETED" &&
        [holders((value) => Number(value) > 0, "weightKg"), holders(() => true, "orderId")].every((keys) =>
          keys.includes(String(row["processInstanceKey"])),
        ),
    );
    const found = await everything(connected, "search_process_instances", args, "processInstanceKey");
    const byDate = [...right].sort((a, b) => (String(a["startDate"]) < String(b["startDate"]) ? 1 : -1));
    expect(found).toEqual(byDate.map((row) => row["processInstanceKey"]));
    expect(right.length).toBeGreaterThan(40);
  });

  /** Three instances with a variable of their own: written as 1000, as 1000.0, and null. */
  const odd = ["1000", "1000.0", "null"].map((value, index) => ({
    variableKey: String(6_755_399_441_055_744n + BigInt(index)),
    name: "odd",
    value,
    isTruncated: false,
    scopeKey: String(instances[index]?.["processInstanceKey"]),
    processInstanceKey: String(instances[index]?.["processInstanceKey"]),
    tenantId: "<default>",
  }));

  test.each([
    [{ operator: "eq", value: 1000 }, ["1000"]],
    [{ operator: "ne", value: 1000 }, ["1000.0", "null"]],
    [{ operator: "gte", value: 1000 }, ["1000", "1000.0"]],
    [{ value: null }, ["null"]],
    [{ operator: "ne", value: null }, ["1000", "1000.0"]],
    [{ operator: "exists", value: "TRUE" }, ["1000", "1000.0", "null"]],
  ])("with a variable that is %j", async (condition, values) => {
    const { call, cluster } = await open();
    cluster.add("variables", odd);
    const answer = await call("search_process_instances", { variables: [{ name: "odd", ...condition }] });
    const right = odd.filter(({ value }) => values.includes(value));
    expect(column(answer, "processInstanceKey").sort()).toEqual(keysOf(right, "processInstanceKey"));
  });

  test("without a variable are found by the word false as well, and nothing else passes for it", async () => {
    const { call, cluster } = await open();
    cluster.add("variables", odd);
    const without = (value: unknown) =>
      call("search_process_instances", { limit: 1000, variables: [{ name: "odd", operator: "exists", value }] });
    const holding = odd.map(({ processInstanceKey }) => processInstanceKey);
    const right = keysOf(instances, "processInstanceKey").filter((key) => !holding.includes(key));
    expect(column(await without("false"), "processInstanceKey").sort()).toEqual(right);
    for (const value of [0, "no", null]) {
      expect((await without(value)).text).toMatch(/^INVALID_ARGUMENT: variables: the value of exists is true or false/);
    }
  });

  test("a condition without a value is refused", async () => {
    const { call } = await open();
    const { text } = await call("search_process_instances", { variables: [{ name: "weightKg", operator: "gt" }] });
    expect(text).toMatch(/^INVALID_ARGUMENT: variables: gt needs a value/);
  });

  test.each([true, false])("with hasIncident %s are found before 8.6 by the incidents", async (hasIncident) => {
    const connected = await open("8.3");
    const own = new Set(incidents.filter((row) => row["state"] === "ACTIVE").map((row) => row["processInstanceKey"]));
    const right = instances.filter((row) => own.has(row["processInstanceKey"]) === hasIncident);
    const answer = await connected.call("search_process_instances", { hasIncident, limit: 1000 });
    expect(column(answer, "processInstanceKey").sort()).toEqual(keysOf(right, "processInstanceKey"));
    expect(answer.text).toContain("hasIncident by the open incidents (not those of called instances)");
  });

  test("are found by the message of an incident", async () => {
    const connected = await open();
    const right = new Set(
      incidents
        .filter((row) => row["state"] === "ACTIVE" && String(row["errorMessage"]).toLowerCase().includes("timeout"))
        .map((row) => String(row["processInstanceKey"])),
    );
    const found = await everything(
      connected,
      "search_process_instances",
      { errorMessage: "Timeout" },
      "processInstanceKey",
    );
    expect([...found].sort()).toEqual([...right].sort());
    expect(right.size).toBeGreaterThan(0);
  });
});

describe("a scan of other entities", () => {
  const wide = {
    name: "search_process_instances",
    arguments: { variables: [{ name: "orderId", operator: "ne", value: 0 }] },
  };

  /** Variables of one name in many instances. */
  const many = (count: number): Row[] =>
    Array.from({ length: count }, (_, index) => ({
      variableKey: String(6_755_399_441_055_744n + BigInt(index)),
      name: "orderId",
      value: '"x"',
      isTruncated: false,
      scopeKey: String(instances[index % instances.length]?.["processInstanceKey"]),
      processInstanceKey: String(instances[index % instances.length]?.["processInstanceKey"]),
      tenantId: "<default>",
    }));

  test("reports its progress to a client that asked for it", async () => {
    const { client, cluster } = await open();
    cluster.add("variables", many(2500));
    const seen: number[] = [];
    await client.callTool(wide, { onprogress: ({ progress }) => seen.push(progress) });
    expect(seen).toEqual([1000, 2000]);
  });

  test("ends at the largest number of rows, and says that some may be missing", async () => {
    const { call, cluster } = await open("8.6", { OPERATE_MCP_MAX_SCAN_ROWS: "2000" });
    cluster.add("variables", many(2500));
    const { text } = await call(wide.name, wide.arguments);
    expect(text).toContain("looked at 2000 rows and stopped before the end, so some may be missing");
  });

  test("ends at once when the call is cancelled", async () => {
    const { call, cluster } = await open();
    await call("whoami");
    cluster.faults.next(1, { path: "variables/search" }, { kind: "silence" });
    const controller = new AbortController();
    const running = call(wide.name, wide.arguments, { signal: controller.signal });
    await expect.poll(() => cluster.faults.waiting).toBe(0);
    controller.abort(new Error("enough"));
    await expect(running).rejects.toThrow();
  });
});

describe("paging", () => {
  /** Instances with keys above all others. */
  const more = (from: number, count: number): Row[] =>
    Array.from({ length: count }, (_, index) => ({
      processInstanceKey: String(20_000_000_000_000_000n + BigInt(from + index)),
      processDefinitionId: "late",
      state: "ACTIVE",
      startDate: new Date(NOW + from + index).toISOString(),
    }));

  test.each([
    ["by key", {}],
    ["newest first", { sort: [{ field: "startDate", order: "DESC" }] }],
    ["within a window", { startedAfter: "2020-01-01" }],
  ])("two thousand rows %s gives each exactly once, while rows are being added", async (_, args) => {
    const { call, cluster } = await open();
    cluster.add("process-instances", more(0, 2000 - instances.length));
    const found: string[] = [];
    let cursor: unknown;
    for (let page = 0; ; page += 1) {
      const answer = await call(
        "search_process_instances",
        cursor === undefined ? { limit: 90, fields: ["state"], ...args } : { cursor },
      );
      found.push(...column(answer, "processInstanceKey"));
      cursor = member(answer.structured["page"], "next");
      if (cursor === undefined) break;
      if (page < 20) cluster.add("process-instances", more(10_000 + page * 3, 3));
    }
    expect(new Set(found).size).toBe(found.length);
    expect(found.filter((key) => key < "2000000000000010000" || key.length < 17).length).toBeGreaterThanOrEqual(
      instances.length,
    );
    const first = new Set(found);
    for (const row of [...instances, ...more(0, 2000 - instances.length)])
      expect(first.has(String(row["processInstanceKey"]))).toBe(true);
  });

  test("finds 10,050 rows although the API stops counting at 10,000", async () => {
    const { call, cluster } = await open();
    cluster.add("process-instances", more(0, 10_050));
    let count = 0;
    let answer = await call("search_process_instances", {
      processDefinitionId: "late",
      limit: 1000,
      fields: ["state"],
    });
    expect(answer.structured["page"]).toMatchObject({ total: 10_000, totalIsExact: false });
    for (;;) {
      count += items(answer).length;
      const cursor = member(answer.structured["page"], "next");
      if (cursor === undefined) break;
      answer = await call("search_process_instances", { cursor });
    }
    expect(count).toBe(10_050);
    expect(answer.structured["page"]).toMatchObject({ total: 10_050 });
  });
});
