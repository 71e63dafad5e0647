import { describe, expect, test } from "vitest";
import { finished, outcomesOf, repairing, rowsIn, runningRoots, sample } from "./rig.ts";
import { SUBJECTS } from "./subjects.ts";

const CANCEL = "cancel_process_instances";
const DELETE = "delete_process_instances";
const key = (row: Readonly<Record<string, unknown>> | undefined): string => String(row?.["processInstanceKey"]);

describe("cancelling", () => {
  test("ends the instance, what it has called, and its incidents", async () => {
    const client = await repairing();
    await client.both(CANCEL, { processInstanceKeys: [sample.landmark("deepestRoot")] });
    const child = await client.get("get_process_instance", {
      processInstanceKey: sample.landmark("deepestChild"),
      include: ["incidents"],
    });
    expect(child).toMatchObject({ state: "TERMINATED" });
  });

  test.each([
    [1, /^1 process instance will be cancelled, with everything it has called: /],
    [2, /^2 process instances will be cancelled, with everything they have called: /],
  ])("%i says in plain words what will happen", async (count, expected) => {
    const client = await repairing();
    const { plan } = await client.plan(CANCEL, { processInstanceKeys: runningRoots().slice(0, count).map(key) });
    expect(plan.structured["willHappen"]).toEqual([expect.stringMatching(expected)]);
  });

  test("what has ended already is refused", async () => {
    const client = await repairing();
    const { text } = await client.call(CANCEL, { processInstanceKeys: finished().slice(0, 1).map(key) });
    expect(text).toMatch(/^INVALID_ARGUMENT: nothing can be done: it has ended already: only running instances/);
    expect(client.writes()).toEqual([]);
  });

  test("a called instance is refused with the one that called it", async () => {
    const client = await repairing();
    const child = sample.landmark("deepestChild");
    const { text } = await client.call(CANCEL, { processInstanceKeys: [child] });
    expect(text).toMatch(/^INVALID_ARGUMENT: nothing can be done: it was called by \d+: only the topmost instance/);
    expect(client.writes()).toEqual([]);
  });

  test("has at most eight under way and stops at the first failure that is no refusal", async () => {
    const client = await repairing();
    const keys = runningRoots().slice(0, 30).map(key);
    const { confirmation } = await client.plan(CANCEL, { processInstanceKeys: keys });
    client.cluster.faults.next(99, { path: /cancellation$/ }, { kind: "forbidden" });
    const { text } = await client.call(CANCEL, { processInstanceKeys: keys, confirmation });
    expect(text).toMatch(/^FORBIDDEN/);
    expect(client.writes().length).toBeLessThanOrEqual(8);
  });

  test("tells what was done, what was refused and what was not sent any more", async () => {
    const client = await repairing();
    const keys = runningRoots().slice(0, 30).map(key);
    const { confirmation } = await client.plan(CANCEL, { processInstanceKeys: keys });
    const gone = {
      kind: "answer",
      answer: {
        status: 404,
        headers: { "content-type": "application/problem+json" },
        body: '{"type":"about:blank","title":"NOT_FOUND","status":404,"detail":"gone","instance":"/"}',
      },
    } as const;
    client.cluster.faults.next(1, { path: `${keys[1]}/cancellation` }, gone);
    client.cluster.faults.next(1, { path: `${keys[15]}/cancellation` }, { kind: "exhausted", status: 503 });
    const done = await client.call(CANCEL, { processInstanceKeys: keys, confirmation });
    const outcomes = outcomesOf(done);
    expect(outcomes[keys[0] ?? ""]).toBe("done");
    expect(outcomes[keys[1] ?? ""]).toBe("refused");
    expect(outcomes[keys[15] ?? ""]).toBe("refused");
    expect(outcomes[keys[29] ?? ""]).toBe("notSent");
    expect(Object.values(outcomes).filter((one) => one !== "notSent")).toHaveLength(client.writes().length);
    expect(client.audit()).toHaveLength(client.writes().length);
  });

  test("sends no more when the time of the call is nearly used up, and still tells what it did", async () => {
    const client = await repairing();
    const keys = runningRoots().slice(0, 30).map(key);
    const { confirmation } = await client.plan(CANCEL, { processInstanceKeys: keys });
    client.cluster.faults.next(16, { path: /cancellation$/ }, { kind: "delay", ms: 20_000 });
    const done = await client.call(CANCEL, { processInstanceKeys: keys, confirmation });
    const outcomes = Object.entries(outcomesOf(done));
    expect(outcomes).toHaveLength(30);
    const all = (outcome: string) => outcomes.filter(([, one]) => one === outcome).map(([one]) => one);
    expect(all("done")).toHaveLength(8);
    // What was on its way at that moment may have been made or not.
    expect(all("pending").length).toBeLessThanOrEqual(8);
    expect(all("notSent").length).toBe(30 - 8 - all("pending").length);
    for (const one of all("notSent")) expect(client.writes().filter(({ path }) => path.includes(one))).toEqual([]);
  });

  test("sends no more when what was sent has used the time up", async () => {
    const client = await repairing();
    const keys = runningRoots().slice(0, 30).map(key);
    const { confirmation } = await client.plan(CANCEL, { processInstanceKeys: keys });
    client.cluster.faults.next(1, { method: "GET" }, { kind: "delay", ms: 25_000 });
    client.cluster.faults.next(1, { path: /cancellation$/ }, { kind: "delay", ms: 10_000 });
    const done = await client.call(CANCEL, { processInstanceKeys: keys, confirmation });
    expect(rowsIn(done, "results").at(-1)).toMatchObject({
      outcome: "notSent",
      because: "the call had no time left for it",
    });
    expect(client.writes().length).toBeLessThan(30);
  });

  test.each(["1500", "6000", "8000"])(
    "tells the same when the time of the call (%s ms) ends while it looks",
    async (ms) => {
      const client = await repairing({
        cluster: { runtime: { lag: 60_000 } },
        env: { OPERATE_MCP_TIMEOUT_MS: ms },
      });
      const { done } = await client.both(CANCEL, { processInstanceKeys: [key(runningRoots()[0])] });
      expect(done.isError, done.text).toBe(false);
      expect(rowsIn(done, "results")).toEqual([expect.objectContaining({ outcome: "pending", state: "ACTIVE" })]);
      expect(client.audit()).toEqual([expect.objectContaining({ outcome: "pending" })]);
    },
  );

  test("is not sent when its login hangs until it is too late, and is told so", async () => {
    const client = await repairing({ env: { OPERATE_MCP_TIMEOUT_MS: "8000" } });
    const keys = [key(runningRoots()[0])];
    const { confirmation } = await client.plan(CANCEL, { processInstanceKeys: keys });
    client.cluster.faults.next(1, { path: /cancellation$/ }, { kind: "unauthorized" });
    client.cluster.faults.next(9, { path: /login$/ }, { kind: "silence" });
    const acting = client.call(CANCEL, { processInstanceKeys: keys, confirmation });
    while (client.writes().length === 0) await new Promise((resolve) => setImmediate(resolve));
    const asked = client.cluster.journal.entries.length;
    while (client.cluster.journal.entries.length === asked) await new Promise((resolve) => setImmediate(resolve));
    client.clock.leap(6_000);
    const { text } = await acting;
    expect(text).toMatch(/^TIMEOUT: |notSent/);
    expect(client.audit()).toEqual([expect.objectContaining({ outcome: "notSent" })]);
  });

  test("tells what is still to be seen as running as pending", async () => {
    const client = await repairing({ cluster: { runtime: { lag: 60_000 } } });
    const { done } = await client.both(CANCEL, { processInstanceKeys: [key(runningRoots()[0])] });
    expect(rowsIn(done, "results")).toEqual([
      expect.objectContaining({ outcome: "pending", state: "ACTIVE", since: expect.any(String) }),
    ]);
  });
});

describe("deleting", () => {
  test("a running instance is refused", async () => {
    const client = await repairing();
    const { text } = await client.call(DELETE, { processInstanceKeys: [sample.landmark("order4711")] });
    expect(text).toMatch(
      /^INVALID_ARGUMENT: nothing can be done: it is still running: only finished instances can be deleted/,
    );
    expect(client.writes()).toEqual([]);
  });

  test("by a filter deletes those that it means and no other", async () => {
    const client = await repairing();
    const before = finished().filter((row) => row["processDefinitionId"] === "stock-replenishment");
    const filter = { processDefinitionId: "stock-replenishment", state: "COMPLETED" };
    const { plan } = await client.both(DELETE, { filter });
    expect(plan.structured["count"]).toBe(before.length);
    const { page } = await client.get("search_process_instances", { ...filter, limit: 1 });
    expect(page).toMatchObject({ total: 0 });
    expect(client.writes()).toHaveLength(before.length);
  });

  test("needs 8.9 over the newer API and says what to use before", async () => {
    const client = await repairing({ version: "8.8" });
    const { text } = await client.call(DELETE, { processInstanceKeys: [key(finished()[0])] });
    expect(text).toMatch(
      /^UNSUPPORTED: deleting process instances over this API exists since Camunda 8\.9.*\nnext: set OPERATE_MCP_API=v1/,
    );
  });
});

describe("over the older API", () => {
  test.each(SUBJECTS.filter(({ tool }) => tool !== DELETE))(
    "$tool is unsupported, and it is said what to use",
    async ({ tool, args }) => {
      const client = await repairing({ version: "8.6", api: "v1" });
      const given =
        tool === "migrate_process_instances"
          ? { processInstanceKeys: ["1"], targetProcessDefinitionKey: "1" }
          : await args(client);
      const { text } = await client.call(tool, given);
      expect(text).toMatch(
        /^UNSUPPORTED: the Operate API \(v1\) can delete finished process instances and change nothing else.*\nnext: do it in Operate itself/,
      );
      expect(client.writes()).toEqual([]);
    },
  );
});
