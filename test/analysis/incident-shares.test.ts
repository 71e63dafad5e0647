import { expect, test } from "vitest";
import { groupIncidents } from "../../src/analysis/incident-groups.ts";
import { incidentShares } from "../../src/analysis/incident-shares.ts";
import type { Engine, Row } from "../../src/camunda/engine.ts";
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
const clusterOf = (versions: readonly string[], countedTo = Number.POSITIVE_INFINITY) => {
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
      const total = Math.min(rows.length, countedTo);
      return { rows: part, total, totalIsExact: total < countedTo, after: String(from + part.length) };
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

/** So far the Operate API counts. */
const CAPPED = 10_000;

test("where the cluster does not count to the end, the parts are known by their versions", async () => {
  const { engine, pages } = clusterOf(VERSIONS, CAPPED);
  const { groups, coverage } = await counts(engine);
  expect(groups).toHaveLength(6);
  expect(coverage.rows).toBe(ALL);
  expect(pages.filter((page) => page === "13 1000")).toHaveLength(16);
});

test.each([
  ["a version cannot be seen and its incidents are in no part", VERSIONS.slice(1), undefined],
  ["the same where the cluster does not count to the end", VERSIONS.slice(1), CAPPED],
  ["there are no versions to be seen", [], undefined],
])("they are read one page after the other when %s", async (_, versions, countedTo) => {
  const { engine, pages } = clusterOf(versions, countedTo);
  const { coverage } = await counts(engine);
  expect(coverage.rows).toBe(ALL);
  expect(pages.filter((page) => page === "all 1000")).toHaveLength(25);
});

test.each([
  ["few incidents", { total: 9999 }, {}, {}],
  ["more than may be looked at", {}, {}, { maxScanRows: ALL - 1 }],
  ["incidents of one instance", {}, { filter: { processInstanceKey: "1" } }, {}],
  ["incidents of some time", {}, { windows: { creationTime: { after: "2026-11-01T00:00:00Z" } } }, {}],
])("%s are not taken apart", async (_, found, wanted, call) => {
  const { engine } = clusterOf(VERSIONS);
  const beginning = { items: incidents.slice(0, 1000), total: ALL, totalIsExact: true };
  const ask = (...[changes, other, limits]: readonly object[]) =>
    incidentShares(engine, { filter: {}, windows: {}, ...other }, { ...beginning, ...changes }, patientCall(limits));
  expect(await ask(found, wanted, call)).toBeUndefined();
  expect(await ask({}, {}, {})).toHaveLength(3);
});

test("where there are more than could be counted, reading ends near the limit and is not called exact", async () => {
  const { engine } = clusterOf(VERSIONS, CAPPED);
  const { coverage } = await read(engine, patientCall({ maxScanRows: 20_000 }));
  expect(coverage.exact).toBe(false);
  expect(coverage.rows).toBeGreaterThanOrEqual(20_000);
  expect(coverage.rows).toBeLessThan(ALL);
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
