import { describe, expect, test } from "vitest";
import type { Call, Row } from "../../../src/camunda/engine.ts";
import { incident } from "../../../src/camunda/entities/incident.ts";
import { type Part, searchAhead } from "../../../src/camunda/search/ahead.ts";
import { type FakeEngine, fakeEngine, patientCall } from "../../support/fake-engine.ts";

const incidents = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({ incidentKey: String(index + 1) }));

const parts = (engine: FakeEngine, call: Call = patientCall()): AsyncGenerator<Part> =>
  searchAhead(engine, incident, { filter: {}, windows: {}, latestOnly: false, sort: [] }, 100, [], call);

const keys = (items: readonly Row[]): unknown[] => items.map((row) => row["incidentKey"]);

describe("a long search that is read ahead", () => {
  test("asks for the part behind the one that is worked on, and for no other", async () => {
    const engine = fakeEngine(incidents(350));
    const asked: number[] = [];
    const found: unknown[] = [];
    for await (const { items } of parts(engine)) {
      asked.push(engine.asked.length);
      found.push(...keys(items));
    }
    expect(asked).toEqual([2, 3, 4, 4]);
    expect(found).toEqual(keys(engine.rows));
  });

  test("knows in its last part how many there are, although the API has stopped counting", async () => {
    const engine = fakeEngine(incidents(350));
    const counting: FakeEngine = {
      ...engine,
      page: async (...args) => ({ ...(await engine.page(...args)), total: 200, totalIsExact: false }),
    };
    const totals: unknown[] = [];
    for await (const { total, totalIsExact } of parts(counting)) totals.push([total, totalIsExact]);
    expect(totals).toEqual([
      [200, false],
      [200, false],
      [300, false],
      [350, true],
    ]);
  });

  test("looks at no more rows than it may, and says where the list goes on", async () => {
    const engine = fakeEngine(incidents(350));
    const found: Part[] = [];
    for await (const part of parts(engine, patientCall({ maxScanRows: 150 }))) found.push(part);
    expect(engine.asked.map(({ size }) => size)).toEqual([100, 50]);
    expect(found.at(-1)?.resume).toEqual({ after: "150", read: 150, of: 350, shown: 150 });
  });

  test("asks for nothing more when the time of the call is nearly used up", async () => {
    const engine = fakeEngine(incidents(350));
    const found: Part[] = [];
    for await (const part of parts(engine, patientCall({ hurry: () => true }))) found.push(part);
    expect([found.length, engine.asked.length]).toEqual([1, 1]);
    expect(found[0]?.resume).toEqual({ after: "100", read: 100, of: 350, shown: 100 });
  });

  test("calls off what it has asked for when the caller leaves", async () => {
    const engine = fakeEngine(incidents(350));
    const signals: AbortSignal[] = [];
    const watched: FakeEngine = {
      ...engine,
      page: (entity, request, call) => {
        signals.push(call.signal);
        return engine.page(entity, request, call);
      },
    };
    for await (const { items } of parts(watched)) {
      expect(items).toHaveLength(100);
      expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
      break;
    }
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });

  test("is called off with the call", async () => {
    const engine = fakeEngine(incidents(350));
    const end = new AbortController();
    let signal: AbortSignal | undefined;
    const watched: FakeEngine = {
      ...engine,
      page: (entity, request, call) => {
        signal = call.signal;
        return engine.page(entity, request, call);
      },
    };
    const list = parts(watched, patientCall({ signal: end.signal }));
    await list.next();
    end.abort("enough");
    expect(signal?.reason).toBe("enough");
    await list.return(undefined);
  });

  test("tells a client how far it is", async () => {
    const engine = fakeEngine(
      Array.from({ length: 3000 }, (_, index) => ({
        incidentKey: String(index + 1),
        errorMessage: index % 10 === 0 ? "it failed" : "something else",
      })),
    );
    const told: number[] = [];
    const call = patientCall({ progress: (more) => told.push(more) });
    const query = { filter: { errorMessage: "failed" }, windows: {}, latestOnly: false, sort: [] };
    for await (const { items } of searchAhead(engine, incident, query, 100, [], call)) expect(items).toHaveLength(100);
    expect(told.length).toBeGreaterThan(3);
    expect(told.every((more) => more > 0)).toBe(true);
    expect(told.reduce((sum, more) => sum + more, 0)).toBeGreaterThan(2000);
    expect(told.reduce((sum, more) => sum + more, 0)).toBeLessThanOrEqual(3000);
  });

  test("fails with the part that could not be read, after those before it", async () => {
    const engine = fakeEngine(incidents(350));
    const broken: FakeEngine = {
      ...engine,
      page: async (entity, request, call) => {
        if (request.after === "100") throw new Error("gone");
        return engine.page(entity, request, call);
      },
    };
    const list = parts(broken);
    expect(keys((await list.next()).value?.items ?? [])).toHaveLength(100);
    await expect(list.next()).rejects.toThrow("gone");
  });

  test("ends with an error when the cluster answers the same page again", async () => {
    const engine = fakeEngine(incidents(1000));
    const stuck: FakeEngine = {
      ...engine,
      page: async (...args) => ({ ...(await engine.page(...args)), after: "100" }),
    };
    const read = async () => {
      for await (const { items } of parts(stuck)) expect(items).toHaveLength(100);
    };
    await expect(read()).rejects.toMatchObject({ code: "BAD_RESPONSE" });
  });
});
