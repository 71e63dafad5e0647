import { expect, test } from "vitest";
import type { Row } from "../../src/camunda/engine.ts";
import { auditLog } from "../../src/camunda/entities/audit-log.ts";
import { decisionInstance } from "../../src/camunda/entities/decision-instance.ts";
import { elementInstance } from "../../src/camunda/entities/element-instance.ts";
import { job } from "../../src/camunda/entities/job.ts";
import type { Entity } from "../../src/camunda/entity.ts";
import { callsFor } from "../../src/tools/troubleshoot/hits.ts";

const toolsFor = (entity: Entity, row: Row) =>
  callsFor({ entity, row, foundBy: "key" }).map(({ tool, arguments: args }) => [tool, args]);

test("a decision that no process asked for leads to no instance", () => {
  const row = { decisionEvaluationInstanceKey: "2251799813685249-1", processInstanceKey: "-1" };
  expect(toolsFor(decisionInstance, row)).toEqual([
    ["get_decision_instance", { decisionEvaluationInstanceKey: "2251799813685249-1" }],
  ]);
});

test("an element that an incident stops leads to the incident first", () => {
  const row = { elementInstanceKey: "1", processInstanceKey: "2", incidentKey: "3" };
  expect(toolsFor(elementInstance, row)).toEqual([
    ["explain_incident", { incidentKey: "3" }],
    ["diagnose_process_instance", { processInstanceKey: "2" }],
    ["get_element_instance", { elementInstanceKey: "1" }],
  ]);
});

test("what only a search shows has no call that shows more of it", () => {
  expect(toolsFor(job, { jobKey: "1", processInstanceKey: "2" })).toEqual([
    ["diagnose_process_instance", { processInstanceKey: "2" }],
  ]);
});

test("an audit log entry leads to what something was done to, where it says so", () => {
  expect(toolsFor(auditLog, { auditLogKey: "1", entityKey: "2" })).toEqual([["lookup", { reference: "2" }]]);
  expect(toolsFor(auditLog, { auditLogKey: "1" })).toEqual([]);
});
