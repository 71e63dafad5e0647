import { describe, expect, test } from "vitest";
import type { World } from "../../src/simulator/world.ts";
import { openIncidents, repairing, rowsIn, sample } from "./rig.ts";
import { openJob } from "./subjects.ts";

const SET = "set_variables";
const order4711 = sample.landmark("order4711");
const wrongType = sample.landmark("wrongType");

const failingItem = sample.landmark("failingItem");

const orderOf4711 = () =>
  JSON.parse(
    String(
      sample.table("variables").find((row) => row["scopeKey"] === order4711 && row["name"] === "order")?.["value"],
    ),
  );

const scopeOf = (processInstanceKey: string, elementId: string, type?: string): string =>
  String(
    sample
      .table("element-instances")
      .find(
        (row) =>
          row["processInstanceKey"] === processInstanceKey &&
          row["elementId"] === elementId &&
          (type === undefined || row["type"] === type) &&
          row["state"] === "ACTIVE",
      )?.["elementInstanceKey"],
  );

describe("setting variables", () => {
  test("shows old and new value with their types", async () => {
    const client = await repairing();
    const { plan } = await client.plan(SET, {
      scopeKey: wrongType,
      variables: { claimNumber: "RK-999", claimValue: 612, note: { by: "me" } },
      allowTypeChange: true,
    });
    expect(rowsIn(plan, "variables")).toEqual([
      {
        name: "claimNumber",
        change: "overwritten",
        oldType: "string",
        oldValue: '"RK-301"',
        newType: "string",
        newValue: '"RK-999"',
        inScope: wrongType,
      },
      {
        name: "claimValue",
        change: "overwritten",
        oldType: "string",
        oldValue: '"612,00 €"',
        newType: "number",
        newValue: "612",
        inScope: wrongType,
      },
      { name: "note", change: "created", newType: "object", newValue: '{"by":"me"}', inScope: wrongType },
    ]);
    expect(plan.text).toContain('"612,00 €"');
  });

  test("refuses to change a type unless told so", async () => {
    const client = await repairing();
    const args = { scopeKey: wrongType, variables: { claimValue: 612 } };
    const { text } = await client.call(SET, args);
    expect(text).toMatch(
      /^INVALID_ARGUMENT: 1 variable would get another JSON type: string to number\n.*claimValue.*\nnext: .*allowTypeChange: true/,
    );
    const { done } = await client.both(SET, { ...args, allowTypeChange: true });
    expect(done.structured).toMatchObject({ done: 1 });
    expect((await client.get("search_variables", { scopeKey: wrongType, name: "claimValue" }))["items"]).toEqual([
      expect.objectContaining({ value: "612" }),
    ]);
  });

  test.each([
    ["a member", { weightKg: "10.4" }, "number to string", "order.weightKg"],
    ["a member of a member", { total: { net: "50" } }, "number to string", "order.total.net"],
    ["a member of what a list holds", { positions: [{ sku: 1 }] }, "string to number", "order.positions[].sku"],
    ["what a list holds", { positions: ["ZL-2040"] }, "object to string", "order.positions[]"],
    ["a member to nothing", { currency: null }, "string to null", "order.currency"],
  ])("refuses to change the type of %s as well", async (_, change, types, place) => {
    const client = await repairing();
    const args = { scopeKey: order4711, variables: { order: { ...orderOf4711(), ...change } } };
    const { text } = await client.call(SET, args);
    expect(text).toContain(`INVALID_ARGUMENT: 1 variable would get another JSON type: ${types}`);
    expect(text).toContain(place);
    await client.plan(SET, { ...args, allowTypeChange: true });
  });

  test("takes other values of the same types, new members and fewer items", async () => {
    const client = await repairing();
    const order = { ...orderOf4711(), weightKg: 3, positions: [{ sku: "X" }], more: { a: [1, "b"] } };
    await client.plan(SET, { scopeKey: order4711, variables: { order } });
  });

  test("takes null and what was null for any type", async () => {
    const client = await repairing();
    const key = sample.landmark("noMatchingRule");
    await client.plan(SET, { scopeKey: key, variables: { approver: "somebody" } });
    expect((await client.call(SET, { scopeKey: key, variables: { amount: null } })).text).toMatch(/number to null/);
  });

  test("warns of the members that an object would lose", async () => {
    const client = await repairing();
    const { plan } = await client.plan(SET, { scopeKey: order4711, variables: { order: { total: { gross: 1 } } } });
    expect(rowsIn(plan, "variables")).toEqual([
      expect.objectContaining({ membersLost: "number, currency, weightKg, positions, total.net, voucherCode" }),
    ]);
    expect(plan.structured["notices"]).toContainEqual(expect.stringMatching(/^1 object would lose members/));
  });

  test("warns of them, and of types, in a value that lists show only the beginning of", async () => {
    const client = await repairing();
    const set = (long: unknown) => client.both(SET, { scopeKey: order4711, variables: { long } });
    const filling = "x".repeat(9000);
    expect((await set({ filling, last: 1 })).done.structured).toMatchObject({ done: 1 });
    const args = { scopeKey: order4711, variables: { long: { filling, last: "1" } } };
    expect((await client.call(SET, args)).text).toMatch(/another JSON type: number to string/);
    const { plan, done } = await set({ filling });
    expect(rowsIn(plan, "variables")).toEqual([expect.objectContaining({ membersLost: "last" })]);
    expect(done.structured).toMatchObject({ done: 1 });
  });

  test("sends JSON values as they are, only into that scope unless told otherwise", async () => {
    const client = await repairing();
    const variables = { a: "1", b: 1, c: [true, null], d: { e: 0.5 } };
    await client.both(SET, { scopeKey: order4711, variables });
    await client.both(SET, { scopeKey: order4711, variables: JSON.stringify(variables), local: "false" });
    expect(client.writes().map(({ body }) => body)).toEqual([
      { variables, local: true },
      { variables, local: false },
    ]);
  });

  test("of an element go there, or outwards to where they are", async () => {
    const client = await repairing();
    const scopeKey = scopeOf(order4711, "charge-payment");
    const local = await client.plan(SET, { scopeKey, variables: { paymentMethod: "card" } });
    expect(rowsIn(local.plan, "variables")).toEqual([
      expect.objectContaining({ change: "created", inScope: scopeKey, hides: order4711 }),
    ]);
    expect(local.plan.structured["notices"]).toContainEqual(expect.stringMatching(/^1 name exists further out too/));
    const { plan, done } = await client.both(SET, { scopeKey, variables: { paymentMethod: "card" }, local: false });
    expect(rowsIn(plan, "variables")).toEqual([expect.objectContaining({ inScope: order4711 })]);
    expect(done.structured).toMatchObject({ done: 1 });
  });

  test("of an element go outwards to the sub-process that holds them, and no further", async () => {
    const client = await repairing();
    const scopeKey = scopeOf(failingItem, "file-photos");
    const run = scopeOf(failingItem, "inspect-item", "SUB_PROCESS");
    const outwards = { scopeKey, local: false };
    expect((await client.call(SET, { ...outwards, variables: { grade: 5 } })).text).toMatch(
      /^INVALID_ARGUMENT: 1 variable would get another JSON type: string to number/,
    );
    const { plan, done } = await client.both(SET, { ...outwards, variables: { grade: "good", fresh: 1 } });
    expect(rowsIn(plan, "variables")).toEqual([
      expect.objectContaining({ name: "grade", change: "overwritten", oldValue: '"damaged"', inScope: run }),
      expect.objectContaining({ name: "fresh", change: "created", inScope: failingItem }),
    ]);
    expect(done.structured).toMatchObject({ done: 1 });
    const local = await client.plan(SET, { scopeKey, variables: { grade: "good" } });
    expect(rowsIn(local.plan, "variables")).toEqual([expect.objectContaining({ change: "created", hides: run })]);
  });

  test("that are in very many scopes are known where they are set", async () => {
    const variables = sample.table("variables");
    const crowd = Array.from({ length: 1100 }, (_, index) => {
      const key = String(1_251_799_990_000_000 + index);
      return { variableKey: key, scopeKey: key, processInstanceKey: order4711, name: "courier", value: "1" };
    });
    const own = { ...crowd[0], variableKey: "8251799990000000", scopeKey: order4711, value: '"Postbote"' };
    const rows = [...variables, ...crowd, { ...own, tenantId: "<default>" }];
    const world: World = {
      ...sample,
      rows: (entity) => (entity.path.v2 === "variables" ? rows : sample.rows(entity)),
    };
    const client = await repairing({ cluster: { world } });
    const { plan } = await client.plan(SET, { scopeKey: order4711, variables: { courier: "Bote" } });
    expect(rowsIn(plan, "variables")).toEqual([
      expect.objectContaining({ change: "overwritten", oldValue: '"Postbote"', inScope: order4711 }),
    ]);
  });

  test("outwards through too many sub-processes are refused, with what to do instead", async () => {
    const elements = sample.table("element-instances");
    const run = elements.find(
      (row) => row["elementInstanceKey"] === scopeOf(failingItem, "inspect-item", "SUB_PROCESS"),
    );
    const crowd = Array.from({ length: 100 }, (_, index) => ({
      ...run,
      elementInstanceKey: String(2_251_799_990_000_000 + index),
    }));
    const rows = [...elements, ...crowd];
    const world: World = {
      ...sample,
      rows: (entity) => (entity.path.v2 === "element-instances" ? rows : sample.rows(entity)),
    };
    const { call } = await repairing({ cluster: { world } });
    const args = { scopeKey: scopeOf(failingItem, "file-photos"), local: false, variables: { grade: "good" } };
    expect((await call(SET, { ...args, local: true })).structured).toMatchObject({ count: 1 });
    expect((await call(SET, args)).text).toMatch(
      /^INVALID_ARGUMENT: so many sub-processes run at once.*\nnext: give the scope/,
    );
  });

  test("of the instance are told to be hidden where something active has its own", async () => {
    const client = await repairing();
    const { plan } = await client.plan(SET, { scopeKey: failingItem, variables: { grade: "good" } });
    expect(rowsIn(plan, "variables")).toEqual([
      expect.objectContaining({ change: "created", hiddenIn: expect.stringMatching(/^\d+$/) }),
    ]);
    expect(plan.structured["notices"]).toContainEqual(
      expect.stringMatching(/^1 name exists in active scopes further in/),
    );
  });

  test("shows secret-looking values masked, old ones and new ones", async () => {
    const client = await repairing();
    const scopeKey = sample.landmark("secrets");
    const names = sample
      .table("variables")
      .filter((row) => row["scopeKey"] === scopeKey)
      .map((row) => String(row["name"]));
    const name = names.find((one) => /password|secret|token/i.test(one)) ?? "";
    const { plan } = await client.plan(SET, {
      scopeKey,
      variables: { [name]: "hunter2-hunter2" },
      allowTypeChange: true,
    });
    expect(rowsIn(plan, "variables")).toHaveLength(1);
    expect(plan.text).not.toContain("hunter2");
    const old = sample.table("variables").find((row) => row["scopeKey"] === scopeKey && row["name"] === name)?.[
      "value"
    ];
    expect(plan.text).not.toContain(String(old));
    expect(plan.text).toContain("masked");
  });

  test("needs a scope that is active", async () => {
    const { call } = await repairing();
    const ended = sample.landmark("unremarkable");
    expect((await call(SET, { scopeKey: "123", variables: { a: 1 } })).text).toMatch(
      /^NOT_FOUND: nothing can be done: there is no process instance or element instance/,
    );
    expect((await call(SET, { scopeKey: ended, variables: { a: 1 } })).text).toMatch(
      /^INVALID_ARGUMENT: nothing can be done: it has ended/,
    );
    expect((await call(SET, { scopeKey: order4711, variables: {} })).text).toMatch(
      /^INVALID_ARGUMENT: variables must not be empty/,
    );
  });

  test.each([65, 20_000])("refuses a value of %i levels", async (levels) => {
    const client = await repairing();
    const deep = `${"[".repeat(levels)}${"]".repeat(levels)}`;
    const scopeKey = sample.landmark("order4711");
    const { text } = await client.call("set_variables", { scopeKey, variables: `{"deep":${deep}}` });
    expect(text).toMatch(/^INVALID_ARGUMENT: variables: a value has more than 64 levels/);
  });

  test("refuses a number that has lost digits on its way", async () => {
    const { call } = await repairing();
    const { text } = await call(SET, { scopeKey: order4711, variables: { key: { is: [2 ** 53] } } });
    expect(text).toMatch(/^INVALID_ARGUMENT: variables: an integer beyond 2\^53 has lost digits/);
  });
});

describe("updating the retries of jobs", () => {
  test("shows what they are and tells what they have become", async () => {
    const client = await repairing();
    const key = openJob();
    const { plan, done } = await client.both("update_job_retries", { jobKeys: [key], retries: 7 });
    expect(rowsIn(plan, "samples")).toEqual([expect.objectContaining({ jobKey: key })]);
    expect(rowsIn(done, "results")).toEqual([expect.objectContaining({ outcome: "done", retries: 7 })]);
    expect((await client.get("search_jobs", { jobKey: key }))["items"]).toEqual([
      expect.objectContaining({ retries: 7 }),
    ]);
  });

  test("points to the incident of a job that ran out of them", async () => {
    const client = await repairing();
    const jobKey = openIncidents(sample.landmark("hostileMessage"))[0]?.["jobKey"];
    const { plan } = await client.plan("update_job_retries", { jobKeys: [jobKey], retries: 2 });
    expect(plan.structured["notices"]).toContainEqual(expect.stringMatching(/resolve_incidents does both/));
  });

  test("refuses jobs that are done or not there, and no retries at all", async () => {
    const { call } = await repairing();
    const done = String(sample.table("jobs").find(({ state }) => state === "COMPLETED")?.["jobKey"]);
    expect((await call("update_job_retries", { jobKeys: [done, "123"], retries: 2 })).text).toMatch(
      /^INVALID_ARGUMENT: nothing can be done: nobody works on it any more \(\d+\); there is no job with this key \(123\)/,
    );
    expect((await call("update_job_retries", { jobKeys: [openJob()], retries: 0 })).text).toMatch(
      /^INVALID_ARGUMENT: retries/,
    );
  });
});
