import { describe, expect, test } from "vitest";
import type { Element, Model } from "../../src/bpmn/model.ts";
import { checkMapping } from "../../src/repair/mapping.ts";
import { SECOND_TENANT } from "../../src/simulator/company/story.ts";
import { cutPage, repairing, rowsIn, sample } from "./rig.ts";
import { outdated } from "./subjects.ts";

const MODIFY = "modify_process_instance";
const MIGRATE = "migrate_process_instances";
const order4711 = sample.landmark("order4711");

describe("modifying", () => {
  test("shows the tokens before, as planned, and after", async () => {
    const client = await repairing();
    const { plan, done } = await client.both(MODIFY, {
      processInstanceKey: order4711,
      move: [{ sourceElementId: "charge-payment", targetElementId: "clarify-payment" }],
    });
    expect(plan.structured["willHappen"]).toEqual(["1 token will be moved"]);
    expect(rowsIn(plan, "tokens")).toEqual([
      { elementId: "charge-payment", before: 1, planned: 0 },
      { elementId: "clarify-payment", before: 0, planned: 1 },
    ]);
    expect(rowsIn(done, "tokens")).toEqual([
      { elementId: "charge-payment", before: 1, planned: 0, after: 0 },
      { elementId: "clarify-payment", before: 0, planned: 1, after: 1 },
    ]);
    expect(client.writes()).toHaveLength(1);
  });

  test("before 8.9 does not move, and says how else", async () => {
    const client = await repairing({ version: "8.8" });
    const { text } = await client.call(MODIFY, {
      processInstanceKey: order4711,
      move: [{ sourceElementId: "charge-payment", targetElementId: "clarify-payment" }],
    });
    expect(text).toMatch(
      /^UNSUPPORTED: moving tokens in one instruction exists since Camunda 8\.9.*\nnext: terminate the element instance and activate/,
    );
    const { done } = await client.both(MODIFY, {
      processInstanceKey: order4711,
      activate: [{ elementId: "clarify-payment" }],
      terminate: [{ elementId: "charge-payment" }],
    });
    expect(done.structured).toMatchObject({ done: 1 });
  });

  test("that leaves no token says that the instance will end", async () => {
    const client = await repairing();
    const { plan, done } = await client.both(MODIFY, {
      processInstanceKey: order4711,
      terminate: [{ elementId: "charge-payment" }],
    });
    expect(plan.structured["willHappen"]).toEqual([
      "1 token will be ended",
      "no token is left then, so the instance will end as terminated",
    ]);
    expect(done.structured).toMatchObject({ done: 1 });
    expect(await client.get("get_process_instance", { processInstanceKey: order4711 })).toMatchObject({
      state: "TERMINATED",
    });
  });

  test("that ends a call activity says that what it called ends too", async () => {
    const client = await repairing();
    const { plan } = await client.plan(MODIFY, {
      processInstanceKey: sample.landmark("deepestRoot"),
      terminate: [{ elementId: "ship-parcel" }],
      activate: [{ elementId: "clarify-payment" }],
    });
    expect(plan.structured["willHappen"]).toEqual([
      "1 token will be put at an element",
      "1 token will be ended",
      "what 1 call activity among them called ends as terminated with it",
    ]);
  });

  test("that would leave a called instance without a token is refused: only who called it can end it", async () => {
    const client = await repairing();
    const args = { processInstanceKey: sample.landmark("deepestChild"), terminate: [{ elementId: "request-booking" }] };
    expect((await client.call(MODIFY, args)).text).toMatch(
      /^INVALID_ARGUMENT: nothing can be done: no token would be left, and it was called by \d+/,
    );
    expect(client.writes()).toEqual([]);
  });

  test.each([
    ["nothing is asked for", {}, /^INVALID_ARGUMENT: nothing is asked for/],
    [
      "an element is unknown",
      { activate: [{ elementId: "no-such-element" }] },
      /^INVALID_ARGUMENT: the model of this instance has no element/,
    ],
    [
      "a start event is to be activated",
      { activate: [{ elementId: "order-received" }] },
      /^INVALID_ARGUMENT: no token can be put at a START_EVENT/,
    ],
    [
      "no token is there",
      { terminate: [{ elementId: "send-invoice" }] },
      /^INVALID_ARGUMENT: terminate: no token of this instance is there/,
    ],
    [
      "a token is named in two ways",
      { terminate: [{ elementId: "charge-payment", elementInstanceKey: "1" }] },
      /^INVALID_ARGUMENT: terminate: give either/,
    ],
    [
      "a token is meant twice",
      {
        terminate: [{ elementId: "charge-payment" }],
        move: [{ sourceElementId: "charge-payment", targetElementId: "clarify-payment" }],
      },
      /^INVALID_ARGUMENT: the same token is to be moved or ended twice/,
    ],
  ])("is refused where %s", async (_, instructions, expected) => {
    const client = await repairing();
    expect((await client.call(MODIFY, { processInstanceKey: order4711, ...instructions })).text).toMatch(expected);
    expect(client.writes()).toEqual([]);
  });

  describe("an instance of which not all tokens can be read", () => {
    const cut = async () => {
      const client = await repairing();
      const [row] = sample
        .table("element-instances")
        .filter(
          ({ processInstanceKey, elementId }) => processInstanceKey === order4711 && elementId === "charge-payment",
        );
      const kind = { kind: "answer", answer: cutPage(row, 50) } as const;
      client.cluster.faults.each({ path: "element-instances/search" }, () => kind);
      return { client, elementInstanceKey: row?.["elementInstanceKey"] };
    };

    test("is not changed by the id of an element: nobody knows which tokens are meant", async () => {
      const { client } = await cut();
      const args = { processInstanceKey: order4711, terminate: [{ elementId: "charge-payment" }] };
      expect((await client.call(MODIFY, args)).text).toMatch(/^INVALID_ARGUMENT: terminate: not all active elements/);
      expect(client.writes()).toEqual([]);
    });

    test("is changed by the key of one, does not end with it, and the plan says that there are more", async () => {
      const { client, elementInstanceKey } = await cut();
      const { plan } = await client.plan(MODIFY, {
        processInstanceKey: order4711,
        terminate: [{ elementInstanceKey }],
      });
      expect(plan.structured["willHappen"]).toEqual(["1 token will be ended"]);
      expect(plan.text).toContain("there are more tokens");
    });
  });

  test("is worth nothing when the token that is meant is no longer there", async () => {
    const client = await repairing();
    const args = {
      processInstanceKey: order4711,
      terminate: [{ elementId: "charge-payment" }],
      activate: [{ elementId: "clarify-payment" }],
    };
    const { confirmation } = await client.plan(MODIFY, args);
    await client.both(MODIFY, { ...args, activate: [{ elementId: "send-invoice" }] });
    const { text } = await client.call(MODIFY, { ...args, confirmation });
    expect(text).toMatch(/^CONFIRM_REQUIRED: what was confirmed is no longer possible; nothing was changed/);
    expect(client.writes()).toHaveLength(1);
  });

  test("is worth nothing when other tokens have come meanwhile", async () => {
    const client = await repairing();
    const args = { processInstanceKey: order4711, activate: [{ elementId: "clarify-payment" }] };
    const { confirmation } = await client.plan(MODIFY, args);
    await client.both(MODIFY, { processInstanceKey: order4711, activate: [{ elementId: "send-invoice" }] });
    const { text } = await client.call(MODIFY, { ...args, confirmation });
    expect(text).toMatch(/^CONFIRM_REQUIRED: what the arguments stand for has changed/);
    expect(client.writes()).toHaveLength(1);
  });

  test("is refused for an instance that has ended", async () => {
    const client = await repairing();
    const { text } = await client.call(MODIFY, {
      processInstanceKey: sample.landmark("unremarkable"),
      activate: [{ elementId: "send-invoice" }],
    });
    expect(text).toMatch(/^INVALID_ARGUMENT: nothing can be done: it has ended/);
  });
});

describe("migrating", () => {
  test("without a mapping proposes one, whose call can be made as it stands", async () => {
    const client = await repairing();
    const { processInstanceKey, target } = outdated();
    const given = { processInstanceKeys: [processInstanceKey], targetProcessDefinitionKey: target };
    const answer = await client.call(MIGRATE, given);
    expect(answer.isError).toBe(false);
    expect(answer.structured["confirmation"]).toBeUndefined();
    expect(rowsIn(answer, "mapping").every(({ entry, problem }) => entry === "proposed" && problem === undefined)).toBe(
      true,
    );
    const [next] = rowsIn(answer, "next");
    const { done } = await client.both(MIGRATE, JSON.parse(String(next?.["arguments"])));
    expect(done.structured).toMatchObject({ done: 1 });
    expect(await client.get("get_process_instance", { processInstanceKey })).toMatchObject({
      processDefinitionKey: target,
    });
  });

  test("with a mapping that does not fit says what is wrong with it, and gives no confirmation", async () => {
    const client = await repairing();
    const { processInstanceKey, target } = outdated();
    const answer = await client.call(MIGRATE, {
      processInstanceKeys: [processInstanceKey],
      targetProcessDefinitionKey: target,
      mappingInstructions: [{ sourceElementId: "no-such-element", targetElementId: "nor-this" }],
    });
    expect(answer.structured["confirmation"]).toBeUndefined();
    expect(rowsIn(answer, "mapping")).toContainEqual({
      sourceElementId: "no-such-element",
      targetElementId: "nor-this",
      entry: "given",
      problem: "the present version has no such element",
    });
    expect(client.writes()).toEqual([]);
  });

  test("is worth nothing when a token has moved meanwhile, also where the mapping fits all the same", async () => {
    const client = await repairing();
    const { processInstanceKey, target } = outdated();
    const args = {
      processInstanceKeys: [processInstanceKey],
      targetProcessDefinitionKey: target,
      mappingInstructions: ["ship-parcel", "clarify-payment"].map((id) => ({
        sourceElementId: id,
        targetElementId: id,
      })),
    };
    const { confirmation } = await client.plan(MIGRATE, args);
    await client.both(MODIFY, {
      processInstanceKey,
      move: [{ sourceElementId: "ship-parcel", targetElementId: "clarify-payment" }],
    });
    const { text } = await client.call(MIGRATE, { ...args, confirmation });
    expect(text).toMatch(/^CONFIRM_REQUIRED: what the arguments stand for has changed/);
    expect(client.writes()).toHaveLength(1);
  });

  test("into a version of another tenant is refused", async () => {
    const client = await repairing();
    const { processInstanceKey } = outdated();
    const foreign = sample.table("process-definitions").find(({ tenantId }) => tenantId === SECOND_TENANT);
    const { text } = await client.call(MIGRATE, {
      processInstanceKeys: [processInstanceKey],
      targetProcessDefinitionKey: foreign?.["processDefinitionKey"],
    });
    expect(text).toMatch(/^INVALID_ARGUMENT: nothing can be done: it belongs to another tenant than the target/);
  });

  test("refuses what has ended, what runs the target already, and a target that is not there", async () => {
    const { call } = await repairing();
    const { target } = outdated();
    const current = sample
      .table("process-instances")
      .find((row) => row["processDefinitionKey"] === target && row["state"] === "ACTIVE");
    const keys = [sample.landmark("unremarkable"), String(current?.["processInstanceKey"])];
    expect((await call(MIGRATE, { processInstanceKeys: keys, targetProcessDefinitionKey: target })).text).toMatch(
      /^INVALID_ARGUMENT: nothing can be done: .*it has ended.*it runs this version already|^INVALID_ARGUMENT: nothing can be done: .*it runs this version already/,
    );
    expect((await call(MIGRATE, { processInstanceKeys: keys, targetProcessDefinitionKey: "123" })).text).toMatch(
      /^NOT_FOUND: there is no process definition with the key 123/,
    );
  });
});

describe("a mapping", () => {
  const element = (id: string, type: string, more: Partial<Element> = {}): Element => ({
    id,
    type,
    parent: "p",
    process: "p",
    ...more,
  });
  const model = (...elements: Element[]): Model => ({
    processes: [{ id: "p", executable: true }],
    elements,
    flows: [],
  });

  test("proposes the same id, or else the only one of the same kind and name", () => {
    const source = model(element("a", "USER_TASK"), element("b", "SERVICE_TASK", { name: "Pay" }));
    const target = model(element("a", "USER_TASK"), element("c", "SERVICE_TASK", { name: "Pay" }));
    expect(checkMapping([], ["a", "b"], source, target).proposal).toEqual([
      { sourceElementId: "a", targetElementId: "a" },
      { sourceElementId: "b", targetElementId: "c" },
    ]);
  });

  test("leaves to people what has no counterpart", () => {
    const { proposal, rows, isComplete } = checkMapping(
      [],
      ["a"],
      model(element("a", "USER_TASK")),
      model(element("a", "SERVICE_TASK")),
    );
    expect([proposal, isComplete]).toEqual([undefined, false]);
    expect(rows).toEqual([expect.objectContaining({ entry: "missing", sourceElementId: "a" })]);
  });

  test("that names an element twice is refused", () => {
    const both = model(element("a", "USER_TASK"), element("b", "USER_TASK"));
    const given = ["a", "b"].map((targetElementId) => ({ sourceElementId: "a", targetElementId }));
    const { rows, isComplete, proposal } = checkMapping(given, ["a"], both, both);
    expect([isComplete, proposal]).toEqual([false, undefined]);
    expect(rows[0]).toMatchObject({ problem: "the element is mapped more than once" });
  });

  test.each([
    ["kinds", element("x", "USER_TASK"), "the two are of different kinds"],
    ["sub-processes", element("x", "SERVICE_TASK", { parent: "sub" }), "the two lie in different sub-processes"],
  ])("between different %s is refused", (_, to, problem) => {
    const given = [{ sourceElementId: "a", targetElementId: "x" }];
    const { rows, isComplete } = checkMapping(given, ["a"], model(element("a", "SERVICE_TASK")), model(to));
    expect(isComplete).toBe(false);
    expect(rows).toEqual([expect.objectContaining({ problem })]);
  });

  test("of what lies in a sub-process follows that of the sub-process", () => {
    const source = model(element("sub", "SUB_PROCESS"), element("a", "USER_TASK", { parent: "sub" }));
    const target = model(element("box", "SUB_PROCESS"), element("a", "USER_TASK", { parent: "box" }));
    const given = [
      { sourceElementId: "sub", targetElementId: "box" },
      { sourceElementId: "a", targetElementId: "a" },
    ];
    expect(checkMapping(given, ["sub", "a"], source, target).isComplete).toBe(true);
  });
});
