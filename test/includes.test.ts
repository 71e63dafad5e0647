import { describe, expect, test } from "vitest";
import { isObject, member } from "../src/narrow.ts";
import { company } from "../src/simulator/company/company.ts";
import type { ClusterVersion } from "../src/simulator/options.ts";
import type { Row } from "../src/simulator/world.ts";
import { connect, settingsFor } from "./support/connect.ts";

/* What the get tools add to a row, compared with the sample company's own rows. */

const world = company({ now: Date.UTC(2026, 10, 24, 10) });
const of = (table: string, field: string, value: unknown): Row[] =>
  world.table(table).filter((row) => row[field] === value);

const open = (version: ClusterVersion = "8.6", budget = "1000000") =>
  connect({
    cluster: { version, login: "none", world },
    env: (cluster) => ({ ...settingsFor(cluster, "none"), OPERATE_MCP_MAX_RESULT_BYTES: budget }),
  });

const list = (
  structured: Readonly<Record<string, unknown>>,
  name: string,
): readonly Readonly<Record<string, unknown>>[] => {
  const value = structured[name];
  return (Array.isArray(value) ? value : []).filter(isObject);
};

const INSTANCE = { processInstanceKey: world.landmark("order4711") };
const ROOT = world.landmark("deepestRoot");

test.each(["8.6", "8.8", "8.10"] as const)(
  "what belongs to an instance links to it in Operate of %s",
  async (version) => {
    const { call, cluster } = await open(version);
    const [variable] = of("variables", "processInstanceKey", INSTANCE.processInstanceKey);
    const { structured } = await call("get_variable", { variableKey: variable?.["variableKey"] });
    const operate = version === "8.6" ? cluster.url : `${cluster.url}/operate`;
    expect(structured["operateUrl"]).toBe(`${operate}/processes/${INSTANCE.processInstanceKey}`);
  },
);

describe("get_process_instance", () => {
  test("alone is the row and nothing else", async () => {
    const { call, cluster } = await open();
    const { structured } = await call("get_process_instance", INSTANCE);
    expect(structured).toMatchObject(INSTANCE);
    expect(Object.keys(structured)).not.toContain("incidents");
    expect(cluster.journal.to("/search").filter(({ path }) => !path.includes("process-definitions"))).toEqual([]);
  });

  test("includes what stops it, with the element", async () => {
    const { call } = await open();
    const { structured } = await call("get_process_instance", { ...INSTANCE, include: ["incidents"] });
    const right = of("incidents", "processInstanceKey", INSTANCE.processInstanceKey);
    expect(
      list(structured, "incidents").map((row) => [row["incidentKey"], row["elementId"], row["errorMessage"]]),
    ).toEqual(right.map((row) => [row["incidentKey"], row["elementId"], row["errorMessage"]]));
    expect(right.length).toBeGreaterThan(0);
  });

  test("includes where it has been, in order, and what it holds", async () => {
    const { call } = await open();
    const { structured } = await call("get_process_instance", { ...INSTANCE, include: ["elements", "variables"] });
    const dates = list(structured, "elements").map((row) => String(row["startDate"]));
    expect(dates).toEqual([...dates].sort());
    expect(dates).toHaveLength(of("element-instances", "processInstanceKey", INSTANCE.processInstanceKey).length);
    const names = list(structured, "variables").map((row) => String(row["name"]));
    expect(names).toEqual(
      of("variables", "processInstanceKey", INSTANCE.processInstanceKey)
        .map((row) => String(row["name"]))
        .sort(),
    );
  });

  test("includes counts that add up with its elements, and the flows taken", async () => {
    const { call } = await open();
    const { structured } = await call("get_process_instance", {
      ...INSTANCE,
      include: ["statistics", "sequenceFlows"],
    });
    const passed = of("element-instances", "processInstanceKey", INSTANCE.processInstanceKey);
    for (const { elementId, active, incidents, completed, canceled } of list(structured, "statistics")) {
      const own = passed.filter((row) => row["elementId"] === elementId && row["type"] !== "MULTI_INSTANCE_BODY");
      expect(Number(active) + Number(incidents) + Number(completed) + Number(canceled), String(elementId)).toBe(
        own.length,
      );
    }
    expect(
      list(structured, "sequenceFlows")
        .map((row) => row["sequenceFlowId"])
        .sort(),
    ).toEqual([...world.sequenceFlows(INSTANCE.processInstanceKey)].sort());
  });

  test.each([
    ["the topmost", ROOT],
    ["the deepest", world.landmark("deepestChild")],
  ])("includes the whole call hierarchy, seen from %s", async (_, processInstanceKey) => {
    const { call } = await open();
    const { structured } = await call("get_process_instance", { processInstanceKey, include: ["callHierarchy"] });
    const rows = list(structured, "callHierarchy");
    const keys = rows.map((row) => row["processInstanceKey"]);
    expect(rows[0]).toMatchObject({ level: 0, processInstanceKey: ROOT });
    expect(keys).toContain(world.landmark("deepestChild"));
    expect(keys).toContain(processInstanceKey);
    for (const row of rows.slice(1)) {
      const parent = rows.find((one) => one["processInstanceKey"] === row["parentProcessInstanceKey"]);
      expect(Number(row["level"])).toBe(Number(parent?.["level"]) + 1);
    }
  });

  test("is UNSUPPORTED for counts on a version without them", async () => {
    const { call } = await open("8.0");
    const { text } = await call("get_process_instance", { ...INSTANCE, include: ["statistics"] });
    expect(text).toMatch(/^UNSUPPORTED: statistics exists since Camunda 8\.2/);
  });

  test("tells the rest when an include is UNSUPPORTED or fails on the cluster's side, and says which", async () => {
    const { call, cluster } = await open("8.0");
    const include = ["statistics", "sequenceFlows", "variables"];
    const { structured, isError } = await call("get_process_instance", { ...INSTANCE, include });
    expect(isError).toBe(false);
    expect(structured).toMatchObject(INSTANCE);
    expect(list(structured, "variables").length).toBeGreaterThan(0);
    expect(structured).not.toHaveProperty("statistics");
    expect(structured["notices"]).toEqual([
      expect.stringMatching(/^statistics is left out, UNSUPPORTED: statistics exists since Camunda 8\.2/),
      expect.stringMatching(/^sequenceFlows is left out, UNSUPPORTED: /),
    ]);
    cluster.faults.next(1, { path: "incidents/search" }, { kind: "forbidden" });
    const other = await call("get_process_instance", { ...INSTANCE, include: ["incidents", "variables"] });
    expect(other.text).toMatch(/note: incidents is left out, FORBIDDEN: /);
  });

  test("fails whole when an include is refused the login", async () => {
    const { call, cluster } = await open();
    await call("whoami");
    cluster.faults.next(9, { path: "incidents/search" }, { kind: "unauthorized" });
    const { text } = await call("get_process_instance", { ...INSTANCE, include: ["incidents", "variables"] });
    expect(text).toMatch(/^(AUTH_|CONFIG)/);
  });

  test("with everything stays within the budget, in both channels, and says what is cut", async () => {
    const { call } = await open("8.6", "6000");
    const include = ["incidents", "elements", "variables", "statistics", "sequenceFlows", "callHierarchy"];
    const { text, structured } = await call("get_process_instance", { processInstanceKey: ROOT, include });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(6000);
    expect(Buffer.byteLength(JSON.stringify(structured))).toBeLessThanOrEqual(6000);
    expect(text).toMatch(/note: elements: the first \d+ of \d+ are shown/);
    for (const name of include) expect(structured).toHaveProperty(name);
  });
});

describe("get_process_definition", () => {
  const [definition] = of("process-definitions", "processDefinitionId", "order-fulfilment").slice(-1);
  const KEY = { processDefinitionKey: definition?.["processDefinitionKey"] };

  test("includes an outline that names every element, in a tenth of the model's length", async () => {
    const { call } = await open();
    const { structured } = await call("get_process_definition", { ...KEY, include: ["outline", "xml"] });
    const outline = String(structured["outline"]);
    const xml = String(structured["xml"]);
    const ids = [...xml.matchAll(/<bpmn:(?:\w+Task|\w+Gateway|\w+Event|callActivity|subProcess) id="([^"]+)"/g)].map(
      ([, id]) => id,
    );
    expect(ids.length).toBeGreaterThan(5);
    for (const id of ids) expect(outline).toContain(id);
    expect(outline.length).toBeLessThan(xml.length / 8);
  });

  test("reads a long model on by offset, without a gap", async () => {
    const { call } = await open("8.6", "4000");
    const whole = (await (await open()).call("get_process_definition", { ...KEY, include: ["xml"] })).structured["xml"];
    let read = "";
    while (read.length < String(whole).length) {
      const { structured } = await call("get_process_definition", { ...KEY, include: ["xml"], offset: read.length });
      read += String(structured["xml"]);
    }
    expect(read).toBe(whole);
  });

  test("reads two texts on by one offset, until the longer one ends", async () => {
    const { call } = await open("8.6", "4000");
    const include = ["xml", "outline"];
    const { structured, text } = await call("get_process_definition", { ...KEY, include, offset: 6000 });
    expect(text).toMatch(/note: outline: ends at \d+, before offset 6000\./);
    expect(structured).not.toHaveProperty("outline");
    expect(String(structured["xml"]).length).toBeGreaterThan(500);
    const beyond = await call("get_process_definition", { ...KEY, include, offset: 90_000_000 });
    expect(beyond.text).toMatch(/^INVALID_ARGUMENT: offset is beyond the end: the text has \d{5,} characters/);
  });

  test("reads the outline of a big model in pieces of 8 kB, each element once", async () => {
    const ids = Array.from({ length: 400 }, (_, index) => `task-${index}-of-a-big-model`);
    const tasks = ids.map((id) => `<bpmn:task id="${id}" name="Task ${id}" />`).join("");
    const big = `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="big"><bpmn:process id="big" isExecutable="true">${tasks}</bpmn:process></bpmn:definitions>`;
    const cluster = { login: "none", world: { ...world, xml: () => big } } as const;
    const { call } = await connect({ cluster });
    let read = "";
    let calls = 0;
    for (let offset: number | undefined = 0; offset !== undefined; calls += 1) {
      const { structured, text } = await call("get_process_definition", { ...KEY, include: ["outline"], offset });
      read += String(structured["outline"]);
      const next = /outline: characters \d+ to \d+ of \d+; read on with offset (\d+)/.exec(text)?.[1];
      offset = next === undefined ? undefined : Number(next);
    }
    expect(calls).toBeGreaterThan(2);
    for (const id of ids) expect(read.split(`${id} `).length, id).toBe(2);
  });

  test("includes counts of what stands where now, and says what it leaves out", async () => {
    const { call } = await open();
    const { structured, text } = await call("get_process_definition", { ...KEY, include: ["statistics"] });
    const active = of("element-instances", "processDefinitionKey", KEY.processDefinitionKey).filter(
      (row) => row["state"] === "ACTIVE",
    );
    const rows = list(structured, "statistics");
    expect(rows.reduce((sum, row) => sum + Number(row["incidents"]), 0)).toBe(
      active.filter((row) => row["incidentKey"] !== undefined).length,
    );
    expect(rows.reduce((sum, row) => sum + Number(row["active"]), 0)).toBe(
      active.filter((row) => row["hasIncident"] !== true).length,
    );
    expect(text).toContain("completed and canceled ones are left out on this API");
  });
});

describe("get_variable", () => {
  const long = world.table("variables").find((row) => row["isTruncated"] === true);
  const KEY = { variableKey: long?.["variableKey"] };

  test("gives a value that a search cuts whole, part by part", async () => {
    const { call } = await open("8.6", "5000");
    const whole = String(long?.["value"]);
    expect(whole.length).toBeGreaterThan(8191);
    let read = "";
    while (read.length < whole.length) {
      const { structured, text } = await call("get_variable", { ...KEY, offset: read.length });
      const part = String(structured["value"]);
      expect(text).toContain(`value: characters ${read.length} to ${read.length + part.length} of ${whole.length}`);
      read += part;
    }
    expect(read).toBe(whole);
  });

  test.each([[["name", "value", "isTruncated"]], [["value"]]])(
    "a search for the fields %j shows it the same way",
    async (fields) => {
      const { call } = await open();
      const { structured } = await call("search_variables", { isTruncated: true, fields });
      const row = list(structured, "items").find((item) => item["variableKey"] === KEY.variableKey);
      expect(Object.keys(row ?? {})).toEqual(["variableKey", ...fields]);
      expect(String(row?.["value"])).toMatch(new RegExp(`… \\[${String(long?.["value"]).length} characters\\]$`));
    },
  );

  test("a search that shows too many of them says of each that it is cut", async () => {
    const { call, cluster } = await open();
    const base = 8_755_399_441_055_744n;
    const copies = Array.from({ length: 30 }, (_, index) => ({ ...long, variableKey: String(base + BigInt(index)) }));
    cluster.add("variables", copies);
    const { structured } = await call("search_variables", { isTruncated: true, fields: ["value"], limit: 40 });
    const values = list(structured, "items").map((item) => String(item["value"]));
    expect(values.length).toBeGreaterThanOrEqual(30);
    for (const value of values) expect(value).toMatch(/… \[(over 8191|\d+) characters\]$/);
    expect(values.some((value) => value.includes("[over 8191"))).toBe(true);
  });

  test("a search without the value asks for no length", async () => {
    const { call, cluster } = await open();
    await call("search_variables", { isTruncated: true, fields: ["name"] });
    expect(cluster.journal.to(/variables\/\d+$/)).toEqual([]);
  });

  test("is not sorted by its value, which would have to stand in the cursor", async () => {
    for (const version of ["8.6", "8.10"] as const) {
      const { call } = await open(version, "4000");
      const { text } = await call("search_variables", { isTruncated: true, sort: [{ field: "value" }], limit: 1 });
      expect(text).toMatch(/^INVALID_ARGUMENT: sort.0.field must be one of variableKey, name, /);
    }
  });

  test("refuses an offset beyond the end", async () => {
    const { call } = await open();
    const { text } = await call("get_variable", { ...KEY, offset: 100_000_000 });
    expect(text).toMatch(/^INVALID_ARGUMENT: offset is beyond the end: the text has \d+ characters/);
  });

  test("a search shows the beginning with the length of the whole", async () => {
    const { call } = await open();
    const { structured } = await call("search_variables", { isTruncated: true });
    const row = list(structured, "items").find((item) => item["variableKey"] === KEY.variableKey);
    expect(row).toMatchObject({ isTruncated: true, valueLength: String(long?.["value"]).length });
    expect(String(row?.["value"])).toMatch(/… \[\d+ characters\]$/);
    expect(String(row?.["value"]).length).toBeLessThan(300);
  });
});

describe("decisions", () => {
  test("an instance shows its inputs and the rules that fired, as a table and grouped by rule", async () => {
    const { call } = await open();
    const evaluated = world.table("decision-instances").filter((row) => row["state"] === "EVALUATED");
    let rules = 0;
    for (const row of evaluated.slice(0, 20)) {
      const { structured, text } = await call("get_decision_instance", {
        decisionEvaluationInstanceKey: row["decisionEvaluationInstanceKey"],
      });
      expect(structured).toMatchObject({ decisionDefinitionId: row["decisionDefinitionId"], result: row["result"] });
      for (const input of list(structured, "evaluatedInputs"))
        expect(Object.keys(input)).toEqual(["inputId", "inputName", "inputValue"]);
      for (const rule of list(structured, "matchedRules")) {
        rules += 1;
        expect(Object.keys(rule).sort()).toEqual(["evaluatedOutputs", "ruleId", "ruleIndex"]);
        expect(list(rule, "evaluatedOutputs")[0]).toHaveProperty("outputValue");
        expect(text).toContain(String(member(rule, "ruleId")));
      }
    }
    expect(rules).toBeGreaterThan(0);
  });

  test("a definition shows the model of its requirements", async () => {
    const { call, cluster } = await open();
    const [definition] = world.table("decision-definitions");
    const { structured } = await call("get_decision_definition", {
      decisionDefinitionKey: definition?.["decisionDefinitionKey"],
      include: ["xml"],
    });
    expect(String(structured["xml"])).toContain("<definitions");
    expect(cluster.journal.to(/\/v1\/drd\/\d+\/xml$/)).toHaveLength(1);
  });

  test("are UNSUPPORTED before 8.3, whatever the answer there looks like", async () => {
    const { call } = await open("8.0");
    const { text } = await call("get_decision_requirements", { decisionRequirementsKey: "1" });
    expect(text).toMatch(/^UNSUPPORTED: decision requirements exists since Camunda 8\.3/);
  });
});
