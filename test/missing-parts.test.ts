import { describe, expect, test } from "vitest";
import { member } from "../src/narrow.ts";
import { company } from "../src/simulator/company/company.ts";
import type { Fault } from "../src/simulator/faults.ts";
import { type Answer, type Connected, connect, settingsFor } from "./support/connect.ts";

/* What only adds to an answer may be missing: the rest is shown, with the reason. */

const world = company({ now: Date.UTC(2026, 10, 24, 10) });

/** Connected already, so that no fault meets the first question about the cluster. */
const open = async (settings: Record<string, string> = {}): Promise<Connected> => {
  const connected = await connect({
    cluster: { version: "8.6", login: "none", world },
    env: (cluster) => ({ ...settingsFor(cluster, "none"), OPERATE_MCP_MAX_RESULT_BYTES: "1000000", ...settings }),
  });
  await connected.call("whoami");
  return connected;
};

const itemsOf = ({ structured }: Answer, name = "items"): readonly unknown[] => {
  const list = structured[name];
  return Array.isArray(list) ? list : [];
};

const notices = (answer: Answer): string => itemsOf(answer, "notices").join("\n");

const ALWAYS = 1000;

const notFound: Fault = {
  kind: "answer",
  answer: {
    status: 404,
    headers: { "content-type": "application/problem+json" },
    body: '{"status":404,"message":"nothing there","instance":"1","type":"Requested resource not found"}',
  },
};

const huge: Fault = {
  kind: "answer",
  answer: {
    status: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ key: 1, value: "x".repeat(9 * 1024 * 1024) }),
  },
};

describe("an incident whose other entities cannot be read", () => {
  const one = world.table("incidents").find((row) => row["state"] === "ACTIVE");
  const openIncident = { incidentKey: String(one?.["incidentKey"]) };

  test.each<[string, string, Fault, string]>([
    ["elementId", "flownode-instances", { kind: "forbidden" }, "FORBIDDEN"],
    ["elementId", "flownode-instances", { kind: "application-error" }, "UPSTREAM_ERROR"],
    ["processDefinitionId", "process-definitions", { kind: "forbidden" }, "FORBIDDEN"],
    ["processDefinitionId", "process-definitions", { kind: "html", status: 503 }, "UPSTREAM_ERROR"],
  ])("is shown without %s: %s answers %j", async (field, path, fault, code) => {
    const { call, cluster } = await open();
    cluster.faults.next(ALWAYS, { path }, fault);
    const list = await call("search_incidents", { state: "ACTIVE" });
    expect(list.isError, list.text).toBe(false);
    expect(itemsOf(list)).toHaveLength(20);
    expect(itemsOf(list).filter((item) => member(item, field) !== undefined)).toEqual([]);
    expect(notices(list)).toContain(`${field} is left out in some rows: ${code}, `);
    const single = await call("get_incident", openIncident);
    expect(single.structured).toMatchObject(openIncident);
    expect(single.structured).not.toHaveProperty(field);
    expect(notices(single)).toContain(`${field} is left out in some rows: ${code}, `);
  });

  test("costs no more than a few requests for what is refused anyway", async () => {
    const { call, cluster } = await open();
    cluster.faults.next(ALWAYS, { path: "flownode-instances" }, { kind: "forbidden" });
    cluster.journal.clear();
    await call("search_incidents", { state: "ACTIVE" });
    expect(cluster.journal.to("flownode-instances").length).toBeLessThanOrEqual(8);
  });

  test("is an error where the login is refused", async () => {
    const { call, cluster } = await open();
    cluster.faults.next(ALWAYS, { path: "flownode-instances" }, { kind: "unauthorized" });
    expect((await call("search_incidents")).text).toMatch(/^CONFIG: the cluster wants a login/);
  });

  test("is an error where it is searched by them", async () => {
    const { call, cluster } = await open();
    cluster.faults.next(ALWAYS, { path: "flownode-instances" }, { kind: "forbidden" });
    expect((await call("search_incidents", { elementId: "charge-payment" })).text).toMatch(/^FORBIDDEN/);
  });

  test("is an error when the time is up, and when the call is cancelled", async () => {
    const { call, cluster } = await open({ OPERATE_MCP_TIMEOUT_MS: "1000" });
    cluster.faults.next(ALWAYS, { path: "flownode-instances" }, { kind: "silence" });
    expect((await call("search_incidents")).text).toMatch(/^TIMEOUT/);
    const controller = new AbortController();
    const running = call("get_incident", openIncident, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error("enough")), 100);
    await expect(running).rejects.toThrow();
  });
});

describe("the length of a value", () => {
  test.each<[string, Fault, string]>([
    ["was deleted meanwhile", notFound, "NOT_FOUND"],
    ["is larger than an answer may be", huge, "TOO_LARGE"],
  ])("is left out for one that %s, and only there", async (_, fault, code) => {
    const { call, cluster } = await open();
    const args = { isTruncated: true, sort: [{ field: "variableKey", order: "ASC" }] };
    const whole = itemsOf(await call("search_variables", args));
    expect(whole.length).toBeGreaterThan(1);
    cluster.faults.next(1, { method: "GET", path: `variables/${member(whole[0], "variableKey")}` }, fault);
    const degraded = await call("search_variables", args);
    expect(degraded.isError, degraded.text).toBe(false);
    expect(itemsOf(degraded).map((item) => member(item, "valueLength"))).toEqual([
      undefined,
      ...whole.slice(1).map((item) => member(item, "valueLength")),
    ]);
    expect(notices(degraded)).toContain(`valueLength is left out in some rows: ${code}, `);
  });
});

describe("a call hierarchy", () => {
  test("whose calling instance is gone begins below it, and says so", async () => {
    const { call, cluster } = await open();
    const child = world.table("process-instances").find((row) => row["parentProcessInstanceKey"] !== undefined);
    const { processInstanceKey, parentProcessInstanceKey } = child ?? {};
    const args = { processInstanceKey, include: ["callHierarchy"] };
    cluster.faults.next(1, { path: new RegExp(`${parentProcessInstanceKey}$`) }, notFound);
    const answer = await call("get_process_instance", args);
    expect(answer.isError, answer.text).toBe(false);
    expect(itemsOf(answer, "callHierarchy")[0]).toMatchObject({ level: 0, processInstanceKey });
    expect(notices(answer)).toContain("The call hierarchy begins below the top");
  });
});

describe("a process definition without an id", () => {
  const processDefinitionKey = "6755399441055999";

  test("leaves the id out of the rows that belong to it, and says so", async () => {
    const { call, cluster } = await open();
    cluster.add("process-definitions", [{ processDefinitionKey, version: 1 }]);
    cluster.add("incidents", [
      {
        incidentKey: "6755399441056000",
        processInstanceKey: "6755399441056001",
        processDefinitionKey,
        state: "ACTIVE",
      },
    ]);
    const answer = await call("search_incidents", { incidentKey: "6755399441056000" });
    expect(itemsOf(answer)[0]).toMatchObject({ incidentKey: "6755399441056000" });
    expect(itemsOf(answer)[0]).not.toHaveProperty("processDefinitionId");
    expect(notices(answer)).toContain("processDefinitionId is left out in some rows");
  });
});

describe("a row without a process instance", () => {
  test.each([
    ["variables", { variables: [{ name: "stray", operator: "exists" }] }],
    ["incidents", { errorMessage: "a stray one" }],
  ])("is skipped when process instances are looked for by %s", async (table, args) => {
    const { call, cluster } = await open();
    const known = world.table("process-instances")[0]?.["processInstanceKey"];
    const row = { name: "stray", value: "1", state: "ACTIVE", errorMessage: "a stray one" };
    const key = table === "variables" ? "variableKey" : "incidentKey";
    cluster.add(table, [
      { ...row, [key]: "6755399441056100" },
      { ...row, [key]: "6755399441056101", processInstanceKey: String(known) },
    ]);
    const answer = await call("search_process_instances", args);
    expect(answer.isError, answer.text).toBe(false);
    expect(itemsOf(answer).map((item) => member(item, "processInstanceKey"))).toEqual([known]);
  });
});
