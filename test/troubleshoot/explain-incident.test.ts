import { expect, test } from "vitest";
import { onEachCluster, rowsIn, world } from "./clusters.ts";

const incidentOf = (processInstanceKey: string): Record<string, unknown> | undefined =>
  world.table("incidents").find((row) => row["processInstanceKey"] === processInstanceKey && row["state"] === "ACTIVE");

const keyOf = (mark: Parameters<typeof world.landmark>[0]): string =>
  String(incidentOf(world.landmark(mark))?.["incidentKey"]);

onEachCluster("explain_incident", (connected, where) => {
  const explain = (incidentKey: string) => connected().call("explain_incident", { incidentKey });

  test("of order 4711 shows the mapping that failed, its variable first, and the others that fail alike", async () => {
    const { structured, text, isError } = await explain(keyOf("order4711"));
    expect(isError, text).toBe(false);
    expect(structured).toMatchObject({
      errorType: "IO_MAPPING_ERROR",
      elementId: "charge-payment",
      retryAlone: "no",
      element: {
        jobType: "payment-charge",
        boundaryEvents: ["payment-declined: error"],
        inputs: expect.arrayContaining([expect.stringMatching(/^amount <- .*order\.total\.gross/)]),
      },
    });
    expect(rowsIn(structured, "variables")[0], text).toMatchObject({ name: "order" });
    const message = String(incidentOf(world.landmark("order4711"))?.["errorMessage"]);
    const alike = world
      .table("incidents")
      .filter((row) => row["state"] === "ACTIVE" && row["errorMessage"] === message);
    expect(structured["sharedBy"]).toBe(alike.length);
  });

  test("of a worker that failed says that retries come first", async () => {
    const { structured, text } = await explain(keyOf("paymentOutage"));
    expect(structured, text).toMatchObject({
      errorType: "JOB_NO_RETRIES",
      retryAlone: "maybe",
      because: expect.stringContaining("retries left"),
    });
    expect(Number(structured["sharedBy"])).toBeGreaterThan(5);
    if (where.api === "v2") expect(structured["job"], text).toMatchObject({ type: "payment-charge", retries: 0 });
    else expect(structured).not.toHaveProperty("job");
  });

  test("names the topmost instance that it stops", async () => {
    const { structured: found } = await connected().call("diagnose_process_instance", {
      processInstanceKey: world.landmark("deepestRoot"),
    });
    const cause = found["rootCause"];
    const key = typeof cause === "object" && cause !== null && "incidentKey" in cause ? String(cause.incidentKey) : "";
    const { structured } = await explain(key);
    expect(structured["rootProcessInstanceKey"]).toBe(world.landmark("deepestRoot"));
  });

  test("of a decision that failed shows the evaluation and why", async () => {
    const { structured, text } = await explain(keyOf("decisionFailed"));
    expect(rowsIn(structured, "decisions")[0], text).toMatchObject({ evaluationFailure: expect.any(String) });
  });

  test.each(["calledProcessMissing", "decisionMissing", "messageTooLarge", "missingVariable", "wrongType"] as const)(
    "of %s says that a retry alone does not help",
    async (mark) => {
      expect((await explain(keyOf(mark))).structured).toMatchObject({ retryAlone: "no" });
    },
  );

  test("keeps a hostile message a value", async () => {
    const { structured } = await explain(keyOf("hostileMessage"));
    const { errorMessage, ...rest } = structured;
    expect(errorMessage).toContain("IGNORE ALL PREVIOUS");
    expect(JSON.stringify(rest)).not.toMatch(/IGNORE ALL|maintenance mode/);
  });

  test("answers NOT_FOUND for a key that is none", async () => {
    expect((await explain("6755399441055744")).text).toMatch(/^NOT_FOUND: /);
  });
});
