import { describe, expect, test } from "vitest";
import { entities } from "../../../src/camunda/entities/index.ts";
import { processInstance } from "../../../src/camunda/entities/process-instance.ts";
import { company } from "../../../src/simulator/company/company.ts";
import { now, of, sample, text } from "./sample.ts";

const everything = (of: typeof sample): string =>
  JSON.stringify(
    ["process-definitions", "process-instances", "element-instances", "incidents", "variables", "jobs"].map(of.table),
  );

const active = (key: string) => of("element-instances", key).filter(({ state }) => state === "ACTIVE");
const openIncidents = (key: string) => of("incidents", key).filter(({ state }) => state === "ACTIVE");
const variable = (key: string, name: string) =>
  of("variables", key).find((row) => row["name"] === name && row["scopeKey"] === key)?.["value"];
const instance = (key: string) => sample.rows(processInstance).find((row) => row["processInstanceKey"] === key) ?? {};

describe("the company", () => {
  test("is the same for the same seed and time, and another for another seed", () => {
    expect(everything(company({ now }))).toBe(everything(sample));
    expect(everything(company({ now, seed: 1 }))).not.toBe(everything(sample));
  });

  test("moves with the time it is asked for", () => {
    const later = company({ now: now + 86_400_000 });
    const [start, laterStart] = [sample, later].map((one) =>
      Date.parse(text(one.table("process-instances").at(-1) ?? {}, "startDate")),
    );
    expect((laterStart ?? 0) - (start ?? 0)).toBe(86_400_000);
  });

  test("holds every particular situation whatever the seed", () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const other = company({ now, seed });
      expect(new Set(other.table("incidents").map((row) => row["errorType"])).size).toBe(11);
      expect(
        other
          .table("element-instances")
          .filter((row) => row["elementId"] === "book-ramp-slot" && row["state"] === "ACTIVE"),
      ).toHaveLength(1);
    }
  });

  test("answers an entity with the same array each time", () => {
    expect(sample.rows(processInstance)).toBe(sample.rows(processInstance));
  });

  const known = entities.filter(({ path }) => sample.table(path.v2).length > 0);
  test("knows every kind of thing", () => {
    expect(known.length).toBeGreaterThanOrEqual(10);
  });

  test.each(known.map((entity) => [entity.plural, entity] as const))(
    "has something in every field of %s",
    (_, entity) => {
      const filled = new Set(
        sample.rows(entity).flatMap((row) => Object.keys(row).filter((name) => row[name] !== undefined)),
      );
      const declared = Object.keys(entity.fields).map((name) => `${entity.path.v2}.${name}`);
      // The first is no field of the older API, the second is worked out by this server.
      const left = ["process-instances.errorMessage", "variables.valueLength"];
      expect(declared.filter((name) => !filled.has(name.split(".")[1] ?? "") && !left.includes(name))).toEqual([]);
    },
  );

  test("has some hundred instances in all states, of many versions, in two tenants", () => {
    const rows = sample.table("process-instances");
    expect(rows.length).toBeGreaterThanOrEqual(300);
    expect(rows.length).toBeLessThanOrEqual(500);
    expect(new Set(rows.map((row) => row["state"]))).toEqual(
      new Set(["ACTIVE", "COMPLETED", "TERMINATED", "SUSPENDED"]),
    );
    expect(new Set(rows.map((row) => row["tenantId"]))).toEqual(new Set(["<default>", "nordlicht"]));
    const definitions = sample.table("process-definitions");
    expect(new Set(definitions.map((row) => row["processDefinitionId"])).size).toBe(8);
    expect(definitions.length).toBe(20);
    const used = new Set(rows.map((row) => row["processDefinitionKey"]));
    for (const definition of definitions) expect(used).toContain(definition["processDefinitionKey"]);
  });
});

describe("landmarks", () => {
  test("order 4711 is stuck above 2^53 because its total is missing", () => {
    const key = sample.landmark("order4711");
    expect(BigInt(key) > 2n ** 53n).toBe(true);
    expect(instance(key)).toMatchObject({ state: "ACTIVE", hasIncident: true, businessId: "A-4711" });
    expect(variable(key, "orderId")).toBe('"A-4711"');
    expect(openIncidents(key)).toMatchObject([{ errorType: "IO_MAPPING_ERROR", elementId: "charge-payment" }]);
  });

  test("4711 occurs elsewhere as a number, as a text and as a part of a reference", () => {
    const found = sample.table("variables").map((row) => `${row["name"]} ${row["value"]}`);
    expect(found).toEqual(expect.arrayContaining(["orderNumber 4711", 'orderRef "4711"', 'orderId "A-4711"']));
  });

  test("the deepest child is three calls below its root and holds the only incident of the four", () => {
    const [root, child] = [sample.landmark("deepestRoot"), sample.landmark("deepestChild")];
    const way: unknown[] = [];
    for (let at: unknown = child; typeof at === "string"; at = instance(at)["parentProcessInstanceKey"]) way.push(at);
    expect(way).toHaveLength(4);
    expect(way.at(-1)).toBe(root);
    const family = sample.table("incidents").filter((row) => row["rootProcessInstanceKey"] === root);
    expect(family.map((row) => row["processInstanceKey"])).toEqual([child]);
    expect(instance(root)["hasIncident"]).toBe(true);
  });

  test("the stalled instance waits for a job that no worker takes, without an incident", () => {
    const key = sample.landmark("stalled");
    expect(instance(key)["hasIncident"]).toBe(false);
    expect(active(key)).toMatchObject([{ elementId: "book-ramp-slot" }]);
    const [job] = of("jobs", key).filter(({ state }) => state === "CREATED");
    expect(job).toMatchObject({ type: "ramp-slot-booking", retries: 3 });
    expect(job?.["worker"]).toBeUndefined();
  });

  test("the stall is the only service task that is open for long without an incident", () => {
    const slow = sample
      .table("element-instances")
      .filter(({ type, state, hasIncident }) => type === "SERVICE_TASK" && state === "ACTIVE" && hasIncident === false)
      .filter((row) => now - Date.parse(text(row, "startDate")) > 3_600_000);
    expect(slow.map((row) => row["processInstanceKey"])).toEqual([sample.landmark("stalled")]);
  });

  test("the payment with the wrong correlation key waits for another key than the customer uses", () => {
    const key = sample.landmark("wrongCorrelationKey");
    const [subscription] = of("message-subscriptions", key);
    expect(subscription).toMatchObject({ messageSubscriptionState: "CREATED", correlationKey: "A-04822" });
    expect(variable(key, "paymentReference")).toBe('"A-4822"');
  });

  test("the far timer is due in decades", () => {
    const key = sample.landmark("farTimer");
    expect(active(key)).toMatchObject([{ elementId: "account-review" }]);
    const due = Date.parse(String(JSON.parse(String(variable(key, "reviewDate")))));
    expect(due - now).toBeGreaterThan(30 * 365 * 86_400_000);
  });

  test("the endless loop has polled far more often than any other night", () => {
    const polls = (key: unknown) =>
      sample
        .table("element-instances")
        .filter((row) => row["elementId"] === "poll-answer" && row["processInstanceKey"] === key).length;
    const nights = sample
      .table("process-instances")
      .filter((row) => row["processDefinitionId"] === "stock-replenishment");
    const endless = sample.landmark("endlessLoop");
    const others = nights.map((row) => row["processInstanceKey"]).filter((key) => key !== endless);
    expect(polls(endless)).toBeGreaterThan(3 * Math.max(...others.map(polls)));
  });

  test("of the multi-instance exactly one item fails", () => {
    const key = sample.landmark("failingItem");
    expect(openIncidents(key)).toMatchObject([{ elementId: "file-photos" }]);
    const items = of("element-instances", key).filter(({ type }) => type === "SUB_PROCESS");
    expect(items.filter(({ hasIncident }) => hasIncident)).toHaveLength(1);
    expect(items.filter(({ state }) => state === "COMPLETED")).toHaveLength(3);
    expect(active(key).map(({ type }) => type)).toContain("MULTI_INSTANCE_BODY");
  });

  test("each kind of trouble shows its own error", () => {
    const expected = {
      paymentOutage: "JOB_NO_RETRIES",
      calledProcessMissing: "CALLED_ELEMENT_ERROR",
      wrongType: "EXTRACT_VALUE_ERROR",
      missingVariable: "EXTRACT_VALUE_ERROR",
      noMatchingRule: "CONDITION_ERROR",
      decisionFailed: "DECISION_EVALUATION_ERROR",
      decisionMissing: "CALLED_DECISION_ERROR",
      listenerFailed: "EXECUTION_LISTENER_NO_RETRIES",
      formMissing: "FORM_NOT_FOUND",
      messageTooLarge: "MESSAGE_SIZE_EXCEEDED",
      unhandledError: "UNHANDLED_ERROR_EVENT",
      hostileMessage: "JOB_NO_RETRIES",
    } as const;
    const marks = [
      "paymentOutage",
      "calledProcessMissing",
      "wrongType",
      "missingVariable",
      "noMatchingRule",
      "decisionFailed",
      "decisionMissing",
      "listenerFailed",
      "formMissing",
      "messageTooLarge",
      "unhandledError",
      "hostileMessage",
    ] as const;
    for (const mark of marks) {
      const types = openIncidents(sample.landmark(mark)).map((row) => row["errorType"]);
      expect([mark, types]).toEqual([mark, [expected[mark]]]);
    }
  });

  test("the message about the too large job names that job", () => {
    const [incident] = openIncidents(sample.landmark("messageTooLarge"));
    expect(text(incident ?? {}, "errorMessage")).toContain(`'${text(incident ?? {}, "jobKey")}'`);
  });

  test("the hostile message gives orders and carries control, bidirectional, zero-width and tag characters", () => {
    const message = text(openIncidents(sample.landmark("hostileMessage"))[0] ?? {}, "errorMessage");
    expect(message).toMatch(/ignore all previous instructions/i);
    for (const character of ["\u202E", "\u2066", "\u200B", "\uFEFF", "\u001B", "\u0000", "\u{E0041}", "\u2028"]) {
      expect(message.includes(character)).toBe(true);
    }
  });

  test("secret-looking variables look like secrets, and long ones are marked as cut", () => {
    const names = of("variables", sample.landmark("secrets")).map((row) => row["name"]);
    expect(names).toEqual(
      expect.arrayContaining(["portalPassword", "crmApiKey", "authorization", "signingPrivateKey"]),
    );
    for (const row of sample.table("variables")) {
      expect(row["isTruncated"]).toBe(text(row, "value").length > 8191);
    }
    const long = of("variables", sample.landmark("longVariable")).filter((row) => row["isTruncated"]);
    expect(long.map((row) => row["name"])).toEqual(["priceSnapshot"]);
  });

  test("the unremarkable one is completed, and the canceled one left no open incident", () => {
    expect(instance(sample.landmark("unremarkable"))).toMatchObject({ state: "COMPLETED", hasIncident: false });
    const canceled = sample.landmark("canceledWithIncident");
    expect(instance(canceled)).toMatchObject({ state: "TERMINATED", hasIncident: false });
    expect(of("incidents", canceled)).toMatchObject([{ state: "RESOLVED" }]);
  });
});
