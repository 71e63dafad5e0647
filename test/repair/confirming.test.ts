import { describe, expect, test } from "vitest";
import { forMany } from "../../src/tools/repair/for-many.ts";
import { forOne } from "../../src/tools/repair/for-one.ts";
import { finished, outcomesOf, repairing, runningRoots, sample } from "./rig.ts";
import { outdated, SUBJECTS } from "./subjects.ts";

const CANCEL = "cancel_process_instances";
const [one = "", other = "", third = ""] = runningRoots().map((row) => String(row["processInstanceKey"]));
/** Instances that an incident stops. */
const stopped = runningRoots()
  .filter((row) => row["hasIncident"] === true)
  .map((row) => String(row["processInstanceKey"]));
const newest = outdated().target;
const both = { processInstanceKeys: [one, other] };

const DELETE = "delete_process_instances";

test("every tool that changes something is put to the test", () => {
  expect(SUBJECTS.map(({ tool }) => tool)).toEqual([...forMany, ...forOne].map(({ name }) => name));
});

describe.each(SUBJECTS)("$tool", ({ tool, args, other, instance }) => {
  test("shows first what would happen, and asks the cluster nothing but questions for that", async () => {
    const client = await repairing();
    const { plan } = await client.plan(tool, await args(client));
    expect(plan.isError).toBe(false);
    expect(plan.structured).toMatchObject({ count: 1, willHappen: [expect.any(String)] });
    expect(client.writes()).toEqual([]);
    expect(client.audit()).toEqual([]);
  });

  test("changes nothing with a confirmation for other arguments, which is not spent by that", async () => {
    const client = await repairing();
    const given = await args(client);
    const { confirmation } = await client.plan(tool, given);
    const { text } = await client.call(tool, { ...other(given), confirmation });
    expect(text).toMatch(/^CONFIRM_REQUIRED: .*other arguments/);
    expect(client.writes()).toEqual([]);
    expect((await client.call(tool, { ...given, confirmation })).isError).toBe(false);
  });

  test("changes nothing when what it is about has changed since the confirmation", async () => {
    const client = await repairing();
    const given = await args(client);
    const { confirmation } = await client.plan(tool, given);
    await client.both(tool === DELETE ? DELETE : CANCEL, { processInstanceKeys: [instance] });
    const count = client.writes().length;
    expect((await client.call(tool, { ...given, confirmation })).text).toMatch(/^CONFIRM_REQUIRED: /);
    expect(client.writes()).toHaveLength(count);
  });

  test("is not done as the eleventh change within a minute", async () => {
    const client = await repairing();
    const given = await args(client);
    for (let act = 0; act < 10; act++) await client.both("set_variables", { scopeKey: third, variables: { act } });
    const { confirmation } = await client.plan(tool, given);
    expect((await client.call(tool, { ...given, confirmation })).text).toMatch(/^RATE_LIMITED: /);
    expect(client.writes()).toHaveLength(10);
    client.clock.leap(60_000);
    expect((await client.call(tool, { ...given, confirmation })).isError).toBe(false);
  });

  test("asked for twice at once acts once", async () => {
    const client = await repairing();
    const given = await args(client);
    const plans = [await client.plan(tool, given), await client.plan(tool, given)];
    const answers = await Promise.all(plans.map(({ confirmation }) => client.call(tool, { ...given, confirmation })));
    expect(answers.filter(({ isError }) => isError)).toHaveLength(1);
    expect(client.writes()).toHaveLength(1);
  });

  test("changes nothing with a confirmation that is made up, expired, of before a restart or of another tool", async () => {
    const client = await repairing();
    const given = await args(client);
    const { confirmation } = await client.plan(tool, given);
    const foreign = tool === CANCEL ? "set_variables" : CANCEL;
    const subject = SUBJECTS.find((one) => one.tool === foreign);
    const wrongs = [
      "made-up",
      confirmation.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
      (await (await repairing()).plan(tool, given)).confirmation,
      (await client.plan(foreign, (await subject?.args(client)) ?? {})).confirmation,
    ];
    for (const wrong of wrongs) {
      expect((await client.call(tool, { ...given, confirmation: wrong })).text, wrong).toMatch(/^CONFIRM_REQUIRED: /);
    }
    client.clock.leap(120_000);
    expect((await client.call(tool, { ...given, confirmation })).text).toMatch(/^CONFIRM_REQUIRED: .*older than 120 s/);
    expect(client.writes()).toEqual([]);
    expect(client.audit()).toEqual([]);
  });

  test("takes a confirmation once", async () => {
    const client = await repairing();
    const given = await args(client);
    const { confirmation } = await client.plan(tool, given);
    expect((await client.call(tool, { ...given, confirmation: "wrong" })).isError).toBe(true);
    expect((await client.call(tool, { ...given, confirmation })).isError).toBe(false);
    const count = client.writes().length;
    expect((await client.call(tool, { ...given, confirmation })).text).toMatch(/^CONFIRM_REQUIRED: .*used already/);
    expect(client.writes()).toHaveLength(count);
  });
});

describe("a confirmation", () => {
  test("is worth nothing for other arguments", async () => {
    const client = await repairing();
    const { confirmation } = await client.plan(CANCEL, both);
    for (const keys of [[one], [one, third], [one, other, third]]) {
      const { text } = await client.call(CANCEL, { processInstanceKeys: keys, confirmation });
      expect(text).toMatch(/^CONFIRM_REQUIRED: .*other arguments/);
    }
    expect(client.writes()).toEqual([]);
    expect((await client.call(CANCEL, { ...both, confirmation })).isError).toBe(false);
    expect(client.writes()).toHaveLength(2);
  });

  test("is worth nothing when what a filter means has changed meanwhile", async () => {
    const client = await repairing();
    const filter = { processDefinitionId: "order-fulfilment", hasIncident: true };
    const { confirmation } = await client.plan(CANCEL, { filter });
    await client.both(CANCEL, { processInstanceKeys: [sample.landmark("order4711")] });
    const count = client.writes().length;
    const { text } = await client.call(CANCEL, { filter, confirmation });
    expect(text).toMatch(/^CONFIRM_REQUIRED: what the arguments stand for has changed/);
    expect(client.writes()).toHaveLength(count);
  });

  test("is worth nothing when the state of one has changed meanwhile", async () => {
    const client = await repairing();
    const set = { scopeKey: one, variables: { note: "seen" } };
    const { confirmation } = await client.plan("set_variables", set);
    await client.both("set_variables", { scopeKey: one, variables: { note: "changed" } });
    const { text } = await client.call("set_variables", { ...set, confirmation });
    expect(text).toMatch(/^CONFIRM_REQUIRED: what the arguments stand for has changed/);
    expect(client.writes()).toHaveLength(1);
  });

  test("for a filter acts on the keys that were shown", async () => {
    const client = await repairing();
    const filter = { processDefinitionId: "order-fulfilment", hasIncident: true };
    const { plan, confirmation } = await client.plan(CANCEL, { filter });
    const done = await client.call(CANCEL, { filter, confirmation });
    expect(Object.keys(outcomesOf(done))).toHaveLength(Number(plan.structured["count"]));
    expect(client.writes()).toHaveLength(Number(plan.structured["count"]));
  });

  test("given twice for one key acts once", async () => {
    const client = await repairing();
    const first = await client.plan(CANCEL, { processInstanceKeys: [one] });
    const second = await client.plan(CANCEL, { processInstanceKeys: [one] });
    const answers = await Promise.all(
      [first, second].map(({ confirmation }) => client.call(CANCEL, { processInstanceKeys: [one], confirmation })),
    );
    expect(answers.filter(({ isError }) => isError)).toHaveLength(1);
    expect(client.writes()).toHaveLength(1);
  });

  test("is not taken for the eleventh change within a minute", async () => {
    const client = await repairing();
    const keys = runningRoots()
      .slice(0, 11)
      .map((row) => String(row["processInstanceKey"]));
    for (const [index, key] of keys.entries()) {
      const args = { scopeKey: key, variables: { courier: "Postbote" } };
      const { confirmation } = await client.plan("set_variables", args);
      const { text } = await client.call("set_variables", { ...args, confirmation });
      expect(text).toMatch(
        index < 10 ? /^conclusion: 1 done/ : /^RATE_LIMITED: .*nothing was changed\nnext: wait \d+ s/,
      );
    }
    expect(client.writes()).toHaveLength(10);
  });
});

describe("a set", () => {
  test("larger than the limit is refused with how to narrow it", async () => {
    const client = await repairing({ env: { OPERATE_MCP_MAX_WRITE_ITEMS: "2" } });
    for (const args of [
      { processInstanceKeys: [one, other, third] },
      { filter: { processDefinitionId: "order-fulfilment" } },
    ]) {
      const { text } = await client.call(CANCEL, args);
      expect(text).toMatch(
        /^INVALID_ARGUMENT: these are .*\d+ process instances, and one confirmation is for 2 at most\nnext: narrow/,
      );
    }
  });

  test.each([
    ["update_job_retries", { jobKeys: ["1", "2", "3"], retries: 1 }, "3 jobs"],
    ["resolve_incidents", { incidentKeys: ["1", "2", "3"] }, "3 incidents"],
    ["resolve_incidents", { processInstanceKeys: stopped.slice(0, 3) }, "3 process instances"],
    [
      "migrate_process_instances",
      { processInstanceKeys: ["1", "2", "3"], targetProcessDefinitionKey: newest },
      "3 pro",
    ],
    [
      "modify_process_instance",
      {
        processInstanceKey: sample.landmark("order4711"),
        activate: Array.from({ length: 3 }, () => ({ elementId: "clarify-payment" })),
      },
      "3 element instances",
    ],
  ])("larger than the limit is refused by %s as well", async (tool, args, expected) => {
    const client = await repairing({ env: { OPERATE_MCP_MAX_WRITE_ITEMS: "2" } });
    const { text } = await client.call(tool, args);
    expect(text).toContain(`INVALID_ARGUMENT: these are ${expected}`);
  });

  test("has to be named in exactly one way, and not as everything", async () => {
    const { call } = await repairing();
    expect((await call(CANCEL, {})).text).toMatch(/^INVALID_ARGUMENT: give exactly one of/);
    expect((await call(CANCEL, { ...both, filter: { hasIncident: true } })).text).toMatch(
      /^INVALID_ARGUMENT: give exactly one/,
    );
    expect((await call(CANCEL, { filter: {} })).text).toMatch(/^INVALID_ARGUMENT: filter must not be empty/);
    expect((await call(CANCEL, { filter: { processID: "x" } })).text).toMatch(/^INVALID_ARGUMENT: unknown argument/);
    expect((await call(CANCEL, { filter: { limit: 3 } })).text).toMatch(/^INVALID_ARGUMENT: unknown argument/);
  });

  test("that cannot be known whole is refused", async () => {
    const client = await repairing({ env: { OPERATE_MCP_MAX_SCAN_ROWS: "20" } });
    for (const filter of [
      { variables: [{ name: "warehouse", operator: "contains", value: "Süd" }] },
      { errorMessage: "voucher that nobody has" },
    ]) {
      const { text } = await client.call(CANCEL, { filter });
      expect(text, JSON.stringify(filter)).toMatch(
        /^INVALID_ARGUMENT: not every row could be compared with this filter/,
      );
    }
  });

  test("by a filter is what is open and what runs, unless the filter says otherwise", async () => {
    const { call } = await repairing();
    const resolved = sample.table("incidents").find(({ state }) => state === "RESOLVED")?.["incidentKey"];
    const ended = finished()[0]?.["processInstanceKey"];
    for (const [tool, filter] of [
      ["resolve_incidents", { incidentKey: resolved }],
      [CANCEL, { processInstanceKey: ended }],
    ] as const) {
      expect((await call(tool, { filter })).text).toMatch(/^NOT_FOUND: the filter matches nothing/);
    }
    expect((await call(CANCEL, { filter: { processInstanceKey: ended, state: "COMPLETED" } })).text).toMatch(
      /^INVALID_ARGUMENT: nothing can be done: it has ended already/,
    );
  });

  test("of nothing is no set", async () => {
    const { call } = await repairing();
    expect((await call(CANCEL, { filter: { processDefinitionId: "no-such-process" } })).text).toMatch(
      /^NOT_FOUND: the filter matches nothing/,
    );
    expect((await call(CANCEL, { processInstanceKeys: ["123"] })).text).toMatch(
      /^NOT_FOUND: nothing can be done: there is no process instance with this key \(123\)/,
    );
  });
});
