import { describe, expect, test } from "vitest";
import type { Fate } from "../../src/simulator/engine/runtime.ts";
import type { Fault } from "../../src/simulator/faults.ts";
import type { ClusterOptions } from "../../src/simulator/options.ts";
import type { Row, World } from "../../src/simulator/world.ts";
import { cutPage, openIncidents, outcomesOf, repairing, rowsIn, sample } from "./rig.ts";

const RESOLVE = "resolve_incidents";

const outage = sample
  .table("incidents")
  .filter((row) => row["state"] !== "RESOLVED" && String(row["errorMessage"]).includes("ProviderUnavailableException"));
const keys = outage.map((row) => String(row["incidentKey"]));
const [first = ""] = keys;
const jobOf = (incidentKey: string) => String(outage.find((row) => row["incidentKey"] === incidentKey)?.["jobKey"]);

const GONE = {
  status: 404,
  headers: { "content-type": "application/problem+json" },
  body: '{"type":"about:blank","title":"NOT_FOUND","status":404,"detail":"gone","instance":"/"}',
};

/** More incidents of one instance than are read at once, each at an element instance of its own. */
const crowd = Array.from({ length: 150 }, (_, index): Row => {
  const key = String(2_251_799_990_000_000 + index);
  return { ...outage[0], incidentKey: key, elementInstanceKey: key, creationTime: "2026-11-24T09:00:00.000Z" };
});
const incidents = [...sample.table("incidents"), ...crowd];
const crowded: World = {
  ...sample,
  rows: (entity) => (entity.path.v2 === "incidents" ? incidents : sample.rows(entity)),
};

const when = (fate: Fate, more: ClusterOptions["runtime"] = {}): ClusterOptions => ({
  runtime: { fate: () => fate, ...more },
});

describe("resolving", () => {
  test("raises the retries of a job without any first, to what is asked for", async () => {
    const client = await repairing({ cluster: when("moves on") });
    const { plan, done } = await client.both(RESOLVE, { incidentKeys: [first], retries: 3 });
    expect(plan.structured["willHappen"]).toContain("1 job without retries will get 3 first");
    expect(outcomesOf(done)).toEqual({ [first]: "done" });
    expect(client.writes().map(({ method, path, body }) => [method, path, body])).toEqual([
      ["PATCH", `/v2/jobs/${jobOf(first)}`, { changeset: { retries: 3 } }],
      ["POST", `/v2/incidents/${first}/resolution`, undefined],
    ]);
  });

  test("leaves the retries of a job that has some as they are", async () => {
    const client = await repairing({ cluster: when("moves on") });
    const key = String(openIncidents(sample.landmark("messageTooLarge"))[0]?.["incidentKey"]);
    const { plan } = await client.both(RESOLVE, { incidentKeys: [key], retries: 9 });
    expect(rowsIn(plan, "samples")).toEqual([expect.objectContaining({ incidentKey: key, retriesNow: 3 })]);
    expect(client.writes()).toHaveLength(1);
  });

  test("tells that the same error is back, with the new incident", async () => {
    const client = await repairing({ cluster: when("fails again") });
    const { done } = await client.both(RESOLVE, { incidentKeys: [first] });
    const [row] = rowsIn(done, "results");
    expect(row).toMatchObject({
      outcome: "failedAgain",
      because: "the same error is back",
      errorType: "JOB_NO_RETRIES",
    });
    expect(row?.["newIncidentKey"]).not.toBe(first);
    expect(await client.get("get_incident", { incidentKey: row?.["newIncidentKey"] })).toMatchObject({
      state: "ACTIVE",
    });
    expect(rowsIn(done, "next")).toEqual([expect.objectContaining({ tool: "explain_incident" })]);
  });

  test("calls a retry that nobody takes pending, since when", async () => {
    const client = await repairing({ cluster: when("waits") });
    const { done } = await client.both(RESOLVE, { incidentKeys: [first] });
    expect(rowsIn(done, "results")).toEqual([
      expect.objectContaining({
        outcome: "pending",
        because: "the incident is gone, and no worker has taken the job yet",
        since: expect.stringMatching(/^2026-11-24T10:00:0/),
        retries: 1,
      }),
    ]);
  });

  test("calls one that a worker has taken done", async () => {
    const client = await repairing({ cluster: when("is taken") });
    const { done } = await client.both(RESOLVE, { incidentKeys: [first] });
    expect(rowsIn(done, "results")).toEqual([
      expect.objectContaining({ outcome: "done", because: "a worker has taken the job" }),
    ]);
  });

  test("refuses a filter and an instance of which not all incidents can be read", async () => {
    const client = await repairing();
    const [row] = outage;
    const cut = { kind: "answer", answer: cutPage(row, 5) } as const;
    client.cluster.faults.each({ path: "incidents/search" }, () => cut);
    for (const args of [{ filter: { state: "ACTIVE" } }, { processInstanceKeys: [row?.["processInstanceKey"]] }]) {
      expect((await client.call(RESOLVE, args)).text).toMatch(
        /^INVALID_ARGUMENT: (?:not every row|one of the instances)/,
      );
    }
    expect(client.writes()).toEqual([]);
  });

  test("waits for data that lag", async () => {
    const client = await repairing({ cluster: when("moves on", { lag: 3000 }) });
    const { done } = await client.both(RESOLVE, { incidentKeys: [first] });
    expect(outcomesOf(done)).toEqual({ [first]: "done" });
    expect(client.clock.mono()).toBeGreaterThanOrEqual(3000);
  });

  test("does not wait for ever", async () => {
    const client = await repairing({ cluster: when("moves on", { lag: 60_000 }) });
    const { done } = await client.both(RESOLVE, { incidentKeys: [first] });
    expect(rowsIn(done, "results")).toEqual([
      expect.objectContaining({
        outcome: "pending",
        because: "the cluster took it, and the incident is still shown as open",
      }),
    ]);
    expect(client.clock.mono()).toBeLessThan(10_000);
  });

  test("of many goes one first and stops when the same error is back", async () => {
    const client = await repairing({ cluster: when("fails again") });
    const { plan, done } = await client.both(RESOLVE, { incidentKeys: keys });
    expect(plan.structured["willHappen"]).toContain(
      "one goes first, and the rest only once it is known that the same error does not come back",
    );
    expect(done.structured).toMatchObject({ failedAgain: 1, notSent: keys.length - 1 });
    expect(client.writes()).toHaveLength(2);
    expect(client.audit()).toHaveLength(1);
  });

  test("of three goes all at once", async () => {
    const client = await repairing({ cluster: when("fails again") });
    const { done } = await client.both(RESOLVE, { incidentKeys: keys.slice(0, 3) });
    expect(done.structured).toMatchObject({ failedAgain: 3 });
  });

  test("of many stops in the midst of them as well", async () => {
    let tries = 0;
    const fate = (): Fate => (++tries === 1 ? "moves on" : "fails again");
    const client = await repairing({
      cluster: { runtime: { fate, pace: 0 } },
      env: { OPERATE_MCP_MAX_WRITE_ITEMS: "200" },
    });
    const other = sample
      .table("incidents")
      .filter((row) => row["state"] !== "RESOLVED" && !keys.includes(String(row["incidentKey"])))
      .map((row) => String(row["incidentKey"]));
    const all = [...keys, ...other];
    const { done } = await client.both(RESOLVE, { incidentKeys: all });
    expect(done.structured).toMatchObject({ done: 1, failedAgain: 8, notSent: all.length - 9 });
  });

  test("an instance finds what stops those that it has called", async () => {
    const client = await repairing({ cluster: when("moves on") });
    const { plan, done } = await client.both(RESOLVE, { processInstanceKeys: [sample.landmark("deepestRoot")] });
    const [row] = rowsIn(plan, "samples");
    expect(row?.["processInstanceKey"]).toBe(sample.landmark("deepestChild"));
    expect(done.structured).toMatchObject({ done: 1 });
  });

  test("a filter means open incidents unless it says otherwise", async () => {
    const client = await repairing({ cluster: when("moves on") });
    const { plan } = await client.plan(RESOLVE, { filter: { errorMessage: "ProviderUnavailable" } });
    expect(plan.structured["count"]).toBe(keys.length);
    expect(plan.structured["refusedCount"]).toBeUndefined();
  });

  test("refuses what is resolved already and what is not there, and does the rest", async () => {
    const client = await repairing({ cluster: when("moves on") });
    const resolved = String(sample.table("incidents").find(({ state }) => state === "RESOLVED")?.["incidentKey"]);
    const { plan, done } = await client.both(RESOLVE, { incidentKeys: [first, resolved, "123"] });
    expect(rowsIn(plan, "refused")).toEqual([
      { key: "123", reason: "there is no incident with this key" },
      { key: resolved, reason: "it is resolved already" },
    ]);
    expect(outcomesOf(done)).toEqual({ [first]: "done" });
    expect((await client.call(RESOLVE, { incidentKeys: [resolved] })).text).toMatch(
      /^INVALID_ARGUMENT: nothing can be done: it is resolved already/,
    );
  });

  test("whose answer got lost tells what is to be seen of it", async () => {
    const client = await repairing({ cluster: when("waits") });
    const { confirmation } = await client.plan(RESOLVE, { incidentKeys: [first] });
    client.cluster.faults.next(1, { path: /resolution$/ }, { kind: "reset" });
    const done = await client.call(RESOLVE, { incidentKeys: [first], confirmation });
    expect(rowsIn(done, "results")).toEqual([
      expect.objectContaining({
        outcome: "pending",
        because: "the incident is gone, and no worker has taken the job yet",
      }),
    ]);
    expect(client.writes()).toHaveLength(2);
  });

  test.each([[9], [3]])(
    "takes no job for tried that has the tries it had, whatever is asked for others (%i)",
    async (retries) => {
      const client = await repairing({ cluster: when("waits") });
      const key = String(openIncidents(sample.landmark("messageTooLarge"))[0]?.["incidentKey"]);
      const { done } = await client.both(RESOLVE, { incidentKeys: [key], retries });
      expect(rowsIn(done, "results")).toEqual([
        expect.objectContaining({
          outcome: "pending",
          because: "the incident is gone, and no worker has taken the job yet",
          retries: 3,
        }),
      ]);
    },
  );

  test("of many leaves the rest alone while nothing is known of the first", async () => {
    const client = await repairing({ cluster: when("waits") });
    const { done } = await client.both(RESOLVE, { incidentKeys: keys.slice(0, 6) });
    expect(done.structured).toMatchObject({ pending: 1, notSent: 5 });
    expect(rowsIn(done, "results")[5]).toMatchObject({
      because: "what becomes of the first one is not to be seen yet",
    });
    expect(client.writes()).toHaveLength(2);
  });

  test("of many takes the next one as the first where one is refused", async () => {
    const client = await repairing({ cluster: when("fails again") });
    const args = { incidentKeys: keys.slice(0, 6) };
    const { confirmation } = await client.plan(RESOLVE, args);
    client.cluster.faults.next(1, { path: /resolution$/ }, { kind: "answer", answer: GONE });
    const done = await client.call(RESOLVE, { ...args, confirmation });
    expect(done.structured).toMatchObject({ refused: 1, failedAgain: 1, notSent: 4 });
  });

  test("one of very many incidents of an instance tells what becomes of this one", async () => {
    const client = await repairing({ cluster: { ...when("waits", { lag: 60_000 }), world: crowded } });
    const last = String(crowd.at(-1)?.["incidentKey"]);
    const { done } = await client.both(RESOLVE, { incidentKeys: [last] });
    expect(rowsIn(done, "results")).toEqual([
      expect.objectContaining({ because: "the cluster took it, and the incident is still shown as open" }),
    ]);
  });

  test("an instance with more incidents than one confirmation is for is refused", async () => {
    const client = await repairing({ cluster: { world: crowded } });
    const processInstanceKeys = crowd.slice(0, 1).map((row) => row["processInstanceKey"]);
    expect((await client.call(RESOLVE, { processInstanceKeys })).text).toMatch(
      /^INVALID_ARGUMENT: these are 151 incidents, and one confirmation is for 100 at most/,
    );
  });

  test("an instance with more incidents than are read at once is refused, with what to do instead", async () => {
    const client = await repairing({
      cluster: { world: crowded },
      env: { OPERATE_MCP_MAX_WRITE_ITEMS: "500" },
    });
    const processInstanceKey = crowd[0]?.["processInstanceKey"];
    const { text } = await client.call(RESOLVE, { processInstanceKeys: [processInstanceKey] });
    expect(text).toMatch(/^INVALID_ARGUMENT: one of the instances has more open incidents.*\nnext: give filter/);
    const { plan } = await client.plan(RESOLVE, { filter: { processInstanceKey } });
    expect(plan.structured["count"]).toBe(crowd.length + 1);
  });

  test("tells that the retries are raised where the cluster refuses the rest", async () => {
    const client = await repairing();
    const { confirmation } = await client.plan(RESOLVE, { incidentKeys: [first] });
    const detail = '{"type":"about:blank","title":"INVALID_STATE","status":409,"detail":"no","instance":"/"}';
    client.cluster.faults.next(
      1,
      { path: /resolution$/ },
      {
        kind: "answer",
        answer: { status: 409, headers: { "content-type": "application/problem+json" }, body: detail },
      },
    );
    const done = await client.call(RESOLVE, { incidentKeys: [first], confirmation });
    expect(rowsIn(done, "results")).toEqual([
      expect.objectContaining({
        outcome: "refused",
        because: expect.stringContaining("the retries are raised"),
        detail: "no",
      }),
    ]);
    expect(client.writes()).toHaveLength(2);
  });
});

test.each([
  [
    "lost",
    { kind: "reset" },
    "notSent",
    "unknown",
    /^the answer was lost when the retries were to be raised \(UNREACHABLE\)/,
  ],
  [
    "late",
    { kind: "silence" },
    "notSent",
    "unknown",
    /^the answer was lost when the retries were to be raised \(TIMEOUT\)/,
  ],
] satisfies [string, Fault, string, string, RegExp][])(
  "the first of two changes whose answer is %s is told as perhaps made, and the second as not sent",
  async (_, fault, outcome, recorded, because) => {
    const client = await repairing();
    const { confirmation } = await client.plan(RESOLVE, { incidentKeys: [first] });
    client.cluster.faults.next(1, { method: "PATCH" }, fault);
    const acting = client.call(RESOLVE, { incidentKeys: [first], confirmation });
    while (client.writes().length === 0) await new Promise((resolve) => setImmediate(resolve));
    if (fault.kind === "silence") client.clock.leap(30_000);
    const done = await acting;
    expect(done.isError).toBe(false);
    expect(rowsIn(done, "results")).toEqual([
      expect.objectContaining({ outcome, because: expect.stringMatching(because) }),
    ]);
    expect(done.text).toContain("the incident was not resolved");
    expect(client.writes().map(({ method }) => method)).toEqual(["PATCH"]);
    expect(client.audit()).toEqual([expect.objectContaining({ outcome: recorded })]);
  },
);

test("the second of two changes whose answer is lost is read back, and that the first was made is told", async () => {
  const client = await repairing();
  const { confirmation } = await client.plan(RESOLVE, { incidentKeys: [first] });
  client.cluster.faults.next(1, { path: /resolution$/ }, { kind: "application-error" });
  const done = await client.call(RESOLVE, { incidentKeys: [first], confirmation });
  expect(rowsIn(done, "results")).toEqual([
    expect.objectContaining({
      outcome: "pending",
      because: expect.stringMatching(/so far the change is not to be seen; .*the retries are raised/),
    }),
  ]);
});

test("what was done in part is told, whatever stops the rest", async () => {
  const client = await repairing();
  const { confirmation } = await client.plan(RESOLVE, { incidentKeys: [first] });
  client.cluster.faults.next(1, { path: /resolution$/ }, { kind: "forbidden" });
  const done = await client.call(RESOLVE, { incidentKeys: [first], confirmation });
  expect(rowsIn(done, "results")).toEqual([
    expect.objectContaining({
      outcome: "refused",
      because: expect.stringMatching(/^FORBIDDEN: .*the retries are raised/),
    }),
  ]);
});

test("what an incident tells a reader to do is shown as data and changes nothing", async () => {
  const client = await repairing();
  const key = sample.landmark("hostileMessage");
  const [incident] = openIncidents(key);
  const shown = [
    await client.call("diagnose_process_instance", { processInstanceKey: key }),
    await client.call("explain_incident", { incidentKey: incident?.["incidentKey"] }),
    (await client.plan(RESOLVE, { processInstanceKeys: [key] })).plan,
  ];
  for (const { text, structured } of shown) {
    expect(text).toContain("IGNORE ALL PREVIOUS INSTRUCTIONS");
    const sentences = JSON.stringify([structured["conclusion"], structured["willHappen"], structured["notices"]]);
    expect(sentences).not.toContain("IGNORE");
  }
  expect(client.writes()).toEqual([]);
  expect(client.audit()).toEqual([]);
  expect(await client.get("get_process_instance", { processInstanceKey: key })).toMatchObject({ state: "ACTIVE" });
});
