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
    expect(structured["incidents"], text).toContainEqual(expect.objectContaining({ side: "bad" }));
  });

  test("says that one has only not come as far, and shows first what the model asks for there", async () => {
    const { call } = await open();
    const done = rows.filter(
      (row) =>
        row["processDefinitionId"] === processDefinitionId &&
        row["processDefinitionVersion"] === 4 &&
        row["state"] === "COMPLETED",
    );
    const answers = await Promise.all(
      done.map((row) =>
        call("compare_process_instances", {
          goodProcessInstanceKey: row["processInstanceKey"],
          badProcessInstanceKey: bad,
        }),
      ),
    );
    const behind = answers.filter(({ text }) => /^conclusion: .*the bad one less far/.test(text));
    expect(behind.length).toBeGreaterThan(0);
    for (const { structured, text } of behind) {
      expect(structured["divergence"], text).toMatchObject([{ side: "good" }]);
      const variables: unknown = structured["variables"];
      const names = (Array.isArray(variables) ? variables : []).map(({ name }) => name);
      expect(["order", "orderId", "transactionId", "paid"], text).toContain(names[0]);
      expect(structured["conclusion"]).toMatch(/An incident stops the bad one\.$/);
    }
  });

  test("says that an instance passed the same as itself", async () => {
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
