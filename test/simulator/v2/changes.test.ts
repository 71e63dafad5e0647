import { describe, expect, test } from "vitest";
import { company } from "../../../src/simulator/company/company.ts";
import type { Json } from "../../../src/simulator/json.ts";
import { writeJson } from "../../../src/simulator/json.ts";
import type { ClusterOptions } from "../../../src/simulator/options.ts";
import { manualClock } from "../../support/manual-clock.ts";
import { ask, cluster, column, itemsOf, objectOf, post } from "../ask.ts";

const NOW = Date.UTC(2026, 10, 24, 10);
const world = company({ now: NOW });
const order4711 = world.landmark("order4711");
const outage = world.landmark("paymentOutage");

const start = async (options: ClusterOptions = {}) => {
  const clock = manualClock(NOW);
  const { url } = await cluster({ version: "8.9", login: "none", world, clock, ...options });
  const change = async (method: "POST" | "PUT" | "PATCH", path: string, body?: Json) => {
    const heard = await ask(`${url}/v2/${path}`, method, {
      ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: writeJson(body) }),
    });
    return [heard.status, objectOf(heard)["title"]] as const;
  };
  const find = (path: string, filter: Json) => post(`${url}/v2/${path}/search`, writeJson({ filter }));
  const state = async (key: string) => objectOf(await ask(`${url}/v2/process-instances/${key}`))["state"];
  const open = async (processInstanceKey: string) =>
    column(await find("incidents", { processInstanceKey, state: "ACTIVE" }), "incidentKey");
  return { clock, change, find, state, open };
};

const DONE = [204, undefined];
const incidentOf = (key: string) =>
  world.table("incidents").find((row) => row["processInstanceKey"] === key && row["state"] !== "RESOLVED");

describe("resolving an incident", () => {
  test("comes back after a moment where nothing was mended", async () => {
    const { change, open, clock } = await start();
    const key = incidentOf(order4711)?.["incidentKey"];
    expect(await change("POST", `incidents/${key}/resolution`)).toEqual(DONE);
    expect(await open(order4711)).toEqual([]);
    await clock.advance(200);
    const [again, ...others] = await open(order4711);
    expect(others).toEqual([]);
    expect(again).not.toBe(key);
  });

  test("lets the token move on where something was", async () => {
    const { change, open, clock, find } = await start();
    expect(await change("PUT", `element-instances/${order4711}/variables`, { variables: { order: {} } })).toEqual(DONE);
    await change("POST", `incidents/${incidentOf(order4711)?.["incidentKey"]}/resolution`);
    await clock.advance(200);
    expect(await open(order4711)).toEqual([]);
    const active = column(
      await find("element-instances", { processInstanceKey: order4711, state: "ACTIVE" }),
      "elementId",
    );
    expect(active).not.toContain("charge-payment");
    expect(active).not.toEqual([]);
  });

  test("is refused while its job has no retries, and where there is none", async () => {
    const { change } = await start();
    const { incidentKey, jobKey } = incidentOf(outage) ?? {};
    expect(await change("POST", `incidents/${incidentKey}/resolution`)).toEqual([409, "INVALID_STATE"]);
    expect(await change("PATCH", `jobs/${jobKey}`, { changeset: { retries: 0 } })).toEqual([400, "INVALID_ARGUMENT"]);
    expect(await change("PATCH", `jobs/${jobKey}`, { changeset: {} })).toEqual([400, "INVALID_ARGUMENT"]);
    expect(await change("PATCH", `jobs/${jobKey}`, { changeset: { retries: 2 } })).toEqual(DONE);
    expect(await change("POST", `incidents/${incidentKey}/resolution`)).toEqual(DONE);
    expect(await change("POST", `incidents/${incidentKey}/resolution`)).toEqual([404, "NOT_FOUND"]);
    expect(await change("POST", "incidents/123/resolution")).toEqual([404, "NOT_FOUND"]);
  });
});

describe("an instance", () => {
  test("is cancelled once, with what it has called; one that was called is not", async () => {
    const { change, state } = await start();
    const [root, child] = [world.landmark("deepestRoot"), world.landmark("deepestChild")];
    expect(await change("POST", `process-instances/${child}/cancellation`)).toEqual([409, "INVALID_STATE"]);
    expect(await change("POST", `process-instances/${root}/cancellation`)).toEqual(DONE);
    expect([await state(root), await state(child)]).toEqual(["TERMINATED", "TERMINATED"]);
    expect(await change("POST", `process-instances/${root}/cancellation`)).toEqual([404, "NOT_FOUND"]);
  });

  test("is deleted when it has ended, and only from 8.9 on", async () => {
    const { change, state } = await start();
    const done = world.landmark("unremarkable");
    expect(await change("POST", `process-instances/${order4711}/deletion`)).toEqual([409, "INVALID_STATE"]);
    expect(await change("POST", `process-instances/${done}/deletion`)).toEqual(DONE);
    expect(await state(done)).toBeUndefined();
    expect(await change("POST", `process-instances/${done}/deletion`)).toEqual([404, "NOT_FOUND"]);
    const older = await start({ version: "8.8" });
    expect((await older.change("POST", `process-instances/${done}/deletion`))[0]).toBe(404);
  });

  test("is not migrated with an element left out or turned into another kind", async () => {
    const { change } = await start();
    const target = world
      .table("process-definitions")
      .find((row) => row["processDefinitionId"] === "order-fulfilment" && row["version"] === 3)?.[
      "processDefinitionKey"
    ];
    const path = `process-instances/${order4711}/migration`;
    const mapped = (targetElementId: string) => ({
      targetProcessDefinitionKey: String(target),
      mappingInstructions: [{ sourceElementId: "charge-payment", targetElementId }],
    });
    expect(await change("POST", path, { ...mapped("x"), mappingInstructions: [] })).toEqual([400, "INVALID_ARGUMENT"]);
    expect(await change("POST", path, mapped("no-such-element"))).toEqual([400, "INVALID_ARGUMENT"]);
    expect(await change("POST", path, mapped("clarify-payment"))).toEqual([409, "INVALID_STATE"]);
    expect(await change("POST", path, { ...mapped("charge-payment"), targetProcessDefinitionKey: "123" })).toEqual([
      404,
      "NOT_FOUND",
    ]);
    expect(await change("POST", path, mapped("charge-payment"))).toEqual(DONE);
  });

  test("ends without its last token", async () => {
    const { change, state, find } = await start();
    const [active] = itemsOf(await find("element-instances", { processInstanceKey: order4711, state: "ACTIVE" }));
    const terminateInstructions = [{ elementInstanceKey: active?.["elementInstanceKey"] ?? "" }];
    const path = `process-instances/${order4711}/modification`;
    expect(await change("POST", path, { terminateInstructions: [{ elementInstanceKey: "123" }] })).toEqual([
      400,
      "INVALID_ARGUMENT",
    ]);
    expect(await change("POST", path, { activateInstructions: [{ elementId: "order-received" }] })).toEqual([
      400,
      "INVALID_ARGUMENT",
    ]);
    expect(await change("POST", path, { terminateInstructions })).toEqual(DONE);
    expect(await state(order4711)).toBe("TERMINATED");
  });
});

test("variables are set in the scope alone, or outwards where they are", async () => {
  const { change, find } = await start();
  const element = incidentOf(order4711)?.["elementInstanceKey"];
  const scopes = async (name: string) =>
    column(await find("variables", { processInstanceKey: order4711, name }), "scopeKey");
  await change("PUT", `element-instances/${element}/variables`, { variables: { paymentMethod: "card", extra: 1 } });
  expect([await scopes("paymentMethod"), await scopes("extra")]).toEqual([[order4711], [order4711]]);
  await change("PUT", `element-instances/${element}/variables`, { variables: { extra: 2 }, local: true });
  expect([...(await scopes("extra"))].sort()).toEqual([String(element), order4711].sort());
});

test("what was done is true at once and can be read after the lag", async () => {
  const { change, state, clock } = await start({ runtime: { lag: 1000 } });
  expect(await change("POST", `process-instances/${order4711}/cancellation`)).toEqual(DONE);
  expect(await state(order4711)).toBe("ACTIVE");
  expect(await change("POST", `process-instances/${order4711}/cancellation`)).toEqual([404, "NOT_FOUND"]);
  await clock.advance(1000);
  expect(await state(order4711)).toBe("TERMINATED");
});
