import { describe, expect, test } from "vitest";
import type { Entity } from "../src/camunda/entity.ts";
import { isObject, member } from "../src/narrow.ts";
import { company } from "../src/simulator/company/company.ts";
import type { ClusterVersion } from "../src/simulator/options.ts";
import type { Row } from "../src/simulator/world.ts";
import { connect, settingsFor } from "./support/connect.ts";

/* What only the Orchestration Cluster API tells, compared with the sample company's own rows. */

const world = company({ now: Date.UTC(2026, 10, 24, 10) });

const open = (version: ClusterVersion, settings: Record<string, string> = {}) =>
  connect({
    cluster: { version, login: "none", world },
    env: (cluster) => ({
      ...settingsFor(cluster, "none"),
      OPERATE_MCP_MAX_RESULT_BYTES: "1000000",
      OPERATE_MCP_TOOLSETS: "data,work",
      ...settings,
    }),
  });

type Shown = Readonly<Record<string, unknown>>;

const list = (structured: Shown, name: string): readonly Shown[] => {
  const value = structured[name];
  return (Array.isArray(value) ? value : []).filter(isObject);
};

const keysOf = (rows: readonly Shown[], field: string): string[] => rows.map((row) => String(row[field])).sort();

const NEWER = [
  ["jobs", "8.8", "jobs", "jobKey"],
  ["userTasks", "8.8", "user-tasks", "userTaskKey"],
  ["messageSubscriptions", "8.8", "message-subscriptions", "messageSubscriptionKey"],
  ["auditLog", "8.9", "audit-logs", "auditLogKey"],
  ["waitStates", "8.10", "element-instances/wait-states", "elementInstanceKey"],
] as const;

const VERSIONS = ["8.8", "8.9", "8.10"] as const;

describe("get_process_instance", () => {
  test.each(NEWER)("includes %s from %s on", async (include, since, table, key) => {
    const some = world.table(table).find((row) => row["processInstanceKey"] !== undefined);
    const processInstanceKey = some?.["processInstanceKey"];
    const own = world.table(table).filter((row) => row["processInstanceKey"] === processInstanceKey);
    expect(own.length).toBeGreaterThan(0);
    for (const [place, version] of VERSIONS.entries()) {
      const { call } = await open(version);
      const answer = await call("get_process_instance", { processInstanceKey, include: [include] });
      if (place >= VERSIONS.indexOf(since)) {
        expect(keysOf(list(answer.structured, include), key)).toEqual(keysOf(own, key));
      } else {
        expect(answer.text).toMatch(new RegExp(`UNSUPPORTED: .*since Camunda ${since}.*v2`, "s"));
      }
    }
  });

  test.each(NEWER)("says of %s over the Operate API that it came with %s", async (include, since) => {
    const { call } = await open("8.8", { OPERATE_MCP_API: "v1" });
    const processInstanceKey = world.landmark("order4711");
    const answer = await call("get_process_instance", { processInstanceKey, include: [include] });
    expect(answer.text).toMatch(new RegExp(`UNSUPPORTED: .*since Camunda ${since}.*v1`, "s"));
  });

  test("shows what each token waits for", async () => {
    const { call } = await open("8.10");
    const timer = world.table("element-instances/wait-states").find((row) => row["waitStateType"] === "TIMER");
    const processInstanceKey = timer?.["processInstanceKey"];
    const { structured } = await call("get_process_instance", { processInstanceKey, include: ["waitStates"] });
    expect(list(structured, "waitStates")).toContainEqual(
      expect.objectContaining({ elementId: timer?.["elementId"], waitsFor: "TIMER", dueDate: expect.any(String) }),
    );
  });
});

const running = world.table("process-instances").filter((row) => row["state"] === "ACTIVE");

test("get_incident counts who is stopped by the same error", async () => {
  const isRunning = new Set(running.map((row) => row["processInstanceKey"]));
  const stopped = world
    .table("incidents")
    .filter((row) => row["state"] === "ACTIVE" && isRunning.has(row["processInstanceKey"]));
  const [incident] = stopped;
  const alike = stopped.filter((row) => row["errorMessage"] === incident?.["errorMessage"]);
  const args = { incidentKey: incident?.["incidentKey"], include: ["sameError"] };
  for (const version of ["8.9", "8.10"] as const) {
    const { call } = await open(version);
    const rows = list((await call("get_incident", args)).structured, "sameError");
    const instances = new Set(alike.map((row) => row["processInstanceKey"]));
    expect(rows.reduce((sum, row) => sum + Number(row["instances"]), 0)).toBe(instances.size);
    expect(keysOf(rows, "processDefinitionKey")).toEqual([...new Set(keysOf(alike, "processDefinitionKey"))].sort());
  }
  expect((await (await open("8.8")).call("get_incident", args)).text).toMatch(/UNSUPPORTED.*since Camunda 8\.9/);
});

test("get_process_definition counts the running instances of each version", async () => {
  const own = running.filter((row) => row["processDefinitionId"] === "order-fulfilment");
  const args = { processDefinitionKey: own[0]?.["processDefinitionKey"], include: ["instancesByVersion"] };
  const { call } = await open("8.9");
  const rows = list((await call("get_process_definition", args)).structured, "instancesByVersion");
  expect(rows.length).toBeGreaterThan(1);
  for (const { processDefinitionKey, withIncident, withoutIncident } of rows) {
    const all = own.filter((row) => row["processDefinitionKey"] === processDefinitionKey);
    expect(withIncident).toBe(all.filter((row) => row["hasIncident"] === true).length);
    expect(withoutIncident).toBe(all.filter((row) => row["hasIncident"] !== true).length);
  }
  expect((await (await open("8.8")).call("get_process_definition", args)).text).toMatch(/UNSUPPORTED.*Camunda 8\.9/);
});

test("search_process_instances finds by business id, by tags, and what is suspended", async () => {
  const { call } = await open("8.10");
  const found = await call("search_process_instances", { businessId: "A-4711" });
  expect(keysOf(list(found.structured, "items"), "processInstanceKey")).toContain(world.landmark("order4711"));
  const tagged = await call("search_process_instances", { tags: "voucher", fields: ["tags"] });
  const own = world.table("process-instances").filter((row) => String(row["tags"]).split(",").includes("voucher"));
  expect(keysOf(list(tagged.structured, "items"), "processInstanceKey")).toEqual(keysOf(own, "processInstanceKey"));
  expect(list(tagged.structured, "items").map((row) => row["tags"])).toContain("voucher, channel:web");
  for (const tags of ["voucher, channel:web", "channel:web,voucher,voucher", ["voucher", "channel:web"]]) {
    const both = await call("search_process_instances", { tags, fields: ["tags"] });
    expect(list(both.structured, "items").map((row) => row["tags"])).toEqual(["voucher, channel:web"]);
  }
  const suspended = await call("search_process_instances", { state: "SUSPENDED" });
  expect(keysOf(list(suspended.structured, "items"), "processInstanceKey")).toEqual(
    keysOf(
      world.table("process-instances").filter((row) => row["state"] === "SUSPENDED"),
      "processInstanceKey",
    ),
  );
  const older = await open("8.9");
  expect((await older.call("search_process_instances", { state: "SUSPENDED" })).text).toMatch(
    /UNSUPPORTED.*since Camunda 8\.10/,
  );
});

test.each(VERSIONS)("whoami tells the brokers and partitions of %s, and which is not healthy", async (version) => {
  const { call } = await open(version);
  const { structured } = await call("whoami");
  expect(structured["api"]).toBe("orchestration-v2");
  expect(structured["clusterVersion"]).toMatch(new RegExp(`^${version.replace(".", "\\.")}\\.`));
  const partitions = list(structured, "partitions");
  expect(partitions).toHaveLength(15);
  expect(partitions.filter(({ role }) => role === "leader")).toHaveLength(5);
  expect(structured["notices"]).toContain("Not healthy: partition 4 on broker 2 (unhealthy).");
  expect(member(partitions[0], "brokerId")).toBe("0");
});

test("jobs and user tasks are tools of the toolset work", async () => {
  const { call } = await open("8.8");
  for (const [tool, table, key] of [
    ["search_jobs", "jobs", "jobKey"],
    ["search_user_tasks", "user-tasks", "userTaskKey"],
  ] as const) {
    const processInstanceKey = world.table(table)[0]?.["processInstanceKey"];
    const own = world.table(table).filter((row) => row["processInstanceKey"] === processInstanceKey);
    const { structured } = await call(tool, { processInstanceKey });
    expect(keysOf(list(structured, "items"), key)).toEqual(keysOf(own, key));
    const older = await open("8.6");
    expect((await older.call(tool)).text).toMatch(/UNSUPPORTED: .*since Camunda 8\.8/);
  }
});

test("what is left out of a get names only tools that are there", async () => {
  const processInstanceKey = world.landmark("order4711");
  const many = (key: string, more: Row): Row[] =>
    Array.from({ length: 120 }, (_, index) => ({
      [key]: String(7_000_000_000_000_000n + BigInt(index)),
      processInstanceKey,
      tenantId: "<default>",
      ...more,
    }));
  const tables: Readonly<Record<string, Row[]>> = {
    jobs: many("jobKey", { type: "mail", state: "CREATED", kind: "BPMN_ELEMENT", retries: 3 }),
    "audit-logs": many("auditLogKey", { operationType: "UPDATE", entityType: "VARIABLE", result: "SUCCESS" }),
  };
  const busy = {
    ...world,
    rows: (entity: Entity) => tables[entity.path.v2] ?? world.rows(entity),
    table: (path: string) => tables[path] ?? world.table(path),
  };
  const { call } = await connect({
    cluster: { version: "8.10", login: "none", world: busy },
    env: (cluster) => settingsFor(cluster, "none"),
  });
  const { structured } = await call("get_process_instance", { processInstanceKey, include: ["jobs", "auditLog"] });
  const notices = String(structured["notices"]);
  expect(notices).toContain("jobs: 100 shown of 120; the toolset work has the rest.");
  expect(notices).toContain("auditLog: 100 shown of 120.");
  expect(notices).not.toMatch(/get_job|search_audit|get_audit/);
});
