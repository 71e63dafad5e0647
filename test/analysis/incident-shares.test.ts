import { expect, test } from "vitest";
import { groupIncidents } from "../../src/analysis/incident-groups.ts";
import { incidentShares } from "../../src/analysis/incident-shares.ts";
import type { Engine, Page, Row } from "../../src/camunda/engine.ts";
import { fakeEngine, patientCall } from "../support/fake-engine.ts";

const VERSIONS = ["11", "12", "13"];
const EACH = [500, 9000, 15_000];
const ALL = EACH.reduce((sum, count) => sum + count, 0);

const incidents: readonly Row[] = VERSIONS.flatMap((processDefinitionKey, index) =>
  Array.from({ length: EACH[index] ?? 0 }, (_, number) => ({
    incidentKey: `${processDefinitionKey}${number}`,
    processDefinitionKey,
    state: "ACTIVE",
    errorType: "JOB_NO_RETRIES",
    errorMessage: number % 2 === 0 ? "connection refused" : "no such account",
    creationTime: "2026-11-24T10:00:00.000Z",
  })),
);

/** An engine over these incidents and these versions, what was asked of it, and how many requests were under way at most. */
const clusterOf = (versions: readonly string[], changes: Partial<Page> = {}) => {
  const pages: string[] = [];
  let [running, most] = [0, 0];
  const engine: Engine = {
    ...fakeEngine([]),
    async page(entity, { filter, size, after }) {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      const of = String(filter["processDefinitionKey"] ?? "all");
      if (entity.name === "incident") pages.push(`${of} ${size}`);
      const rows =
        entity.name === "incident"
          ? incidents.filter((row) =>
              Object.entries(filter).every(([field, value]) => row[field] === undefined || row[field] === value),
            )
          : versions.map((processDefinitionKey) => ({ processDefinitionKey, processDefinitionId: "p", version: 1 }));
      const from = Number(after ?? 0);
      const part = rows.slice(from, from + size);
      return { rows: part, total: rows.length, totalIsExact: true, ...changes, after: String(from + part.length) };
    },
  };
  return { engine, pages, most: () => most };
};

const read = (engine: Engine, call = patientCall()) =>
  groupIncidents(engine, { filter: { state: "ACTIVE" }, windows: {}, sort: [], latestOnly: false }, "error", call);

const counts = async (engine: Engine) => {
  const { groups, coverage } = await read(engine);
  return { groups: groups.map(({ processDefinitionKey, count }) => [processDefinitionKey, count]).sort(), coverage };
};

test("many incidents are read by version, several at once and each once, with the same counts", async () => {
  const { engine, pages, most } = clusterOf(VERSIONS);
  expect(await counts(engine)).toEqual({
    groups: VERSIONS.flatMap((version, index) => [
      [version, (EACH[index] ?? 0) / 2],
      [version, (EACH[index] ?? 0) / 2],
    ]),
    coverage: { rows: ALL, exact: true },
  });
  // The first page tells how many there are, and the next one is on its way by then.
  expect(pages.filter((page) => page === "all 1000").length).toBeLessThanOrEqual(2);
  expect(pages.filter((page) => page === "13 1000")).toHaveLength(15);
  expect(most()).toBeGreaterThan(2);
  expect(most()).toBeLessThanOrEqual(8);
});

test("progress grows to the number of incidents, and says how many are left", async () => {
  const { engine } = clusterOf(VERSIONS);
  const steps: [number, number | undefined][] = [];
  await read(engine, patientCall({ progress: (more, left) => steps.push([more, left]) }));
  const seen = steps.map((_, index) => steps.slice(0, index + 1).reduce((sum, [more]) => sum + more, 0));
  expect(seen).toContain(ALL);
  expect(steps[seen.indexOf(ALL)]?.[1]).toBe(0);
  expect(Math.min(...steps.map(([more]) => more))).toBeGreaterThanOrEqual(0);
});

test.each([
  ["a version is deleted and its incidents are in no part", VERSIONS.slice(1), {}],
  ["there are no versions to be seen", [], {}],
  ["the cluster does not count to the end", VERSIONS, { totalIsExact: false }],
])("they are read one page after the other when %s", async (_, versions, changes) => {
  const { engine, pages } = clusterOf(versions, changes);
  const { coverage } = await counts(engine);
  expect(coverage.rows).toBe(ALL);
  expect(pages.filter((page) => page === "all 1000")).toHaveLength(25);
});

test.each([
  ["few incidents", { total: 19_999, totalIsExact: true }, {}, {}],
  ["more than may be looked at", { total: 200_000, totalIsExact: true }, {}, {}],
  ["incidents of one instance", { total: 50_000, totalIsExact: true }, { processInstanceKey: "1" }, {}],
  ["more versions than pages", { total: 24_500, totalIsExact: true }, {}, { maxPageSize: 1200 }],
])("%s are not taken apart", async (_, found, filter, engine) => {
  const many = Array.from({ length: 21 }, (_, index) => String(index));
  const shares = incidentShares(
    { ...clusterOf(many).engine, ...engine },
    { filter, windows: {} },
    found,
    patientCall(),
  );
  expect(await shares).toBeUndefined();
});

test("what fails in one part ends the others", async () => {
  const { engine, pages } = clusterOf(VERSIONS);
  let failed = 0;
  const failing: Engine = {
    ...engine,
    async page(entity, request, call) {
      call.signal.throwIfAborted();
      if (request.filter["processDefinitionKey"] === "12" && request.after === "3000") {
        failed = pages.length;
        throw new Error("away");
      }
      return engine.page(entity, request, call);
    },
  };
  await expect(read(failing)).rejects.toThrow("away");
  const after = pages.length - failed;
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(after).toBeLessThanOrEqual(8);
  expect(pages.length - failed).toBeLessThanOrEqual(8);
});
