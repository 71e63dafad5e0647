import { describe, expect, it } from "vitest";
import type { ClusterVersion } from "../../../src/simulator/options.ts";
import { ask, cluster, column, itemsOf, objectOf, post } from "../ask.ts";
import { of, sample, text } from "../company/sample.ts";

const start = async (version: ClusterVersion = "8.6") =>
  `${(await cluster({ login: "none", world: sample, version })).url}/v1`;
const search = (url: string, path: string, body: string) => post(`${url}/${path}/search`, body);
const table = (path: string) => sample.table(path);

describe("the sample company", () => {
  it.each([
    ["process-definitions", "process-definitions"],
    ["process-instances", "process-instances"],
    ["flownode-instances", "element-instances"],
    ["incidents", "incidents"],
    ["variables", "variables"],
    ["decision-definitions", "decision-definitions"],
    ["decision-instances", "decision-instances"],
    ["drd", "decision-requirements"],
  ])("is served under %s", async (path, own) => {
    const rows = table(own).length;
    expect(rows).toBeGreaterThan(3);
    expect(objectOf(await search(await start(), path, '{"size":1}'))["total"]).toBe(Math.min(rows, 10_000));
  });

  it.each(["decision-definitions", "decision-instances", "drd"])("has no %s before 8.3", async (path) => {
    expect((await search(await start("8.0"), path, "{}")).status).toBe(404);
    expect((await search(await start("8.3"), path, "{}")).status).toBe(200);
  });
});

describe("a decision instance", () => {
  const evaluated = table("decision-instances").find((row) => text(row, "decisionDefinitionId") === "invoice-approver");
  const id = text(evaluated ?? {}, "decisionEvaluationInstanceKey");

  it("shows inputs and outputs only when it is read by its id", async () => {
    const url = await start();
    const [listed] = itemsOf(await search(url, "decision-instances", `{"filter":{"id":"${id}"}}`));
    expect(Object.keys(listed ?? {})).not.toContain("evaluatedInputs");
    expect(Object.keys(listed ?? {})).not.toContain("evaluatedOutputs");
    const whole = objectOf(await ask(`${url}/decision-instances/${id}`));
    expect(whole).toMatchObject(listed ?? {});
    expect(whole["evaluatedInputs"]).toEqual([
      { id: "invoice-approver-amount", name: "Amount", value: expect.stringMatching(/^[\d.]+$/) },
      { id: "invoice-approver-category", name: "Category", value: expect.stringMatching(/^"\w+"$/) },
      { id: "invoice-approver-risk", name: "Risk", value: expect.stringMatching(/^"\w+"$/) },
    ]);
    expect(whole["evaluatedOutputs"]).toEqual([
      {
        ruleIndex: expect.any(Number),
        ruleId: expect.stringMatching(/^invoice-approver-rule-\d$/),
        id: "invoice-approver-out",
        name: "approver",
        value: whole["result"],
      },
    ]);
  });

  it("has no outputs when no rule fired", async () => {
    const failed = table("decision-instances").find((row) => row["state"] === "FAILED");
    const key = text(failed ?? {}, "decisionEvaluationInstanceKey");
    const whole = objectOf(await ask(`${await start()}/decision-instances/${key}`));
    expect(whole).toMatchObject({ state: "FAILED", evaluatedOutputs: [] });
    expect(whole["evaluationFailure"]).toContain("Expected to evaluate decision");
  });

  it("holds the key of its definition as text, in answers, filters and sort values", async () => {
    const url = await start();
    const key = text(evaluated ?? {}, "decisionDefinitionKey");
    const found = await search(url, "decision-instances", `{"filter":{"decisionDefinitionId":"${key}"}}`);
    expect(new Set(column(found, "decisionDefinitionId"))).toEqual(new Set([key]));
    const sorted = await search(url, "decision-instances", '{"size":1,"sort":[{"field":"decisionDefinitionId"}]}');
    expect(objectOf(sorted)["sortValues"]).toEqual([expect.stringMatching(/^\d+$/), expect.stringMatching(/^\d+-\d$/)]);
    const keys = table("decision-instances").map((row) => text(row, "decisionDefinitionKey"));
    expect(column(sorted, "decisionDefinitionId")).toEqual([keys.toSorted()[0]]);
    const word = await search(url, "decision-instances", '{"filter":{"decisionDefinitionId":"not a key"}}');
    expect([word.status, objectOf(word)["total"]]).toEqual([200, 0]);
  });

  it("may share its key with others, and only its id tells them apart", async () => {
    const found = await search(
      await start(),
      "decision-instances",
      `{"filter":{"key":${text(evaluated ?? {}, "decisionEvaluationKey")}}}`,
    );
    expect(column(found, "id")).toEqual([id.replace(/-\d$/, "-1"), id]);
  });

  it("can be asked to sort by its lists, which the index does not have", async () => {
    const heard = await search(await start(), "decision-instances", '{"sort":[{"field":"evaluatedInputs"}]}');
    expect(heard.body).toMatchObject({ status: 500, message: "Error in reading decision instance" });
  });

  it("can not be found by its result", async () => {
    const heard = await search(await start(), "decision-instances", '{"filter":{"result":"nonsense"}}');
    expect(objectOf(heard)["total"]).toBe(table("decision-instances").length);
  });
});

describe("decision definitions and requirements", () => {
  it.each([
    ["decision-definitions", "decisionDefinitionKey", "decision-definitions"],
    ["drd", "decisionRequirementsKey", "decision-requirements"],
  ])("%s answer their key once more as id, a text that can be filtered by", async (path, key, own) => {
    const url = await start();
    const wanted = text(table(own)[1] ?? {}, key);
    const found = await search(url, path, `{"filter":{"id":"${wanted}"}}`);
    expect(itemsOf(found)).toMatchObject([{ id: wanted }]);
    expect(found.text).toContain(`{"id":"${wanted}","key":${wanted},`);
    expect(objectOf(await ask(`${url}/${path}/${wanted}`))["id"]).toBe(wanted);
  });

  it("filter by name and version of the requirements, but can not be sorted by them", async () => {
    const url = await start();
    const named = await search(url, "decision-definitions", '{"filter":{"decisionRequirementsName":"Claims rules"}}');
    expect(column(named, "decisionId")).toEqual(["refund-policy"]);
    for (const field of ["decisionRequirementsName", "decisionRequirementsVersion"]) {
      const sorted = await search(url, "decision-definitions", `{"sort":[{"field":"${field}"}]}`);
      expect(sorted.body).toMatchObject({ status: 500, message: "Error in reading decision definitions" });
    }
  });

  it("have their model under drd and nowhere else", async () => {
    const url = await start();
    const decision = table("decision-definitions")[0] ?? {};
    const requirements = text(decision, "decisionRequirementsKey");
    const model = await ask(`${url}/drd/${requirements}/xml`);
    expect([model.status, model.headers["content-type"]]).toEqual([200, "text/xml;charset=UTF-8"]);
    expect(model.text).toContain(`id="${text(decision, "decisionDefinitionId")}"`);
    for (const path of [
      `decision-definitions/${text(decision, "decisionDefinitionKey")}/xml`,
      `decision-requirements/${requirements}/xml`,
    ]) {
      expect((await ask(`${url}/${path}`)).status).toBe(404);
    }
  });

  it.each([
    ["drd/1", "No decision requirements found for key 1"],
    ["drd/1/xml", "Decision requirements for key 1 not found."],
    ["decision-definitions/1", "No decision definition found for key 1"],
    ["decision-instances/1-1", "No decision instance found for id 1-1"],
    ["flownode-instances/1", "No flownode instance found for key 1 "],
    ["incidents/1", "No incident found for key 1 "],
    ["variables/1", "No variable found for key 1 "],
  ])("%s is not there, in Camunda's words", async (path, message) => {
    expect((await ask(`${await start()}/${path}`)).body).toMatchObject({ status: 404, message });
  });
});

describe("a variable", () => {
  const [long] = of("variables", sample.landmark("longVariable")).filter((row) => row["isTruncated"]);
  const key = text(long ?? {}, "variableKey");
  const value = text(long ?? {}, "value");

  it("is cut at 8191 characters in a search, and whole when it is read", async () => {
    const url = await start();
    const [listed] = itemsOf(await search(url, "variables", `{"filter":{"key":${key}}}`));
    expect(listed).toMatchObject({ value: value.slice(0, 8191), truncated: true });
    expect(objectOf(await ask(`${url}/variables/${key}`))).toMatchObject({ value, truncated: false });
    expect(value.length).toBeGreaterThan(8191);
  });

  it("is found by its JSON text, and a long one by what lists show of it", async () => {
    const url = await start();
    const total = async (wanted: string) =>
      objectOf(await search(url, "variables", JSON.stringify({ filter: { value: wanted } })))["total"];
    expect(await total("4711")).toBe(table("variables").filter((row) => row["value"] === "4711").length);
    expect(await total('"4711"')).toBe(table("variables").filter((row) => row["value"] === '"4711"').length);
    expect(await total(value)).toBe(0);
    const shown = value.slice(0, 8191);
    expect(await total(shown)).toBe(table("variables").filter((row) => text(row, "value").startsWith(shown)).length);
  });

  it("is found by whether it is cut", async () => {
    const cut = await search(await start(), "variables", '{"filter":{"truncated":true},"size":1000}');
    expect(objectOf(cut)["total"]).toBe(table("variables").filter((row) => row["isTruncated"]).length);
  });

  it("fails in the words of incidents", async () => {
    const heard = await search(await start(), "variables", '{"searchAfter":["x"]}');
    expect(objectOf(heard)["message"]).toBe("Error in reading incidents");
  });
});

describe("an element instance", () => {
  it("shows the name from the model, by which it can be neither found nor sorted", async () => {
    const url = await start();
    const named = await search(url, "flownode-instances", '{"filter":{"flowNodeId":"poll-answer"},"size":1}');
    expect(column(named, "flowNodeName")).toEqual(["Ask for order response"]);
    const found = await search(url, "flownode-instances", '{"filter":{"flowNodeName":"Ask for order response"}}');
    expect(objectOf(found)["total"]).toBe(Math.min(table("element-instances").length, 10_000));
    const sorted = await search(url, "flownode-instances", '{"sort":[{"field":"flowNodeName"}]}');
    expect(sorted.status).toBe(500);
  });

  it("has no element id before 8.2", async () => {
    const [first] = itemsOf(await search(await start("8.0"), "flownode-instances", '{"size":1}'));
    expect(Object.keys(first ?? {})).not.toContain("flowNodeId");
    expect(Object.keys(first ?? {})).toContain("processInstanceKey");
  });
});

describe("an incident", () => {
  it("tells neither its element nor the id of its process", async () => {
    const [item = {}] = itemsOf(await search(await start(), "incidents", '{"size":1}'));
    expect(Object.keys(item).sort()).toEqual(
      [
        "creationTime",
        "jobKey",
        "key",
        "message",
        "processDefinitionKey",
        "processInstanceKey",
        "state",
        "tenantId",
        "type",
      ].filter((name) => name !== "jobKey" || item["jobKey"] !== undefined),
    );
  });

  it("is found by every word of its message", async () => {
    const found = await search(await start(), "incidents", '{"filter":{"message":"PostCode UNKNOWN"}}');
    const messages = column(found, "message").map(String);
    expect(messages.length).toBeGreaterThan(0);
    for (const message of messages) expect(message).toMatch(/unknown postcode/);
  });

  it.each([
    ["8.3", "UNKNOWN", "UNKNOWN"],
    ["8.6", "FORM_NOT_FOUND", "EXECUTION_LISTENER_NO_RETRIES"],
  ] as const)("of a kind that came later is of no known kind: %s", async (version, form, listener) => {
    const url = await start(version);
    const type = async (key: string) =>
      column(await search(url, "incidents", `{"filter":{"processInstanceKey":${key}}}`), "type");
    expect(await type(sample.landmark("formMissing"))).toEqual([form]);
    expect(await type(sample.landmark("listenerFailed"))).toEqual([listener]);
    const found = await search(url, "incidents", '{"filter":{"type":"FORM_NOT_FOUND"}}');
    const missing = table("incidents").filter((row) => row["errorType"] === "FORM_NOT_FOUND").length;
    expect(objectOf(found)["total"]).toBe(version === "8.6" ? missing : 0);
  });
});

describe("the types of sort values", () => {
  it.each([
    ["process-definitions", "string"],
    ["process-instances", "number"],
    ["flownode-instances", "number"],
    ["incidents", "number"],
    ["variables", "number"],
    ["decision-instances", "string"],
  ])("%s: a %s", async (path, type) => {
    const heard = await search(await start(), path, '{"size":1}');
    expect(heard.text).toMatch(type === "string" ? /"sortValues":\["\d+(-\d)?"\]/ : /"sortValues":\[\d+\]/);
  });
});
