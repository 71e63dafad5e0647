import { describe, expect, test } from "vitest";
import { resolveReference } from "../../../src/analysis/reference/resolve.ts";
import type { Engine, Filter, PageRequest, Row } from "../../../src/camunda/engine.ts";
import type { Entity } from "../../../src/camunda/entity.ts";
import { AT_ONCE } from "../../../src/camunda/parallel.ts";
import { OperateError } from "../../../src/errors.ts";
import { fakeEngine, patientCall } from "../../support/fake-engine.ts";

const KEY = "2251799813685249";
const FORBIDDEN = new OperateError("FORBIDDEN", "no permission");

type Tables = Readonly<Record<string, readonly Row[] | OperateError>>;

interface Asked extends Engine {
  readonly looks: { readonly plural: string; readonly filter: Filter }[];
  /** Most requests that were under way at the same time. */
  most(): number;
}

/** An engine over tables that filters by equality; an error stands for a table that cannot be read. */
const engineOver = (tables: Tables, changes: Partial<Engine> = {}): Asked => {
  const looks: { plural: string; filter: Filter }[] = [];
  let under = 0;
  let most = 0;
  const rowsIn = async (plural: string): Promise<readonly Row[]> => {
    under += 1;
    most = Math.max(most, under);
    await new Promise(setImmediate);
    under -= 1;
    const table = tables[plural] ?? [];
    if (table instanceof OperateError) throw table;
    return table;
  };
  return {
    ...fakeEngine([], "8.9"),
    looks,
    most: () => most,
    generation: "v2",
    async page({ plural }: Entity, { filter, size, after }: PageRequest) {
      looks.push({ plural, filter });
      const rows = (await rowsIn(plural)).filter((row) =>
        Object.entries(filter).every(([name, value]) => row[name] === value),
      );
      const from = Number(after ?? 0);
      const page = { rows: rows.slice(from, from + size), total: rows.length, totalIsExact: true };
      return page.rows.length === 0 ? page : { ...page, after: String(from + size) };
    },
    async get({ plural, key }: Entity, wanted: string) {
      const row = (await rowsIn(plural)).find((one) => one[key] === wanted);
      if (row === undefined) throw new OperateError("NOT_FOUND", "there is none");
      return { row, lists: {} };
    },
    ...changes,
  };
};

const instance = (processInstanceKey: string, more: Row = {}): Row => ({
  processInstanceKey,
  startDate: "2026-01-01T00:00:00Z",
  ...more,
});

const held = (variableKey: string, processInstanceKey: string, value: string, name = "orderId"): Row => ({
  ...{ variableKey, processInstanceKey, name, value },
});

const keysOf = (hits: readonly { readonly row: Row }[]) => hits.map(({ row }) => row["processInstanceKey"]);

describe("a key", () => {
  test("of an instance is asked for once", async () => {
    const engine = engineOver({ "process instances": [instance(KEY)] });
    const { hits, notices } = await resolveReference(engine, KEY, patientCall());
    expect(hits).toMatchObject([{ foundBy: "key", row: { processInstanceKey: KEY } }]);
    expect(notices).toEqual([]);
    expect(engine.looks).toHaveLength(1);
  });

  test("of anything else is asked for everywhere at once, but never more than is allowed", async () => {
    const engine = engineOver({ jobs: [{ jobKey: KEY, processInstanceKey: "7" }] });
    const { hits } = await resolveReference(engine, KEY, patientCall());
    expect(hits).toMatchObject([{ entity: { name: "job" }, row: { jobKey: KEY } }]);
    expect(engine.looks.map(({ plural }) => plural)).toEqual(
      expect.arrayContaining(["incidents", "variables", "decision requirements", "user tasks", "audit log entries"]),
    );
    expect(engine.most()).toBe(AT_ONCE);
  });

  test("with a number behind it is asked for among decision instances only", async () => {
    const id = `${KEY}-2`;
    const rows = [1, 2].map((index) => ({ decisionEvaluationInstanceKey: `${KEY}-${index}`, processInstanceKey: "7" }));
    const engine = engineOver({ "decision instances": rows });
    const { hits } = await resolveReference(engine, id, patientCall());
    expect(hits).toMatchObject([{ entity: { name: "decision instance" }, row: rows[1] }]);
    expect(engine.looks).toEqual([{ plural: "decision instances", filter: { decisionEvaluationInstanceKey: id } }]);
  });

  test("is not asked for where the API has no such thing, and nobody asks which version that is", async () => {
    let asked = 0;
    const version = async () => {
      asked += 1;
      return { atLeast: "8.6", text: "8.6", because: "said so" } as const;
    };
    const engine = engineOver({ incidents: [{ incidentKey: KEY }] }, { generation: "v1", version });
    const { notices } = await resolveReference(engine, KEY, patientCall());
    expect(engine.looks.map(({ plural }) => plural)).not.toContain("jobs");
    expect(notices).toEqual([]);
    expect(asked).toBe(0);
  });

  test("of a job leads to its incident where the API has no jobs", async () => {
    const rows = { incidents: [{ incidentKey: "4503599627370497", jobKey: KEY, processInstanceKey: "7" }] };
    const { hits } = await resolveReference(engineOver(rows, { generation: "v1" }), KEY, patientCall());
    expect(hits).toMatchObject([
      { entity: { name: "incident" }, row: { incidentKey: "4503599627370497" }, foundBy: "jobKey" },
    ]);
  });

  test("is known in groups of digits, as some programs write it", async () => {
    const engine = engineOver({ incidents: [{ incidentKey: KEY, processInstanceKey: "7" }] });
    const grouped = KEY.replace(/(?=(?:\d{3})+$)/g, " ");
    const { hits } = await resolveReference(engine, grouped, patientCall());
    expect(hits).toMatchObject([{ entity: { name: "incident" } }]);
  });

  test("is found in spite of what cannot be read, with a notice", async () => {
    const engine = engineOver({ incidents: [{ incidentKey: KEY, processInstanceKey: "7" }], variables: FORBIDDEN });
    const { hits, notices } = await resolveReference(engine, KEY, patientCall());
    expect(hits).toMatchObject([{ entity: { name: "incident" } }]);
    expect(notices).toEqual(["Not looked at: variables, because of FORBIDDEN: no permission."]);
  });

  test("that nothing has may be a value", async () => {
    const engine = engineOver({
      variables: [held("9", "7", JSON.stringify(KEY), "iban")],
      "process instances": [instance("7")],
    });
    const { hits } = await resolveReference(engine, `iban ${KEY}`, patientCall());
    expect(hits).toMatchObject([{ foundBy: "variable", variableName: "iban", row: { processInstanceKey: "7" } }]);
  });

  test("that is nothing at all is an error, which says what could not be read", async () => {
    const engine = engineOver({ jobs: FORBIDDEN });
    await expect(resolveReference(engine, KEY, patientCall())).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: `nothing here has the key ${KEY}; Not looked at: jobs, because of FORBIDDEN: no permission.`,
    });
  });

  test("in a link is never taken for a value", async () => {
    const engine = engineOver({
      variables: [held("9", "7", JSON.stringify(KEY))],
      "process instances": [instance("7")],
    });
    const link = `https://operate.example/processes/${KEY}`;
    await expect(resolveReference(engine, link, patientCall())).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a value", () => {
  test("means the topmost instance of each call hierarchy once, the newest first", async () => {
    const engine = engineOver({
      variables: [held("91", "30", '"A-17"'), held("92", "20", '"A-17"'), held("93", "40", '"A-17"')],
      "process instances": [
        instance("10"),
        instance("20", { parentProcessInstanceKey: "10" }),
        instance("30", { parentProcessInstanceKey: "20" }),
        instance("40", { startDate: "2026-01-04T00:00:00Z" }),
      ],
    });
    const { hits } = await resolveReference(engine, "A-17", patientCall());
    expect(keysOf(hits)).toEqual(["40", "10"]);
  });

  test("is found as a text and as a number, and as a word inside a text", async () => {
    const engine = engineOver({
      variables: [
        held("1", "1", '"4711"'),
        held("2", "2", "4711"),
        held("3", "3", '"A-4711"'),
        held("4", "4", '"14711"'),
        held("5", "5", "0.4711"),
        held("6", "6", '"4711,50 €"'),
      ],
      "process instances": ["1", "2", "3", "4", "5", "6"].map((key) => instance(key)),
    });
    const { hits, notices } = await resolveReference(engine, "4711", patientCall());
    expect(keysOf(hits).sort()).toEqual(["1", "2", "3"]);
    expect(hits.flatMap(({ isPart, row }) => (isPart ? [row["processInstanceKey"]] : []))).toEqual(["3"]);
    expect(notices).toEqual([expect.stringContaining("looked inside short values of the 6 newest variables")]);
  });

  test("that is a business id is settled by it", async () => {
    const engine = engineOver({
      variables: [held("3", "3", '"for A-17"')],
      "process instances": [instance("1", { businessId: "A-17" }), instance("3")],
    });
    const { hits, notices } = await resolveReference(engine, "A-17", patientCall());
    expect(hits).toMatchObject([{ foundBy: "businessId", row: { processInstanceKey: "1" } }]);
    expect(notices).toEqual([]);
  });

  test("of several words is first of all what it says as a whole", async () => {
    const engine = engineOver({
      variables: [held("1", "1", '"Route 66 Diner"'), held("2", "2", '"66"')],
      "process instances": [instance("1"), instance("2")],
    });
    expect(keysOf((await resolveReference(engine, "Route 66 Diner", patientCall())).hits)).toEqual(["1"]);
    expect(keysOf((await resolveReference(engine, "Route 66", patientCall())).hits).sort()).toEqual(["1", "2"]);
  });

  test("is chosen by the process that the words around it name", async () => {
    const engine = engineOver({
      variables: [held("1", "1", "4711"), held("2", "2", "4711")],
      "process instances": [
        instance("1", { processDefinitionId: "order-fulfilment" }),
        instance("2", { processDefinitionId: "this-is-a-claim" }),
      ],
    });
    const { hits } = await resolveReference(engine, "Why is order 4711 stuck?", patientCall());
    expect(keysOf(hits)).toEqual(["1"]);
  });

  test("is chosen by whole words of the process only, and the notice says how many others there are", async () => {
    const engine = engineOver({
      variables: [held("1", "1", "4711"), held("2", "2", "4711"), held("3", "3", "4711")],
      "process instances": [
        instance("1", { processDefinitionId: "OrderFulfilment" }),
        instance("2", { processDefinitionId: "claims-handling" }),
        instance("3", { processDefinitionId: "reorder" }),
      ],
    });
    const named = await resolveReference(engine, "order 4711", patientCall());
    expect(keysOf(named.hits)).toEqual(["1"]);
    expect(named.notices).toContainEqual(expect.stringMatching(/^2 more with this value are left out/));
    const unnamed = await resolveReference(engine, "the invoice and 4711", patientCall());
    expect(keysOf(unnamed.hits).sort()).toEqual(["1", "2", "3"]);
    expect(unnamed.notices.join(" ")).not.toContain("left out");
  });

  test("is another number of the sentence where the likeliest is none", async () => {
    const engine = engineOver({ variables: [held("1", "1", '"4711"')], "process instances": [instance("1")] });
    expect(keysOf((await resolveReference(engine, "order 4711 line 3", patientCall())).hits)).toEqual(["1"]);
  });

  test("is found in every instance, however many variables of one of them hold it", async () => {
    const newer = Array.from({ length: 2500 }, (_, index) => held(String(9000 - index), "1", '"Z-777"'));
    const engine = engineOver({
      variables: [...newer, held("1", "2", '"Z-777"')],
      "process instances": [instance("1"), instance("2")],
    });
    const { hits, isEverything, notices } = await resolveReference(engine, "Z-777", patientCall());
    expect(keysOf(hits).sort()).toEqual(["1", "2"]);
    expect(isEverything).toBe(true);
    expect(notices.join(" ")).not.toContain("More may fit");
  });

  test("that more instances may have than could be looked at is said to be so", async () => {
    const newer = Array.from({ length: 120 }, (_, index) => held(String(9000 - index), "1", '"Z-777"'));
    const engine = engineOver({
      variables: [...newer, held("1", "2", '"Z-777"')],
      "process instances": [instance("1"), instance("2")],
    });
    const { hits, isEverything, notices } = await resolveReference(engine, "Z-777", patientCall({ maxScanRows: 100 }));
    expect(keysOf(hits)).toEqual(["1"]);
    expect(isEverything).toBe(false);
    expect(notices).toContainEqual(expect.stringMatching(/^More may fit/));
  });

  test("is shown at most twenty times, and the notice says that there are more", async () => {
    const keys = Array.from({ length: 30 }, (_, index) => String(index + 100));
    const engine = engineOver({
      variables: keys.map((key) => held(key, key, '"A-17"')),
      "process instances": keys.map((key) => instance(key)),
    });
    const { hits, notices } = await resolveReference(engine, "A-17", patientCall());
    expect(hits).toHaveLength(20);
    expect(notices).toContain("30 or more fit; these are the newest 20.");
    expect(engine.most()).toBeLessThanOrEqual(AT_ONCE);
  });

  test("is found in spite of instances that cannot be read, with a notice", async () => {
    const engine = engineOver({ variables: [held("1", "1", '"A-17"')], "process instances": FORBIDDEN });
    const { hits, notices } = await resolveReference(engine, "A-17", patientCall());
    expect(hits).toEqual([]);
    expect(notices.join(" ")).toContain("instances that hold the value, because of FORBIDDEN");
  });
});
