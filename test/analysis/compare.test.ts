import { describe, expect, test } from "vitest";
import { company } from "../../src/simulator/company/company.ts";
import { compareProcessInstances } from "../../src/tools/troubleshoot/compare-process-instances.ts";
import { connect } from "../support/connect.ts";

const world = company({ now: Date.UTC(2026, 10, 24, 10) });
const bad = world.landmark("order4711");
const rows = world.table("process-instances");
const processDefinitionId = rows.find((row) => row["processInstanceKey"] === bad)?.["processDefinitionId"];
const good = rows.find((row) => row["processDefinitionId"] === processDefinitionId && row["state"] === "COMPLETED")?.[
  "processInstanceKey"
];

describe.each(["8.6", "8.9"] as const)("comparing on %s", (version) => {
  const open = () => connect({ cluster: { version, login: "cookie", world }, tools: [compareProcessInstances] });

  test("names where the ways part and the incident of the bad one", async () => {
    const { call } = await open();
    const args = { goodProcessInstanceKey: good, badProcessInstanceKey: bad };
    const { text, structured } = await call("compare_process_instances", args);
    expect(structured["divergence"], text).toContainEqual(expect.objectContaining({ side: "good" }));
    expect(structured["conclusion"]).toMatch(/bad one has not come as far|took different ways/);
    expect(structured["incidents"], text).toContainEqual(expect.objectContaining({ side: "bad" }));
  });

  test("says that one has only not come as far", async () => {
    const { call } = await open();
    const args = { goodProcessInstanceKey: good, badProcessInstanceKey: good };
    const { structured } = await call("compare_process_instances", args);
    expect(structured["conclusion"]).toContain("passed the same elements");
  });

  test("refuses instances of different processes", async () => {
    const { call } = await open();
    const args = { goodProcessInstanceKey: world.landmark("deepestChild"), badProcessInstanceKey: bad };
    const { text, isError } = await call("compare_process_instances", args);
    expect(isError).toBe(true);
    expect(text).toContain("INVALID_ARGUMENT");
  });
});
