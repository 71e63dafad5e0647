import { describe, expect, test } from "vitest";
import type { Fault } from "../../src/simulator/faults.ts";
import type { ClusterOptions } from "../../src/simulator/options.ts";
import { forMany } from "../../src/tools/repair/for-many.ts";
import { forOne } from "../../src/tools/repair/for-one.ts";
import { outcomesOf, type Repairing, repairing, rowsIn } from "./rig.ts";
import { SUBJECTS, type Subject } from "./subjects.ts";

/** What is tried again succeeds at once. */
const steady: ClusterOptions = { runtime: { fate: () => "moves on", pace: 0 } };

/** The first step of a change, over the API that makes it. */
const planned = async (subject: Subject, options: Parameters<typeof repairing>[0] = {}) => {
  const client = await repairing({ cluster: steady, ...options });
  const args = await subject.args(client);
  const { confirmation } = await client.plan(subject.tool, args);
  expect(client.writes()).toEqual([]);
  return { client, act: () => client.call(subject.tool, { ...args, confirmation }) };
};

/** Of these, the first is the one that hits the change itself. */
const FAULTS = 999;

/** Matches whatever is asked after a change was asked for. */
class AfterTheChange extends RegExp {
  readonly #client: Repairing;

  constructor(client: Repairing) {
    super("");
    this.#client = client;
  }

  override test(): boolean {
    return this.#client.cluster.faults.waiting < FAULTS && this.#client.writes().length > 0;
  }
}

const arrived = async ({ writes }: Repairing): Promise<void> => {
  while (writes().length === 0) await new Promise((resolve) => setImmediate(resolve));
};

const V1 = SUBJECTS.filter(({ tool }) => tool === "delete_process_instances").map(
  (subject): Subject => ({
    ...subject,
    request: { method: "DELETE", path: /\/v1\/process-instances\/\d+$/ },
  }),
);

const overV1 = { version: "8.6", api: "v1" } as const;

const CASES = [
  ...SUBJECTS.map((subject) => ({ name: `${subject.tool} (v2)`, subject, options: {} })),
  ...V1.map((subject) => ({ name: `${subject.tool} (v1)`, subject, options: overV1 })),
];

test("every tool that changes something is put to the faults", () => {
  expect(SUBJECTS.map(({ tool }) => tool)).toEqual([...forMany, ...forOne].map(({ name }) => name));
});

test("deletion is put to them over both APIs", () => {
  expect(V1).toHaveLength(1);
});

describe.each(CASES)("$name", ({ subject, options }) => {
  test("is sent once and done", async () => {
    const { client, act } = await planned(subject, options);
    const answer = await act();
    expect(Object.values(outcomesOf(answer)), answer.text).toEqual(["done"]);
    expect(client.writes()).toHaveLength(1);
    expect(client.writes()[0]?.path).toMatch(subject.request.path);
    expect(client.audit()).toEqual([
      expect.objectContaining({ event: "write", tool: subject.tool, outcome: "done", who: "demo" }),
    ]);
  });

  test("that was made although its answer got lost is read back as done", async () => {
    const { client, act } = await planned(subject, options);
    client.cluster.faults.next(9, subject.request, { kind: "reset" });
    const answer = await act();
    expect(Object.values(outcomesOf(answer)), answer.text).toEqual(["done"]);
    expect(client.writes()).toHaveLength(1);
  });

  test.each([
    ["502", { kind: "html", status: 502 }],
    ["504", { kind: "html", status: 504 }],
    ["500", { kind: "application-error" }],
  ] satisfies [string, Fault][])(
    "that was not made and got a %s is sent once and told as not to be seen",
    async (_, fault) => {
      const { client, act } = await planned(subject, options);
      client.cluster.faults.next(9, subject.request, fault);
      const answer = await act();
      expect(rowsIn(answer, "results"), answer.text).toEqual([
        expect.objectContaining({
          outcome: "pending",
          because: "the answer was lost (UPSTREAM_ERROR), and so far the change is not to be seen",
        }),
      ]);
      expect(client.writes()).toHaveLength(1);
    },
  );

  test("that ran out of time is sent once and read back", async () => {
    const { client, act } = await planned(subject, options);
    client.cluster.faults.next(9, subject.request, { kind: "silence" });
    const acting = act();
    await arrived(client);
    client.clock.leap(30_000);
    const answer = await acting;
    expect(Object.values(outcomesOf(answer)), answer.text).toEqual(["done"]);
    expect(client.writes()).toHaveLength(1);
  });

  test("that can be neither heard of nor read back is of unknown outcome", async () => {
    const { client, act } = await planned(subject, options);
    client.cluster.faults.next(1, subject.request, { kind: "reset" });
    client.cluster.faults.next(FAULTS - 1, { path: new AfterTheChange(client) }, { kind: "application-error" });
    const { text, isError } = await act();
    expect(isError).toBe(true);
    expect(text).toMatch(/^OUTCOME_UNKNOWN: /);
    expect(text).toMatch(/next: read the state back before anything else, do not repeat the change: \d+/);
    expect(client.writes()).toHaveLength(1);
    expect(client.audit()).toEqual([expect.objectContaining({ outcome: "unknown" })]);
  });

  test("whose outcome is unknown when the time of the call is up is told as such, not as a time-out", async () => {
    const { client, act } = await planned(subject, options);
    client.cluster.faults.next(1, { path: /./ }, { kind: "delay", ms: 25_000 });
    client.cluster.faults.next(1, subject.request, { kind: "silence" });
    const acting = act();
    await arrived(client);
    client.cluster.faults.next(FAULTS, {}, { kind: "application-error" });
    client.clock.leap(30_000);
    expect((await acting).text).toMatch(/^OUTCOME_UNKNOWN: /);
    expect(client.writes()).toHaveLength(1);
  });

  test("that hangs is waited for until three quarters of the time are over, and read back in the rest", async () => {
    const { client, act } = await planned(subject, { ...options, env: { OPERATE_MCP_TIMEOUT_MS: "8000" } });
    client.cluster.faults.next(9, subject.request, { kind: "silence" });
    const began = client.clock.mono();
    const acting = act();
    await arrived(client);
    client.clock.leap(6_000);
    const answer = await acting;
    expect(Object.values(outcomesOf(answer)), answer.text).toEqual(["done"]);
    expect(client.writes()).toHaveLength(1);
    expect(client.clock.mono() - began).toBeLessThanOrEqual(8_000);
  });

  test("that hangs, as does all that is read after it, ends with the time of the call", async () => {
    const { client, act } = await planned(subject, { ...options, env: { OPERATE_MCP_TIMEOUT_MS: "8000" } });
    client.cluster.faults.next(1, subject.request, { kind: "silence" });
    const acting = act();
    await arrived(client);
    client.cluster.faults.next(FAULTS, {}, { kind: "silence" });
    const asked = client.cluster.journal.entries.length;
    client.clock.leap(6_000);
    while (client.cluster.journal.entries.length === asked) await new Promise((resolve) => setImmediate(resolve));
    client.clock.leap(2_000);
    expect((await acting).text).toMatch(/^OUTCOME_UNKNOWN: /);
    expect(client.writes()).toHaveLength(1);
    expect(client.audit()).toEqual([expect.objectContaining({ outcome: "unknown" })]);
  });

  test("that the cluster has no time for is not repeated", async () => {
    const { client, act } = await planned(subject, options);
    client.cluster.faults.next(9, subject.request, { kind: "rate-limited", retryAfter: "1" });
    const { text, isError } = await act();
    expect(isError).toBe(true);
    expect(text).toMatch(/^RATE_LIMITED: /);
    expect(client.writes()).toHaveLength(1);
  });

  test("that is not permitted is refused with the permission", async () => {
    const { client, act } = await planned(subject, options);
    client.cluster.faults.next(9, subject.request, { kind: "forbidden" });
    expect((await act()).text).toMatch(/^FORBIDDEN: /);
    expect(client.writes()).toHaveLength(1);
  });

  test.each([
    [404, "NOT_FOUND"],
    [409, "INVALID_STATE"],
    [400, "INVALID_ARGUMENT"],
  ])("that the cluster says no to with a %s is refused and told with its words", async (status, title) => {
    const { client, act } = await planned(subject, options);
    const body = JSON.stringify({ type: "about:blank", title, status, detail: "no, because", instance: "/" });
    const headers = { "content-type": "application/problem+json" };
    client.cluster.faults.next(9, subject.request, { kind: "answer", answer: { status, headers, body } });
    const answer = await act();
    expect(rowsIn(answer, "results"), answer.text).toEqual([
      expect.objectContaining({ outcome: "refused", detail: "no, because" }),
    ]);
    expect(client.writes()).toHaveLength(1);
    expect(client.audit()).toEqual([expect.objectContaining({ outcome: "refused" })]);
  });

  test("whose login has ended is sent again with a new one", async () => {
    const { client, act } = await planned(subject, options);
    client.cluster.faults.next(1, subject.request, { kind: "unauthorized" });
    const answer = await act();
    expect(Object.values(outcomesOf(answer)), answer.text).toEqual(["done"]);
    expect(client.writes().map(({ status }) => status)).toEqual([401, expect.any(Number)]);
  });

  test("that the client calls off on its way is read back and recorded once", async () => {
    const { client } = await planned(subject, options);
    const args = await subject.args(client);
    const { confirmation } = await client.plan(subject.tool, args);
    client.cluster.faults.next(1, subject.request, { kind: "delay", ms: 5 });
    const controller = new AbortController();
    const acting = client
      .call(subject.tool, { ...args, confirmation }, { signal: controller.signal })
      .catch(() => undefined);
    await arrived(client);
    controller.abort();
    await acting;
    while (client.audit().length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(client.audit()).toEqual([expect.objectContaining({ tool: subject.tool, outcome: "done" })]);
    expect(client.writes()).toHaveLength(1);
  });

  test("that the client calls off before is not sent", async () => {
    const { client } = await planned(subject, options);
    const args = await subject.args(client);
    const { confirmation } = await client.plan(subject.tool, args);
    const controller = new AbortController();
    controller.abort();
    await client.call(subject.tool, { ...args, confirmation }, { signal: controller.signal }).catch(() => undefined);
    expect(client.writes()).toEqual([]);
    expect(client.audit()).toEqual([]);
  });

  test("that the client calls off while it is looked at again is not sent, and its confirmation is not spent", async () => {
    const { client } = await planned(subject, options);
    const args = await subject.args(client);
    const { confirmation } = await client.plan(subject.tool, args);
    client.cluster.faults.next(1, { path: /./ }, { kind: "delay", ms: 5 });
    client.cluster.journal.clear();
    const controller = new AbortController();
    const acting = client.call(subject.tool, { ...args, confirmation }, { signal: controller.signal }).catch(() => {});
    while (client.cluster.journal.entries.length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    await acting;
    const answer = await client.call(subject.tool, { ...args, confirmation });
    expect(Object.values(outcomesOf(answer)), answer.text).toEqual(["done"]);
    expect(client.writes()).toHaveLength(1);
  });

  test("that is on its way when the server ends is recorded, once", async () => {
    const { client, act } = await planned(subject, options);
    client.cluster.faults.next(1, subject.request, { kind: "delay", ms: 5 });
    const acting = act().catch(() => undefined);
    await arrived(client);
    await client.session.close();
    expect(client.audit()).toEqual([expect.objectContaining({ tool: subject.tool, outcome: "unknown" })]);
    await acting;
    expect(client.audit()).toHaveLength(1);
  });
});

/** Before 8.9 no token is moved in one instruction, and nothing is deleted over this API. */
const MOVED = { activate: [{ elementId: "clarify-payment" }], terminate: [{ elementId: "charge-payment" }] };

describe.each(["8.8", "8.10"] as const)("on %s", (version) => {
  test.each(SUBJECTS.filter(({ tool }) => version !== "8.8" || tool !== "delete_process_instances"))(
    "$tool is sent once and done",
    async ({ tool, args, request }) => {
      const client = await repairing({ cluster: steady, version });
      const { move, ...given } = await args(client);
      const { done } = await client.both(tool, move === undefined ? given : { ...given, ...MOVED });
      expect(Object.values(outcomesOf(done)), done.text).toEqual(["done"]);
      expect(client.writes().map(({ path }) => path)).toEqual([expect.stringMatching(request.path)]);
    },
  );
});
