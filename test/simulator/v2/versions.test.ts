import { describe, expect, it } from "vitest";
import { ask, cluster, itemsOf, objectOf } from "../ask.ts";
import { FIRST_LOST } from "../sample.ts";
import { find, LONG, pageOf, start, VERSIONS } from "./world.ts";

type Version = (typeof VERSIONS)[number];
const INSTANCE = `v2/process-instances/${FIRST_LOST}`;
const instance = async (version: Version) => objectOf(await ask(`${(await start(version)).url}/${INSTANCE}`));

describe("a process instance", () => {
  const common = {
    processInstanceKey: FIRST_LOST,
    processDefinitionKey: "2251799813685250",
    processDefinitionId: "order-process",
    processDefinitionVersion: 2,
    processDefinitionVersionTag: "stable",
    startDate: "2026-11-20T08:00:00.000Z",
    state: "ACTIVE",
    hasIncident: true,
    tenantId: "<default>",
    tags: ["vip", "web"],
  };

  it("of 8.8 leaves out what it has not, and has a name though the row has none", async () => {
    expect(await instance("8.8")).toEqual({ ...common, processDefinitionName: "order-process" });
  });

  it("of 8.9 has a null for each, its business id and its root", async () => {
    expect(await instance("8.9")).toEqual({
      ...common,
      processDefinitionName: null,
      endDate: null,
      parentProcessInstanceKey: null,
      parentElementInstanceKey: null,
      rootProcessInstanceKey: FIRST_LOST,
      businessId: "A-1",
    });
  });

  it("of 8.10 tells when it was suspended", async () => {
    const [eight, nine] = [await instance("8.10"), await instance("8.9")];
    expect(eight).toEqual({ ...nine, suspendedDate: null });
  });

  it("is the same in a list as by its key, in every version", async () => {
    for (const version of VERSIONS) {
      const heard = await find(await start(version), "process-instances/search", { filter: { hasIncident: true } });
      expect(itemsOf(heard)).toEqual([await instance(version)]);
    }
  });
});

describe("the paths of a version", () => {
  it.each<[Version, "GET" | "POST", string]>([
    ["8.8", "POST", "process-instances/search"],
    ["8.8", "POST", "jobs/search"],
    ["8.8", "POST", "message-subscriptions/search"],
    ["8.8", "GET", `process-instances/${FIRST_LOST}/call-hierarchy`],
    ["8.9", "POST", "element-instances/9007199254740995/incidents/search"],
    ["8.9", "POST", "incidents/statistics/process-instances-by-error"],
    ["8.9", "POST", "process-definitions/statistics/process-instances"],
    ["8.9", "POST", "audit-logs/search"],
    ["8.10", "POST", "element-instances/wait-states/search"],
    ["8.10", "GET", `process-instances/${FIRST_LOST}/statistics/wait-states`],
  ])("from %s on have %s %s", async (since, method, path) => {
    const statuses = [];
    for (const version of VERSIONS)
      statuses.push((await ask(`${(await start(version)).url}/v2/${path}`, method)).status);
    expect(statuses).toEqual(VERSIONS.map((_, index) => (index >= VERSIONS.indexOf(since) ? 200 : 404)));
  });
});

describe("a variable", () => {
  const long = { filter: { name: "text" } };

  it("is cut in a list, and says so", async () => {
    const [item = {}] = itemsOf(await find(await start(), "variables/search", long));
    expect([String(item["value"]).length, item["isTruncated"]]).toEqual([8191, true]);
  });

  it("is whole in a list that asks for it", async () => {
    const [item = {}] = itemsOf(await find(await start(), "variables/search?truncateValues=false", long));
    expect([String(item["value"]).length, item["isTruncated"]]).toEqual([LONG, false]);
  });

  it("is whole by its key, and does not say that it could be cut", async () => {
    const heard = objectOf(await ask(`${(await start()).url}/v2/variables/2251799813685405`));
    expect([String(heard["value"]).length, "isTruncated" in heard]).toEqual([LONG, false]);
  });
});

describe("both APIs of one cluster", () => {
  it("answer from the same rows: what is added or deleted in one is so in the other", async () => {
    const running = await start("8.8");
    const total = async () => pageOf(await find(running, "process-instances/search"))["totalItems"];
    running.add("process-instances", [{ processInstanceKey: "77", state: "COMPLETED" }]);
    expect(await total()).toBe(7);
    expect((await ask(`${running.url}/v1/process-instances/77`, "DELETE")).status).toBe(200);
    expect(await total()).toBe(6);
  });

  it("are there on 8.8 and 8.9, and the older one no more on 8.10", async () => {
    const of = async (version: Version) => {
      const { url } = await start(version);
      const older = await ask(`${url}/v1/process-definitions/search`, "POST");
      return [older.status, (await ask(`${url}/operate/v1/x`)).status, (await ask(`${url}/v2/status`)).status];
    };
    expect([await of("8.8"), await of("8.9"), await of("8.10")]).toEqual([
      [200, 200, 204],
      [200, 200, 204],
      [404, 404, 204],
    ]);
  });

  it.each(["v1", "v2"] as const)("can be told to be %s only", async (api) => {
    const { url } = await start("8.8", { apis: [api], login: "basic" });
    const authorization = `Basic ${Buffer.from("demo:demo").toString("base64")}`;
    const statusOf = async (path: string) => (await ask(url + path, "POST", { headers: { authorization } })).status;
    expect([await statusOf("/v1/incidents/search"), await statusOf("/v2/incidents/search")]).toEqual(
      api === "v1" ? [200, 404] : [404, 200],
    );
    // What is not there asks for no login.
    expect((await ask(`${url}/${api === "v1" ? "v2" : "v1"}/topology`)).status).toBe(404);
  });

  it("of an older version are Operate's and, when asked for, the topology of the gateway", async () => {
    const both = await cluster({ version: "8.6", login: "none", apis: ["v1", "v2"] });
    expect(objectOf(await ask(`${both.url}/v2/topology`))["gatewayVersion"]).toMatch(/^8\.6\.\d+$/);
    expect((await find(both, "incidents/search")).status).toBe(404);
    const usual = await cluster({ version: "8.6", login: "none" });
    expect((await ask(`${usual.url}/v2/topology`)).status).toBe(404);
  });
});

describe("rows that were made from the fields alone", () => {
  it.each(VERSIONS)("lack nothing that %s has to show", async (version) => {
    const running = await cluster({ version, login: "none" });
    const incidents = itemsOf(await find(running, "incidents/search"));
    expect(incidents).toHaveLength(45);
    for (const { tenantId, elementInstanceKey, errorMessage } of incidents) {
      expect([typeof tenantId, typeof elementInstanceKey, typeof errorMessage]).toEqual(["string", "string", "string"]);
    }
    expect(incidents.filter(({ errorMessage }) => errorMessage === "unknown").length).toBe(9);
    const gaps = incidents.filter(({ jobKey = null }) => jobKey === null);
    expect(gaps.length).toBe(9);
    for (const row of gaps) expect("jobKey" in row).toBe(version !== "8.8");
  });

  it("have the lists inside them by their key", async () => {
    const running = await cluster({ version: "8.9", login: "none" });
    const [{ decisionEvaluationInstanceKey } = {}] = itemsOf(await find(running, "decision-instances/search"));
    const heard = objectOf(await ask(`${running.url}/v2/decision-instances/${String(decisionEvaluationInstanceKey)}`));
    expect(heard["evaluatedInputs"]).toHaveLength(4);
    expect(heard["matchedRules"]).toMatchObject([
      {
        ruleId: "ruleId-0",
        evaluatedOutputs: [{ outputId: "outputId-0", ruleId: "ruleId-0" }, { outputId: "outputId-5" }],
      },
      { evaluatedOutputs: [{}, {}] },
    ]);
  });
});
