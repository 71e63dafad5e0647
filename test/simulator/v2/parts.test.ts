import { describe, expect, it } from "vitest";
import { isList, isObject, type Json } from "../../../src/simulator/json.ts";
import { ask, cluster, column, itemsOf, objectOf } from "../ask.ts";
import { of, sample, text } from "../company/sample.ts";
import { FIRST_LOST } from "../sample.ts";
import { find, start } from "./world.ts";

const company = (version: "8.8" | "8.9" | "8.10" = "8.9") => cluster({ version, login: "none", world: sample });
const CHILD = "2251799813685300";

describe("below a process instance", () => {
  it("are statistics of its elements: an incident is no active one, a body stands for its items", async () => {
    const { url } = await company();
    const key = sample.landmark("failingItem");
    const { items = [] } = objectOf(await ask(`${url}/v2/process-instances/${key}/statistics/element-instances`));
    const rows = of("element-instances", key);
    const ids = new Set(rows.map((row) => row["elementId"]));
    expect(isList(items) && items.length).toBe(ids.size);
    const older = await cluster({ version: "8.8", login: "none", world: sample });
    const { body } = await ask(`${older.url}/v1/process-instances/${key}/statistics`);
    const sorted = (list: Json | undefined, name: string) =>
      (isList(list) ? list.filter(isObject) : [])
        .map(({ [name]: id = null, ...tally }) => ({ id, ...tally }))
        .sort((one, other) => (String(one.id) < String(other.id) ? -1 : 1));
    expect(sorted(items, "elementId")).toEqual(sorted(body, "activityId"));
  });

  it("are the flows that it took, each with its id in the model and one of its own", async () => {
    const row = {
      sequenceFlowId: `${FIRST_LOST}_Flow_start_charge`,
      elementId: "Flow_start_charge",
      processInstanceKey: FIRST_LOST,
      processDefinitionKey: "2251799813685250",
      processDefinitionId: "order-process",
      tenantId: "<default>",
    };
    const flows = async (version: "8.8" | "8.9") =>
      objectOf(await ask(`${(await start(version)).url}/v2/process-instances/${FIRST_LOST}/sequence-flows`));
    expect(await flows("8.8")).toEqual({ items: [row] });
    expect(await flows("8.9")).toEqual({ items: [{ ...row, rootProcessInstanceKey: FIRST_LOST }] });
  });

  it("is the way to it from the topmost instance", async () => {
    const { url } = await company();
    const heard = await ask(`${url}/v2/process-instances/${sample.landmark("deepestChild")}/call-hierarchy`);
    const entries = isList(heard.body) ? heard.body.filter(isObject) : [];
    expect(entries.map((entry) => entry["processDefinitionName"])).toEqual([
      "Order fulfilment",
      "Parcel shipping",
      "Label printing",
      "Carrier booking",
    ]);
    expect(entries[0]?.["processInstanceKey"]).toBe(sample.landmark("deepestRoot"));
    expect(entries.at(-1)?.["processInstanceKey"]).toBe(sample.landmark("deepestChild"));
    expect(Object.keys(entries[0] ?? {})).toEqual([
      "processInstanceKey",
      "processDefinitionKey",
      "processDefinitionName",
    ]);
  });

  it("are its incidents and those of all it called", async () => {
    const path = `process-instances/${FIRST_LOST}/incidents/search`;
    const running = await start();
    expect(column(await find(running, path), "incidentKey")).toEqual([
      "2251799813685501",
      "2251799813685502",
      "2251799813685503",
    ]);
    const heard = await find(running, path, {
      filter: { state: "ACTIVE" },
      sort: [{ field: "incidentKey", order: "DESC" }],
      page: { limit: 1 },
    });
    expect(column(heard, "incidentKey")).toEqual(["2251799813685502"]);
    const own = await find(running, `process-instances/${CHILD}/incidents/search`);
    expect(column(own, "incidentKey")).toEqual(["2251799813685502"]);
    expect((await find(await start("8.8"), path, { filter: {} })).status).toBe(400);
    const deep = await find(await company(), `process-instances/${sample.landmark("deepestRoot")}/incidents/search`);
    expect(column(deep, "processInstanceKey")).toEqual([sample.landmark("deepestChild")]);
  });

  it("are the incidents of an element instance, and of what it called", async () => {
    const heard = await find(await start(), "element-instances/9007199254740995/incidents/search", {
      filter: { state: "ACTIVE" },
    });
    expect(column(heard, "incidentKey")).toEqual(["2251799813685501", "2251799813685502"]);
    expect(itemsOf(await find(await start(), "element-instances/9007199254740996/incidents/search"))).toEqual([]);
    const running = await company();
    const [call] = of("element-instances", sample.landmark("deepestRoot")).filter((row) => row["hasIncident"] === true);
    const deep = await find(running, `element-instances/${text(call ?? {}, "elementInstanceKey")}/incidents/search`);
    expect(column(deep, "processInstanceKey")).toEqual([sample.landmark("deepestChild")]);
    const body = of("element-instances", sample.landmark("failingItem")).find(
      (row) => row["type"] === "MULTI_INSTANCE_BODY",
    );
    const inside = await find(running, `element-instances/${text(body ?? {}, "elementInstanceKey")}/incidents/search`);
    expect(column(inside, "processInstanceKey")).toEqual([sample.landmark("failingItem")]);
  });

  it("is what its elements wait for, on 8.10", async () => {
    const running = await company("8.10");
    const key = sample.landmark("farTimer");
    const filter = { processInstanceKey: key };
    const [wait = {}, ...others] = itemsOf(await find(running, "element-instances/wait-states/search", { filter }));
    expect(others.length).toBeLessThan(3);
    const all = itemsOf(
      await find(running, "element-instances/wait-states/search", { filter: { ...filter, waitStateType: "TIMER" } }),
    );
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({
      processInstanceKey: key,
      rootProcessInstanceKey: key,
      bpmnProcessId: "customer-onboarding",
      details: { waitStateType: "TIMER", dueDate: expect.any(Number), repetitions: 0 },
    });
    const { items } = objectOf(await ask(`${running.url}/v2/process-instances/${key}/statistics/wait-states`));
    expect(items).toEqual([{ elementId: wait["elementId"], waitingCount: 1 }]);
    const jobs = itemsOf(
      await find(running, "element-instances/wait-states/search", {
        filter: { processInstanceKey: sample.landmark("stalled") },
      }),
    );
    expect(jobs[0]?.["details"]).toMatchObject({
      waitStateType: "JOB",
      jobType: "ramp-slot-booking",
      listenerEventType: null,
    });
  });
});

describe("below a process definition", () => {
  const statistics = async (filter: Json) => {
    const { url } = await company();
    const [row] = of("process-instances", sample.landmark("order4711"));
    const path = `process-definitions/${text(row ?? {}, "processDefinitionKey")}/statistics/element-instances`;
    const heard = await find({ url }, path, { filter });
    expect(heard.status).toBe(200);
    return itemsOf(heard);
  };

  it("are statistics of the instances that a filter lets through", async () => {
    const key = sample.landmark("order4711");
    const one = await statistics({ processInstanceKey: key });
    const { url } = await company();
    expect(one).toEqual(itemsOf(await ask(`${url}/v2/process-instances/${key}/statistics/element-instances`)));
    const stuck = await statistics({ hasIncident: true, state: "ACTIVE" });
    const everything = await statistics({});
    const sum = (items: typeof one, name: string) => items.reduce((total, item) => total + Number(item[name]), 0);
    expect(sum(stuck, "incidents")).toBe(sum(everything, "incidents"));
    expect(sum(stuck, "incidents")).toBeGreaterThan(sum(one, "incidents"));
    expect(sum(everything, "completed")).toBeGreaterThan(sum(stuck, "completed"));
  });

  it("can not be filtered by the definition itself", async () => {
    const running = await company();
    const [row] = of("process-instances", sample.landmark("order4711"));
    const path = `process-definitions/${text(row ?? {}, "processDefinitionKey")}/statistics/element-instances`;
    const heard = await find(running, path, { filter: { processDefinitionId: "x" } });
    expect(heard.body).toMatchObject({
      status: 400,
      detail: "Request property [processDefinitionId] cannot be parsed",
    });
    expect((await find(running, path, { page: {} })).status).toBe(400);
  });
});

describe("everything in the company", () => {
  const KEYS = {
    "process-definitions": "processDefinitionKey",
    "process-instances": "processInstanceKey",
    "element-instances": "elementInstanceKey",
    incidents: "incidentKey",
    variables: "variableKey",
    "decision-definitions": "decisionDefinitionKey",
    "decision-instances": "decisionEvaluationInstanceKey",
    "decision-requirements": "decisionRequirementsKey",
    jobs: "jobKey",
    "user-tasks": "userTaskKey",
    "message-subscriptions": "messageSubscriptionKey",
    "audit-logs": "auditLogKey",
  };

  it.each(Object.entries(KEYS))("has all %s in one page, those of the data", async (path, key) => {
    const heard = await find(await company("8.10"), `${path}/search`, { page: { limit: 10_000 } });
    const keys = column(heard, key).map(String).sort();
    expect(keys).toEqual(
      sample
        .table(path)
        .map((row) => text(row, key))
        .sort(),
    );
    expect(keys.length).toBeGreaterThan(3);
  });

  it.each(Object.entries(KEYS).filter(([path]) => path !== "jobs" && path !== "message-subscriptions"))(
    "has each of the %s by its key",
    async (path, key) => {
      const { url } = await company("8.10");
      const rows = sample.table(path);
      for (const row of [rows[0], rows.at(-1)]) {
        const heard = await ask(`${url}/v2/${path}/${text(row ?? {}, key)}`);
        expect([heard.status, objectOf(heard)[key]]).toEqual([200, row?.[key]]);
      }
    },
  );

  it("has models of definitions and requirements", async () => {
    const { url } = await company();
    for (const path of ["process-definitions", "decision-definitions", "decision-requirements"] as const) {
      const [row] = sample.table(path);
      const heard = await ask(`${url}/v2/${path}/${text(row ?? {}, KEYS[path])}/xml`);
      expect([heard.status, heard.headers["content-type"]]).toEqual([200, "text/xml;charset=UTF-8"]);
      expect(heard.text).toMatch(/<(?:bpmn:)?definitions/);
    }
  });

  it("has the inputs and the rule of a decision by its key only, from 8.9 on with the rule in each output", async () => {
    const filter = { processInstanceKey: sample.landmark("noMatchingRule") };
    const list = itemsOf(await find(await company(), "decision-instances/search", { filter }));
    expect(list.length).toBeGreaterThan(0);
    for (const item of list) expect("evaluatedInputs" in item).toBe(false);
    const risk = list.find(({ decisionDefinitionId }) => decisionDefinitionId === "supplier-risk");
    const path = `/v2/decision-instances/${String(risk?.["decisionEvaluationInstanceKey"])}`;
    const rule = { ruleId: expect.stringContaining("supplier-risk-rule-"), ruleIndex: expect.any(Number) };
    const output = { outputId: "supplier-risk-out", outputName: "risk", outputValue: expect.stringMatching(/^"/) };
    const older = objectOf(await ask((await company("8.8")).url + path));
    expect(older["matchedRules"]).toEqual([{ ...rule, evaluatedOutputs: [output] }]);
    expect(older["evaluatedInputs"]).toHaveLength(2);
    const newer = objectOf(await ask((await company()).url + path));
    expect(newer["matchedRules"]).toEqual([{ ...rule, evaluatedOutputs: [{ ...output, ...rule }] }]);
  });

  it("has the headers of jobs and the candidates of user tasks in lists", async () => {
    const running = await company();
    const jobs = itemsOf(await find(running, "jobs/search", { page: { limit: 10_000 } }));
    expect(
      jobs.some(({ customHeaders = null }) => isObject(customHeaders) && Object.keys(customHeaders).length > 0),
    ).toBe(true);
    const filter = { candidateGroup: "purchasing-leads", state: "COMPLETED" };
    const tasks = itemsOf(await find(running, "user-tasks/search", { filter }));
    expect(tasks.length).toBeGreaterThan(0);
    for (const { candidateGroups } of tasks) expect(candidateGroups).toEqual(["purchasing-leads"]);
    const none = await find(running, "user-tasks/search", { filter: { candidateUser: { $like: "*" } } });
    expect(itemsOf(none)).toEqual([]);
  });

  it("has user tasks by the variables of their instance, and of themselves", async () => {
    const running = await company();
    const [row] = of("variables", sample.landmark("secrets")).filter(({ name }) => name === "customerId");
    const condition = [{ name: "customerId", value: text(row ?? {}, "value") }];
    const tasks = await find(running, "user-tasks/search", { filter: { processInstanceVariables: condition } });
    expect(new Set(column(tasks, "processInstanceKey"))).toEqual(new Set([sample.landmark("secrets")]));
    const local = await find(running, "user-tasks/search", { filter: { localVariables: condition } });
    expect(itemsOf(local)).toEqual([]);
  });

  it("has the suspended instance as such on 8.10 only", async () => {
    const path = `/v2/process-instances/${sample.landmark("suspended")}`;
    expect(objectOf(await ask((await company("8.10")).url + path))).toMatchObject({
      state: "SUSPENDED",
      suspendedDate: expect.stringMatching(/Z$/),
    });
    const { url } = await company("8.9");
    expect(objectOf(await ask(url + path))["state"]).toBe("ACTIVE");
    expect(objectOf(await ask(url + path.replace("v2", "v1")))["state"]).toBe("ACTIVE");
  });

  it("hands tags and business ids on", async () => {
    const { url } = await company("8.10");
    const one = objectOf(await ask(`${url}/v2/process-instances/${sample.landmark("order4711")}`));
    expect(one).toMatchObject({ tags: ["voucher", "channel:web"], businessId: "A-4711" });
    const child = objectOf(await ask(`${url}/v2/process-instances/${sample.landmark("deepestChild")}`));
    expect(child).toMatchObject({
      tags: [],
      businessId: "A-4688",
      rootProcessInstanceKey: sample.landmark("deepestRoot"),
    });
  });
});
