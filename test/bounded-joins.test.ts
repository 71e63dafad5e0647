import { describe, expect, test } from "vitest";
import { member } from "../src/narrow.ts";
import { company } from "../src/simulator/company/company.ts";
import { type Answer, type Connected, connect, settingsFor } from "./support/connect.ts";

/* Joins and scans that end at the largest number of rows: what they answer is either right or says what may be wrong. */

const world = company({ now: Date.UTC(2026, 10, 24, 10) });

const open = (maxScanRows?: number): Promise<Connected> =>
  connect({
    cluster: { version: "8.3", login: "none", world },
    env: (cluster) => ({
      ...settingsFor(cluster, "none"),
      OPERATE_MCP_MAX_RESULT_BYTES: "1000000",
      ...(maxScanRows === undefined ? {} : { OPERATE_MCP_MAX_SCAN_ROWS: String(maxScanRows) }),
    }),
  });

const notices = ({ structured }: Answer): string => {
  const list = structured["notices"];
  return Array.isArray(list) ? list.join("\n") : "";
};

const keysOf = (answer: Answer, key: string): string[] => {
  const items = answer.structured["items"];
  return Array.isArray(items) ? items.map((item) => String(member(item, key))).sort() : [];
};

const NO_ORDER_ID = { variables: [{ name: "orderId", operator: "exists", value: false }] };
const STOPPED = "and stopped before the end";

describe("an exclusion", () => {
  test.each([
    ["hasIncident", { hasIncident: false }, "processDefinitionId"],
    ["a variable that shall not exist", NO_ORDER_ID, "OPERATE_MCP_MAX_SCAN_ROWS"],
  ])("by %s is refused when not everything could be looked at", async (_, args, next) => {
    const { call } = await open(10);
    const { text, isError } = await call("search_process_instances", args);
    expect(isError).toBe(true);
    expect(text).toMatch(/^TOO_LARGE: .*looked at 10 rows and stopped before the end/);
    expect(text).toMatch(new RegExp(`next: .*${next}.*`));
  });

  test("is carried out once the search is narrowed to a process whose incidents can be looked at", async () => {
    const ofProcess = { processDefinitionId: "invoice-checking", hasIncident: false };
    const whole = await (await open()).call("search_process_instances", { ...ofProcess, limit: 1000 });
    const incidents = world
      .table("incidents")
      .filter((row) => row["state"] === "ACTIVE" && row["processDefinitionId"] === "invoice-checking");
    const own = new Set(incidents.map((row) => row["processInstanceKey"]));
    const right = world
      .table("process-instances")
      .filter((row) => row["processDefinitionId"] === "invoice-checking" && !own.has(row["processInstanceKey"]))
      .map((row) => String(row["processInstanceKey"]));
    expect(keysOf(whole, "processInstanceKey")).toEqual(right.sort());
    expect(notices(whole)).toContain(`looked at ${incidents.length} rows, all there are`);
  });

  test("says how many rows it compared", async () => {
    const { call } = await open();
    const answer = await call("search_process_instances", { hasIncident: false, limit: 1000 });
    expect(notices(answer)).toMatch(/hasIncident compared here, not by the cluster: looked at \d+ rows, all there are/);
  });
});

describe("a join that was cut", () => {
  test.each([
    ["search_process_instances", { hasIncident: true }],
    ["search_process_instances", { errorMessage: "e" }],
    ["search_process_instances", { variables: [{ name: "orderId", operator: "contains", value: "A" }] }],
    ["search_incidents", { elementId: "charge-payment" }],
    ["search_element_instances", { processDefinitionId: "order-fulfilment" }],
  ])("does not claim exactness: %s %j", async (tool, args) => {
    const { call } = await open(2);
    const answer = await call(tool, args);
    expect(answer.isError, answer.text).toBe(false);
    expect(answer.structured["page"]).toMatchObject({ totalIsExact: false });
    expect(notices(answer)).toContain(STOPPED);
  });

  test("that saw everything just at the limit is exact", async () => {
    const versions = world
      .table("process-definitions")
      .filter((row) => row["processDefinitionId"] === "order-fulfilment").length;
    const { call } = await open(versions);
    const answer = await call("search_element_instances", { processDefinitionId: "order-fulfilment", limit: 1 });
    expect(notices(answer)).toContain(`processDefinitionId by process definitions: looked at ${versions} rows, all`);
  });
});

describe("incidents by their element", () => {
  const OPEN_ONLY = "on the Operate API the element of an incident is known only while the incident is open";

  test.each([
    { elementId: "charge-payment" },
    { elementId: "charge-payment", state: "RESOLVED" },
    { elementId: "nowhere" },
    { elementInstanceKey: "1" },
  ])("say that only open ones are found: %j", async (args) => {
    const { call } = await open();
    expect(notices(await call("search_incidents", args))).toContain(OPEN_ONLY);
  });

  test("say how many elements were looked at", async () => {
    const { call } = await open();
    const answer = await call("search_incidents", { elementId: "charge-payment" });
    expect(notices(answer)).toMatch(/elementId by element instances: looked at \d+ rows, all there are/);
  });
});

describe("a scan says what it looked at", () => {
  test("when the latest versions were looked for and it was stopped", async () => {
    const { call } = await open(3);
    const answer = await call("search_process_definitions", { latestOnly: true });
    expect(notices(answer)).toContain(`latestOnly compared here, not by the cluster: looked at 3 rows ${STOPPED}`);
  });

  test("when only joins drop rows", async () => {
    const { call } = await open();
    const variables = [
      { name: "weightKg", operator: "gt", value: 0 },
      { name: "orderId", operator: "exists" },
    ];
    const answer = await call("search_process_instances", { variables, limit: 1000 });
    expect(notices(answer)).toMatch(/variables compared here, not by the cluster: looked at \d+ rows, all there are/);
  });

  test("when it counts the elements of a definition", async () => {
    const { call } = await open();
    const definition = world.table("process-definitions")[0]?.["processDefinitionKey"];
    const answer = await call("get_process_definition", { processDefinitionKey: definition, include: ["statistics"] });
    expect(notices(answer)).toMatch(/Looked at \d+ active element instances, all there are/);
  });
});

describe("the largest number of rows", () => {
  test("ends a scan just there, whatever the pages add up to", async () => {
    const { call } = await open(150);
    const answer = await call("search_element_instances", { elementName: "nowhere" });
    expect(notices(answer)).toContain(`elementName compared here, not by the cluster: looked at 150 rows ${STOPPED}`);
  });

  test("does not end a list that drops nothing", async () => {
    const { call } = await open(10);
    const answer = await call("search_element_instances", { processDefinitionId: "order-fulfilment", limit: 100 });
    expect(keysOf(answer, "elementInstanceKey")).toHaveLength(100);
  });
});
