import { describe, expect, test } from "vitest";
import { processDefinition } from "../../../src/camunda/entities/process-definition.ts";
import { processInstance } from "../../../src/camunda/entities/process-instance.ts";
import { collectEvidence } from "../../../src/camunda/operate-v1/evidence.ts";

describe("the version of a cluster", () => {
  test("is assumed to be the oldest while no row was seen", () => {
    expect(collectEvidence().version()).toMatchObject({
      atLeast: "8.0",
      because: "no row to judge by, so the oldest is assumed",
    });
  });

  test.each([
    [{ key: 1, bpmnProcessId: "p" }, "8.0"],
    [{ key: 1, processDefinitionKey: 2 }, "8.2"],
    [{ key: 1, tenantId: "<default>" }, "8.3"],
    [{ key: 1, tenantId: "<default>", incident: false }, "8.6"],
    [{ key: 1, processVersionTag: "v1" }, "8.6"],
    [{ key: 1, incident: null }, "8.0"],
  ])("a row %j proves %s", (row, version) => {
    const evidence = collectEvidence();
    evidence.see(processInstance, [row]);
    expect(evidence.version()).toMatchObject({ atLeast: version, text: `${version} or later (inferred)` });
  });

  test("is never taken back by an older row", () => {
    const evidence = collectEvidence();
    evidence.see(processInstance, [{ incident: true }]);
    evidence.see(processInstance, [{ key: 1 }]);
    expect(evidence.version().atLeast).toBe("8.6");
  });

  test("is not looked for where no row could prove more", () => {
    const evidence = collectEvidence();
    expect([evidence.open(processDefinition), evidence.open(processInstance)]).toEqual([true, true]);
    evidence.see(processInstance, [{ incident: true }]);
    expect([evidence.open(processDefinition), evidence.open(processInstance)]).toEqual([false, false]);
  });

  test("that is known is not inferred", () => {
    const evidence = collectEvidence();
    evidence.know({ atLeast: "8.8", text: "8.8.3", because: "told by the cluster" });
    expect(evidence.open(processInstance)).toBe(false);
    expect(evidence.version().text).toBe("8.8.3");
  });
});
