import { describe, expect, test } from "vitest";
import type { World } from "../../src/simulator/world.ts";
import { connect, settingsFor } from "../support/connect.ts";
import { CLUSTERS, onEachCluster, rowsIn, world } from "./clusters.ts";

const incidentOf = (processInstanceKey: string): Record<string, unknown> | undefined =>
  world.table("incidents").find((row) => row["processInstanceKey"] === processInstanceKey && row["state"] === "ACTIVE");

const keyOf = (mark: Parameters<typeof world.landmark>[0]): string =>
  String(incidentOf(world.landmark(mark))?.["incidentKey"]);

/** The same data beside sixty causes that are more frequent than any that is explained here. */
const crowded: World = (() => {
  const like = incidentOf(world.landmark("deepestChild"));
  const added = Array.from({ length: 720 }, (_, at) => ({
    ...like,
    incidentKey: String(6755399441055744n + BigInt(at)),
    errorMessage: `Disk '${"x".repeat(1 + (at % 60))}' is full`,
  }));
  return {
    ...world,
    rows: (entity) => (entity.name === "incident" ? [...world.rows(entity), ...added] : world.rows(entity)),
  };
})();

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
        boundaryEvents: ["payment-declined: error PAYMENT_DECLINED"],
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
      because: expect.stringContaining("new retries"),
    });
    expect(Number(structured["sharedBy"])).toBeGreaterThan(5);
    if (where.api === "v2") expect(structured["job"], text).toMatchObject({ state: "FAILED", retries: 0 });
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

  test("of a decision that failed shows the evaluation, and says why once", async () => {
    const { structured, text } = await explain(keyOf("decisionFailed"));
    expect(rowsIn(structured, "decisions")[0], text).toMatchObject({ state: "FAILED" });
  });

  test.each(["calledProcessMissing", "decisionMissing", "messageTooLarge", "missingVariable", "wrongType"] as const)(
    "of %s says that a retry alone does not help",
    async (mark) => {
      expect((await explain(keyOf(mark))).structured).toMatchObject({ retryAlone: "no" });
    },
  );

  test("of a gateway without a way out shows the decision before it, and what was put into that", async () => {
    const { structured, text } = await explain(keyOf("noMatchingRule"));
    expect(rowsIn(structured, "decisions"), text).toMatchObject([
      { decisionDefinitionId: "invoice-approver", state: "EVALUATED", result: "null" },
    ]);
    expect(rowsIn(structured, "decisionInputs"), text).toContainEqual(
      expect.objectContaining({ inputValue: expect.stringContaining("arts-and-crafts") }),
    );
  });

  test("of a listener names it as the model has it", async () => {
    const { structured, text } = await explain(keyOf("listenerFailed"));
    expect(structured["element"], text).toMatchObject({
      listeners: expect.arrayContaining([expect.stringMatching(/^execution \w+ audit-trail, retries \d+$/)]),
    });
  });

  test("of one that is resolved proposes nothing", async () => {
    const resolved = world.table("incidents").find((row) => row["state"] === "RESOLVED");
    const { structured, text } = await explain(String(resolved?.["incidentKey"]));
    expect(structured["conclusion"], text).toContain("resolved already");
    expect(structured).not.toHaveProperty("fix");
    expect(structured).not.toHaveProperty("retryAlone");
  });

  test.each([
    ["order4711", /^An expression of an input or output mapping fails over the data\.$/],
    ["paymentOutage", /^A worker failed at its job until no retries were left\.$/],
    ["decisionMissing", /^The decision to be evaluated was not found\.$/],
  ] as const)("of %s says at once what it is", async (mark, sentence) => {
    expect((await explain(keyOf(mark))).structured["conclusion"]).toMatch(sentence);
  });

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

describe.each(CLUSTERS.filter(({ version }) => version === "8.6" || version === "8.9"))(
  "how many share the cause of an incident, on $version over $api",
  ({ version, api }) => {
    const reach = (served: World, env: Record<string, string> = {}) =>
      connect({
        cluster: { version, world: served },
        env: (cluster) => ({ ...settingsFor(cluster), OPERATE_MCP_API: api, ...env }),
      });
    const incidentKey = keyOf("paymentOutage");
    const NO_OTHER = "no other open incident";

    test("is counted also where fifty other causes are more frequent", async () => {
      const { structured: alone } = await (await reach(world)).call("explain_incident", { incidentKey });
      const { call, log } = await reach(crowded);
      const { structured, text } = await call("explain_incident", { incidentKey });
      expect(structured["sharedBy"], text).toBe(alone["sharedBy"]);
      expect(structured["conclusion"]).toBe(alone["conclusion"]);
      const requests = log.flatMap((line) => /"tool":"explain_incident".*"requests":(\d+)/.exec(line)?.[1] ?? []);
      expect(Number(requests[0])).toBeLessThan(30);
    });

    test("is not claimed where the others may not be seen", async () => {
      const { call, cluster } = await reach(world);
      cluster.faults.next(50, { path: "incidents/search" }, { kind: "forbidden" });
      const { structured, text, isError } = await call("explain_incident", { incidentKey });
      expect(isError, text).toBe(false);
      expect(structured["conclusion"]).toContain("could not be looked at");
      expect(structured["conclusion"]).not.toContain(NO_OTHER);
      expect(structured).not.toHaveProperty("sharedBy");
      expect(structured).not.toHaveProperty("sameCause");
    });

    test("is not claimed where only some of the others were looked at", async () => {
      const { call } = await reach(world, { OPERATE_MCP_MAX_SCAN_ROWS: "1" });
      const { structured } = await call("explain_incident", { incidentKey });
      expect(structured["conclusion"]).toMatch(/not all other open incidents were looked at|at least \d+ other/);
      expect(structured["conclusion"]).not.toContain(NO_OTHER);
    });
  },
);
