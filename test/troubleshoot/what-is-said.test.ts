import { expect, test } from "vitest";
import { onEachCluster, world } from "./clusters.ts";

const keyOfIncident = (processInstanceKey: string): unknown =>
  world
    .table("incidents")
    .find((row) => row["processInstanceKey"] === processInstanceKey && row["state"] === "ACTIVE")?.["incidentKey"];

onEachCluster("an answer", (connected, { version, api }) => {
  const ask = async (tool: string, args: Record<string, unknown>) => (await connected().call(tool, args)).structured;
  const compared = (good: string, bad: string) =>
    ask("compare_process_instances", { goodProcessInstanceKey: good, badProcessInstanceKey: bad });

  test("says which variable led to the instance, where only a word of its value is what was asked for", async () => {
    const part = await ask("diagnose_process_instance", { reference: "order 4711" });
    expect(part).toMatchObject({ processInstanceKey: world.landmark("order4711"), variable: "reference" });
    expect(part["notices"]).toContainEqual(expect.stringMatching(/^Found by a word inside the value/));
    const whole = await ask("diagnose_process_instance", { reference: "RK-301" });
    expect(whole).not.toHaveProperty("variable");
    expect(whole).not.toHaveProperty("notices");
  });

  test("says how many variables there are, where not all are shown", async () => {
    const found = await ask("explain_incident", { incidentKey: keyOfIncident(world.landmark("paymentOutage")) });
    const { length } = Array.isArray(found["variables"]) ? found["variables"] : [];
    const all = Number(found["variablesInAll"] ?? length);
    expect(length).toBe(Math.min(8, all));
    const few = await ask("explain_incident", { incidentKey: keyOfIncident(world.landmark("missingVariable")) });
    expect(few).not.toHaveProperty("variablesInAll");
    const many = await ask("explain_incident", { incidentKey: keyOfIncident(world.landmark("unhandledError")) });
    expect(Number(many["variablesInAll"])).toBeGreaterThan(8);
  });

  test("counts a call without a called instance as the step that takes long", async () => {
    const { conclusion } = await ask("get_process_instance_timeline", {
      processInstanceKey: world.landmark("calledProcessMissing"),
    });
    expect(conclusion).toMatch(/longest single step took \d+ d.* Tokens stand in 1 element\.$/);
  });

  test("tells an incident of a called instance from one of the compared instance, and names either side", async () => {
    const good = world.landmark("unremarkable");
    const below = await compared(good, world.landmark("deepestRoot"));
    // Before 8.6 an instance does not tell whether it has one.
    const isTold = version !== "8.3";
    expect(/An incident that is not shown here stops the bad one\.$/.test(String(below["conclusion"]))).toBe(isTold);
    const next = isTold ? "diagnose_process_instance" : "get_process_instance_timeline";
    expect(below["next"]).toMatchObject([{ tool: next }]);
    const own = await compared(world.landmark("order4711"), good);
    expect(own["conclusion"]).toMatch(/An incident stops the good one\.$/);
    expect(own["next"]).toMatchObject([{ tool: "get_process_instance_timeline" }]);
  });

  test("shows the events behind a gateway that failed at one of them", async () => {
    const row = world
      .table("incidents")
      .find(({ errorMessage }) => String(errorMessage).includes("correlation key for 'orderId'"));
    const found = await ask("explain_incident", { incidentKey: row?.["incidentKey"] });
    expect(found["element"]).toMatchObject({
      events: expect.arrayContaining(["transfer-received: message payment-received, key =orderId"]),
    });
  });

  test("says that the element of an incident that is over is not told, where it is not", async () => {
    const over = world.table("incidents").find(({ state }) => state === "RESOLVED");
    const { elementId, notices } = await ask("explain_incident", { incidentKey: over?.["incidentKey"] });
    expect(elementId === undefined).toBe(api === "v1");
    expect(JSON.stringify(notices ?? []).includes("is not told by this API")).toBe(api === "v1");
  });

  test("does not compare a version with itself", async () => {
    const { text } = await connected().call("compare_process_versions", {
      processDefinitionId: "order-fulfilment",
      baseVersion: 4,
      otherVersion: 4,
    });
    expect(text).toMatch(/^INVALID_ARGUMENT: baseVersion and otherVersion are the same version/);
  });
});
