import { describe, expect, test } from "vitest";
import { decisionInstance } from "../../../src/camunda/entities/decision-instance.ts";
import type { Row } from "../../../src/simulator/world.ts";
import { byKey, now, of, sample, text } from "./sample.ts";

const KEYS: Readonly<Record<string, string>> = {
  "process-definitions": "processDefinitionKey",
  "process-instances": "processInstanceKey",
  "element-instances": "elementInstanceKey",
  incidents: "incidentKey",
  variables: "variableKey",
  jobs: "jobKey",
  "user-tasks": "userTaskKey",
  "message-subscriptions": "messageSubscriptionKey",
  "decision-requirements": "decisionRequirementsKey",
  "decision-definitions": "decisionDefinitionKey",
  "decision-instances": "decisionEvaluationInstanceKey",
};

const definitions = byKey("process-definitions", "processDefinitionKey");
const instances = byKey("process-instances", "processInstanceKey");
const elements = byKey("element-instances", "elementInstanceKey");
const incidents = byKey("incidents", "incidentKey");
const jobs = byKey("jobs", "jobKey");

const BELOW_INSTANCES = Object.keys(KEYS).filter((path) =>
  sample.table(path).some((row) => row["processInstanceKey"] !== undefined),
);

const isRunning = ({ state }: Row): boolean => state === "ACTIVE" || state === "SUSPENDED";

const partition = (key: string): bigint => BigInt(key) >> 51n;

describe("keys", () => {
  const all = Object.entries(KEYS).flatMap(([path, key]) => sample.table(path).map((row) => text(row, key)));

  test("are unique over all entities", () => {
    expect(new Set(all).size).toBe(all.length);
  });

  test("come from partitions 1, 2, 4 and 5, in every entity that instances write", () => {
    for (const path of BELOW_INSTANCES) {
      if (path === "decision-instances") continue;
      const partitions = new Set(sample.table(path).map((row) => partition(text(row, KEYS[path] ?? ""))));
      expect([path, [...partitions].sort()]).toEqual([path, [1n, 2n, 4n, 5n]]);
    }
  });

  test("are no doubles for a part of the definitions, too", () => {
    const unsafe = [...definitions.keys()].filter((key) => !Number.isSafeInteger(Number(key)));
    expect(unsafe.length).toBeGreaterThan(1);
    expect(unsafe.length).toBeLessThan(definitions.size);
  });

  test("grow with time within a partition", () => {
    const inKeyOrder = [...instances.values()].sort((left, right) =>
      BigInt(text(left, "processInstanceKey")) < BigInt(text(right, "processInstanceKey")) ? -1 : 1,
    );
    const lastStart = new Map<bigint, string>();
    for (const row of inKeyOrder) {
      const where = partition(text(row, "processInstanceKey"));
      const start = text(row, "startDate");
      expect(start >= (lastStart.get(where) ?? "")).toBe(true);
      lastStart.set(where, start);
    }
  });
});

describe("references", () => {
  test("lead from every row to its process instance, definition, root and tenant", () => {
    for (const path of BELOW_INSTANCES) {
      for (const row of sample.table(path)) {
        const instance = instances.get(text(row, "processInstanceKey"));
        expect(instance).toBeDefined();
        expect(row["tenantId"]).toBe(instance?.["tenantId"]);
        expect(row["rootProcessInstanceKey"]).toBe(instance?.["rootProcessInstanceKey"]);
        if (path === "variables") continue;
        expect(row["processDefinitionKey"]).toBe(instance?.["processDefinitionKey"]);
        expect(row["processDefinitionId"]).toBe(instance?.["processDefinitionId"]);
      }
    }
  });

  test("of an instance lead to the definition it runs, by version, tag, name and tenant", () => {
    for (const row of instances.values()) {
      const definition = definitions.get(text(row, "processDefinitionKey"));
      expect(definition).toMatchObject({
        processDefinitionId: row["processDefinitionId"],
        name: row["processDefinitionName"],
        version: row["processDefinitionVersion"],
        tenantId: row["tenantId"],
      });
      expect(definition?.["versionTag"]).toBe(row["processDefinitionVersionTag"]);
    }
  });

  test("of a called instance lead to a call activity of its parent, up to its root", () => {
    const called = [...instances.values()].filter((row) => row["parentProcessInstanceKey"] !== undefined);
    expect(called.length).toBeGreaterThan(100);
    for (const row of called) {
      const activity = elements.get(text(row, "parentElementInstanceKey"));
      expect(activity).toMatchObject({ type: "CALL_ACTIVITY", processInstanceKey: row["parentProcessInstanceKey"] });
      let top: Row = row;
      while (top["parentProcessInstanceKey"] !== undefined) {
        top = instances.get(text(top, "parentProcessInstanceKey")) ?? {};
      }
      expect(top["processInstanceKey"]).toBe(row["rootProcessInstanceKey"]);
    }
  });

  test("of incidents, jobs, tasks, subscriptions and decisions lead to an element of the same instance", () => {
    for (const path of ["incidents", "jobs", "user-tasks", "message-subscriptions", "decision-instances"]) {
      for (const row of sample.table(path)) {
        const element = elements.get(text(row, "elementInstanceKey"));
        expect(element?.["processInstanceKey"]).toBe(row["processInstanceKey"]);
        if (path === "incidents" || path === "jobs") expect(row["elementId"]).toBe(element?.["elementId"]);
      }
    }
  });

  test("of variables lead to the instance or to an element of it, and names occur once per scope", () => {
    const seen = new Set<string>();
    for (const row of sample.table("variables")) {
      const scope = text(row, "scopeKey");
      const owner = scope === row["processInstanceKey"] ? scope : elements.get(scope)?.["processInstanceKey"];
      expect(owner).toBe(row["processInstanceKey"]);
      expect(() => JSON.parse(text(row, "value"))).not.toThrow();
      seen.add(`${scope} ${text(row, "name")}`);
    }
    expect(seen.size).toBe(sample.table("variables").length);
  });

  test("of decisions lead to their definition, requirements and the decision that was asked for", () => {
    const decisions = byKey("decision-definitions", "decisionDefinitionKey");
    const requirements = byKey("decision-requirements", "decisionRequirementsKey");
    for (const row of decisions.values()) expect(requirements.has(text(row, "decisionRequirementsKey"))).toBe(true);
    for (const row of sample.table("decision-instances")) {
      expect(decisions.get(text(row, "decisionDefinitionKey"))).toMatchObject({
        decisionDefinitionId: row["decisionDefinitionId"],
        name: row["decisionDefinitionName"],
        version: row["decisionDefinitionVersion"],
      });
      expect(decisions.has(text(row, "rootDecisionDefinitionKey"))).toBe(true);
      expect(text(row, "decisionEvaluationInstanceKey").startsWith(`${text(row, "decisionEvaluationKey")}-`)).toBe(
        true,
      );
    }
  });
});

describe("what an instance went through", () => {
  test("is told alike by its sequence flows and its elements", () => {
    for (const key of instances.keys()) {
      const passed = new Map(of("element-instances", key).map((row) => [row["elementId"], row]));
      const flows = sample.sequenceFlows(key);
      expect(new Set(flows).size).toBe(flows.length);
      for (const flow of flows) {
        const [, from, to] = flow.split("_");
        expect([key, flow, passed.get(from)?.["state"]]).not.toEqual([key, flow, undefined]);
        // A gateway that joins is reached by the last of its flows.
        expect(passed.has(to) || to?.startsWith("join-")).toBe(true);
      }
      expect([key, flows.length > 0 || passed.size < 3]).toEqual([key, true]);
    }
  });

  test("has a decision for every business rule task that ended, and for no other element", () => {
    const decided = new Set(sample.table("decision-instances").map((row) => row["elementInstanceKey"]));
    for (const [key, { type, state }] of elements) {
      if (type !== "BUSINESS_RULE_TASK") expect(decided.has(key)).toBe(false);
      else if (state === "COMPLETED") expect(decided.has(key)).toBe(true);
    }
    expect(decided.size).toBeGreaterThan(30);
  });
});

describe("nested lists", () => {
  test("are flat, and say the same as the details", () => {
    for (const row of sample.table("decision-instances")) {
      const key = text(row, "decisionEvaluationInstanceKey");
      const { evaluatedInputs, matchedRules } = sample.details(decisionInstance, key) ?? {};
      const [inputs, rules] = decisionInstance.lists.map((list) => sample.nested?.(decisionInstance, key, list));
      expect(inputs).toEqual(evaluatedInputs);
      expect(rules?.length).toBe(Array.isArray(matchedRules) ? matchedRules.length : 0);
      for (const { outputValue, ruleId, ruleIndex } of rules ?? []) {
        expect(outputValue).toBe(row["result"]);
        expect([typeof ruleId, typeof ruleIndex]).toEqual(["string", "number"]);
      }
    }
  });
});

describe("states and dates", () => {
  test("are RFC 3339 in UTC with milliseconds, not later than now, ends not before starts", () => {
    const pairs = { startDate: "endDate", creationDate: "completionDate", creationTime: "endTime" };
    for (const path of Object.keys(KEYS)) {
      for (const row of sample.table(path)) {
        for (const [start, end] of Object.entries(pairs)) {
          if (row[start] === undefined) continue;
          expect(text(row, start)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
          const last = row[end] === undefined ? text(row, start) : text(row, end);
          expect(last >= text(row, start)).toBe(true);
          expect(Date.parse(last)).toBeLessThanOrEqual(now);
        }
      }
    }
  });

  test("an end date belongs to what has ended and to nothing else", () => {
    for (const path of ["process-instances", "element-instances"]) {
      for (const row of sample.table(path)) expect(row["endDate"] === undefined).toBe(isRunning(row));
    }
  });

  test("an element runs within its instance, and a called instance within its call activity", () => {
    const within = (inner: Row, outer: Row | undefined): void => {
      expect(text(inner, "startDate") >= text(outer ?? {}, "startDate")).toBe(true);
      if (outer?.["endDate"] !== undefined) expect(text(inner, "endDate") <= text(outer, "endDate")).toBe(true);
    };
    for (const row of elements.values()) within(row, instances.get(text(row, "processInstanceKey")));
    for (const row of instances.values()) {
      if (row["parentElementInstanceKey"] !== undefined)
        within(row, elements.get(text(row, "parentElementInstanceKey")));
    }
  });

  test("an active instance has an active element, and an ended one has none", () => {
    const active = new Set<string>();
    for (const row of elements.values()) if (row["state"] === "ACTIVE") active.add(text(row, "processInstanceKey"));
    for (const [key, row] of instances) expect([key, active.has(key)]).toEqual([key, isRunning(row)]);
  });

  test("a completed instance has reached an end event", () => {
    for (const [key, row] of instances) {
      if (row["state"] !== "COMPLETED") continue;
      const ends = of("element-instances", key).filter(({ type }) => type === "END_EVENT");
      expect(ends.length).toBeGreaterThan(0);
    }
  });

  test("no work is open where its element has ended", () => {
    const open = { jobs: ["CREATED", "FAILED"], "user-tasks": ["CREATED"] };
    for (const [path, states] of Object.entries(open)) {
      for (const row of sample.table(path)) {
        if (!states.includes(text(row, "state"))) continue;
        expect(elements.get(text(row, "elementInstanceKey"))?.["state"]).toBe("ACTIVE");
      }
    }
    for (const row of sample.table("message-subscriptions")) {
      if (row["messageSubscriptionState"] !== "CREATED") continue;
      expect(elements.get(text(row, "elementInstanceKey"))?.["state"]).toBe("ACTIVE");
    }
  });
});

describe("incidents", () => {
  test("stand on an active element that names them, while they are open", () => {
    const open = [...incidents.values()].filter((row) => row["state"] === "ACTIVE");
    expect(open.length).toBeGreaterThan(40);
    for (const row of open) {
      expect(elements.get(text(row, "elementInstanceKey"))).toMatchObject({
        state: "ACTIVE",
        hasIncident: true,
        incidentKey: row["incidentKey"],
      });
    }
    const named = [...elements.values()].flatMap((row) => row["incidentKey"] ?? []);
    expect(named.length).toBe(open.length);
  });

  test("mark exactly their instance and all instances above it", () => {
    const marked = new Set<string>();
    for (const row of incidents.values()) {
      let at = row["state"] === "ACTIVE" ? instances.get(text(row, "processInstanceKey")) : undefined;
      while (at !== undefined) {
        marked.add(text(at, "processInstanceKey"));
        const parent = at["parentProcessInstanceKey"];
        const activity = at["parentElementInstanceKey"];
        if (typeof activity === "string") expect(elements.get(activity)?.["hasIncident"]).toBe(true);
        at = typeof parent === "string" ? instances.get(parent) : undefined;
      }
    }
    for (const [key, row] of instances) expect([key, row["hasIncident"]]).toEqual([key, marked.has(key)]);
  });

  test("that come from a job name it, and it has failed", () => {
    for (const row of incidents.values()) {
      if (row["errorType"] !== "JOB_NO_RETRIES" && row["errorType"] !== "EXECUTION_LISTENER_NO_RETRIES") continue;
      const job = jobs.get(text(row, "jobKey"));
      expect(job?.["elementInstanceKey"]).toBe(row["elementInstanceKey"]);
      if (row["state"] === "ACTIVE") {
        expect(job).toMatchObject({ state: "FAILED", retries: 0, errorMessage: row["errorMessage"] });
      }
    }
  });

  test("are of all common types, some of them resolved", () => {
    expect(new Set([...incidents.values()].map((row) => row["errorType"]))).toEqual(
      new Set([
        "JOB_NO_RETRIES",
        "IO_MAPPING_ERROR",
        "CONDITION_ERROR",
        "EXTRACT_VALUE_ERROR",
        "CALLED_ELEMENT_ERROR",
        "UNHANDLED_ERROR_EVENT",
        "DECISION_EVALUATION_ERROR",
        "CALLED_DECISION_ERROR",
        "FORM_NOT_FOUND",
        "MESSAGE_SIZE_EXCEEDED",
        "EXECUTION_LISTENER_NO_RETRIES",
      ]),
    );
    expect([...incidents.values()].some((row) => row["state"] === "RESOLVED")).toBe(true);
  });
});

describe("what the newer API tells beside", () => {
  const waits = sample.table("element-instances/wait-states");
  const detailsOf = (row: Row): Row => {
    const details = sample.details({ path: { v2: "element-instances/wait-states" } }, text(row, "waitStateId"))?.[
      "details"
    ];
    return typeof details === "object" && details !== null && !Array.isArray(details)
      ? Object.fromEntries(
          Object.entries(details).map(([name, value]) => [name, typeof value === "object" ? undefined : value]),
        )
      : {};
  };

  test("what is active without an incident waits for something, unless other elements or a called instance are in it", () => {
    const waiting = new Set(waits.map((row) => row["elementInstanceKey"]));
    const holding = new Set([
      ...[...elements.values()].map((row) => row["elementInstanceScopeKey"]),
      ...[...instances.values()].map((row) => row["parentElementInstanceKey"]),
    ]);
    const open = [...elements].filter(([, row]) => row["state"] === "ACTIVE" && row["hasIncident"] === false);
    expect(open.length).toBeGreaterThan(20);
    for (const [key] of open) expect([key, waiting.has(key) || holding.has(key)]).toEqual([key, true]);
  });

  test("only active elements wait: for a job, a person, a message, or a time to come", () => {
    expect(new Set(waits.map((row) => row["waitStateType"]))).toEqual(
      new Set(["JOB", "USER_TASK", "MESSAGE", "TIMER"]),
    );
    for (const row of waits) {
      expect(elements.get(text(row, "elementInstanceKey"))?.["state"]).toBe("ACTIVE");
      const details = detailsOf(row);
      expect(details["waitStateType"]).toBe(row["waitStateType"]);
      if (details["jobKey"] !== undefined) expect(jobs.has(text(details, "jobKey"))).toBe(true);
      if (details["dueDate"] !== undefined) expect(Number(details["dueDate"])).toBeGreaterThan(now);
    }
  });

  test("an element belongs to the instance or to an element of the same instance", () => {
    for (const row of elements.values()) {
      const scope = text(row, "elementInstanceScopeKey");
      const instance = text(row, "processInstanceKey");
      expect([scope, elements.get(scope)?.["processInstanceKey"] ?? scope]).toEqual([scope, instance]);
    }
  });

  test("the audit log is in the order of time, with keys of its own, about things that there are", () => {
    const log = sample.table("audit-logs");
    const times = log.map((row) => text(row, "timestamp"));
    expect(times).toEqual([...times].sort());
    expect(new Set(log.map((row) => row["auditLogKey"])).size).toBe(log.length);
    const done = new Set(log.map((row) => `${row["operationType"]} ${row["entityType"]}`));
    expect(done).toEqual(
      new Set([
        "CREATE RESOURCE",
        "CREATE PROCESS_INSTANCE",
        "SUSPEND PROCESS_INSTANCE",
        "CANCEL PROCESS_INSTANCE",
        "UPDATE JOB",
        "RESOLVE INCIDENT",
        "COMPLETE USER_TASK",
      ]),
    );
    for (const row of log) {
      if (row["processInstanceKey"] !== undefined) expect(instances.has(text(row, "processInstanceKey"))).toBe(true);
      if (row["operationType"] === "RESOLVE") {
        expect(incidents.get(text(row, "entityKey"))?.["state"]).toBe("RESOLVED");
      }
    }
  });
});
