import { describe, expect, test } from "vitest";
import type { Row } from "../../../src/camunda/engine.ts";
import { processDefinition } from "../../../src/camunda/entities/process-definition.ts";
import { processInstance } from "../../../src/camunda/entities/process-instance.ts";
import type { Query } from "../../../src/camunda/search/query.ts";
import { search } from "../../../src/camunda/search/search.ts";
import { type FakeEngine, fakeEngine, limited, livingEngine, patientCall } from "../../support/fake-engine.ts";

const query = (changes: Partial<Query>): Query => ({
  filter: {},
  windows: {},
  latestOnly: false,
  sort: [],
  limit: 20,
  ...changes,
});

const definitions = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({
    processDefinitionKey: String(index + 1),
    processDefinitionId: `p${Math.floor(index / 3)}`,
    name: index % 10 === 7 ? `Straße ${index}` : `Order ${index}`,
    version: 3 - (index % 3),
  }));

const find = (engine: FakeEngine, changes: Partial<Query>, maxScanRows = 100_000, call = patientCall()) =>
  search(engine, processDefinition, query(changes), processDefinition.columns, { ...call, maxScanRows });

const keys = (items: readonly Row[]): unknown[] => items.map((row) => row["processDefinitionKey"]);

/** Follows a search to its end. */
const all = async (engine: FakeEngine, changes: Partial<Query>, maxScanRows?: number) => {
  const found: unknown[] = [];
  let pages = 0;
  let resume: Query["resume"];
  do {
    const page: Awaited<ReturnType<typeof find>> = await find(
      engine,
      { ...changes, ...(resume && { resume }) },
      maxScanRows,
    );
    found.push(...keys(page.items));
    resume = await page.resumeAfter(page.items.length);
    pages += 1;
  } while (resume !== undefined && pages < 100);
  return { found, pages };
};

describe("a search that the cluster can do alone", () => {
  test("is one request of just the size that was asked for", async () => {
    const engine = fakeEngine(definitions(100));
    const found = await find(engine, { filter: { processDefinitionId: "p1" }, limit: 5 });
    expect(engine.asked).toEqual([{ filter: { processDefinitionId: "p1" }, sort: [], size: 5 }]);
    expect(found).toMatchObject({ total: 100, totalIsExact: true, notices: [] });
  });

  test("does not offer another page behind the last row", async () => {
    const engine = fakeEngine(definitions(40));
    expect((await all(engine, { limit: 20 })).pages).toBe(2);
    expect((await all(engine, { limit: 40 })).pages).toBe(1);
  });

  test("goes on exactly behind any row, by reading the page up to it again", async () => {
    const engine = fakeEngine(definitions(50));
    const first = await find(engine, { limit: 20 });
    const resume = await first.resumeAfter(7);
    expect(engine.asked.at(-1)).toMatchObject({ size: 7 });
    const second = await find(engine, { limit: 20, ...(resume && { resume }) });
    expect(keys(second.items)[0]).toBe("8");
  });

  test("repeats a row rather than losing one when rows have moved in between", async () => {
    const engine = fakeEngine(definitions(50));
    const first = await find(engine, { limit: 20 });
    engine.rows = [{ processDefinitionKey: "0" }, ...engine.rows];
    const resume = await first.resumeAfter(7);
    expect(resume).toEqual({ read: 0, of: 50, past: "7", shown: 7 });
    const second = await find(engine, { limit: 20, ...(resume && { resume }) });
    expect(keys(second.items)[0]).toBe("8");
  });
});

describe("a cluster behind a gateway that limits pages", () => {
  test.each([1, 7, 20, 29, 30, 49, 50])("is read on by its cursor, %i rows at a time", async (most) => {
    for (const limit of [10, 30, 100]) {
      const { found } = await all(limited(fakeEngine(definitions(50)), most), { limit });
      expect(found).toEqual(keys(definitions(50)));
    }
  });

  test("gives as many rows as were asked for, and says where the list goes on", async () => {
    const engine = fakeEngine(definitions(50));
    const found = await find(limited(engine, 20), { limit: 30 });
    expect(found).toMatchObject({ total: 50, totalIsExact: true, notices: [] });
    expect(found.items).toHaveLength(30);
    expect(engine.asked).toMatchObject([{ size: 20 }, { size: 10, after: "20" }]);
    expect(await found.resumeAfter(30)).toEqual({ after: "30", read: 30, of: 50, shown: 30 });
  });

  test("is read to the end although it stops counting", async () => {
    const engine = limited(fakeEngine(definitions(50)), 20);
    const counting: FakeEngine = {
      ...engine,
      page: async (...args) => ({ ...(await engine.page(...args)), total: 40, totalIsExact: false }),
    };
    const found = await find(counting, { limit: 100 });
    expect(found).toMatchObject({ total: 50, totalIsExact: true });
    expect(found.items).toHaveLength(50);
  });

  test("is scanned to the end", async () => {
    const found = await find(limited(fakeEngine(definitions(95)), 20), { filter: { name: "straße" } });
    expect(found.items).toHaveLength(9);
    expect(found.notices).toEqual(["name compared here, not by the cluster: looked at 95 rows, all there are."]);
  });

  test("is no reason to ask once more where the last page is as long as was left", async () => {
    const engine = fakeEngine(definitions(45));
    await all(engine, { limit: 20 });
    expect(engine.asked.map(({ after }) => after)).toEqual([undefined, "20", "40"]);
  });
});

describe("a list that is shorter than its count", () => {
  /** Counts 50, and has 20: its cursor leads nowhere, or it has none. */
  const short = (hasCursor: boolean): FakeEngine => {
    const engine = fakeEngine(definitions(20));
    return {
      ...engine,
      page: async (...args) => {
        const { after, ...page } = await engine.page(...args);
        return { ...page, total: 50, ...(hasCursor && after !== undefined ? { after } : {}) };
      },
    };
  };
  const COUNTS_MORE = expect.stringMatching(/^The cluster counts more process definitions than it gives/);

  test.each([true, false])("is shown as not all, and goes nowhere (with a cursor: %s)", async (hasCursor) => {
    const found = await find(short(hasCursor), { limit: 30 });
    expect(found).toMatchObject({ total: 50, totalIsExact: false, notices: [COUNTS_MORE] });
    expect(found.items).toHaveLength(20);
    expect(await found.resumeAfter(20)).toBeUndefined();
  });

  test.each([true, false])("is not all there is for a scan either (with a cursor: %s)", async (hasCursor) => {
    const found = await find(short(hasCursor), { filter: { name: "straße" } });
    expect(found).toMatchObject({ total: 2, totalIsExact: false });
    expect(found.notices).toEqual(["name compared here, not by the cluster: looked at 20 rows.", COUNTS_MORE]);
  });

  test("is told by the page on which nothing comes any more", async () => {
    const first = await find(short(true), { limit: 20 });
    const resume = await first.resumeAfter(20);
    const second = await find(short(true), { limit: 20, ...(resume && { resume }) });
    expect(second).toMatchObject({ items: [], total: 20, totalIsExact: false, notices: [COUNTS_MORE] });
    expect(await second.resumeAfter(0)).toBeUndefined();
  });
});

describe("a list that changes while it is read", () => {
  const without = (engine: FakeEngine, isGone: (key: number) => boolean): void => {
    engine.rows = engine.rows.filter((row) => !isGone(Number(row["processDefinitionKey"])));
  };

  test("is shown to its end although the rows that were shown are gone by then", async () => {
    const engine = livingEngine(processDefinition, definitions(100));
    const found: unknown[] = [];
    let resume: Query["resume"];
    do {
      const page: Awaited<ReturnType<typeof find>> = await find(engine, { limit: 20, ...(resume && { resume }) });
      found.push(...keys(page.items));
      resume = await page.resumeAfter(page.items.length);
      without(engine, (key) => found.includes(String(key)));
    } while (resume !== undefined);
    expect(found).toEqual(keys(definitions(100)));
  });

  test("ends where its last rows have gone, which is no error", async () => {
    const engine = livingEngine(processDefinition, definitions(30));
    const first = await find(engine, { limit: 20 });
    const resume = await first.resumeAfter(20);
    without(engine, (key) => key > 20);
    const second = await find(engine, { limit: 20, ...(resume && { resume }) });
    expect(second).toMatchObject({ items: [], total: 20, totalIsExact: true, notices: [] });
    expect(await second.resumeAfter(0)).toBeUndefined();
  });

  test("is as long as what came of it where its last row has gone since it was counted", async () => {
    const engine = livingEngine(processDefinition, definitions(41));
    const living: FakeEngine = {
      ...engine,
      page: async (entity, request, call) => {
        if (request.after === "40") without(engine, (key) => key > 40);
        return engine.page(entity, { ...request, size: 20 }, call);
      },
    };
    expect(await find(living, { limit: 100 })).toMatchObject({ total: 40, totalIsExact: true, notices: [] });
  });

  test("is scanned to its end although rows come and go, and is as long as what came", async () => {
    const engine = livingEngine(processDefinition, definitions(500));
    let asked = 0;
    const living: FakeEngine = {
      ...engine,
      page: async (entity, request, call) => {
        asked += 1;
        if (asked === 2) without(engine, (key) => key % 10 === 0);
        return engine.page(entity, request, call);
      },
    };
    const found = await find(living, { filter: { name: "order" }, limit: 100 }, 100_000);
    expect(found.notices).toEqual([expect.stringMatching(/looked at \d+ rows/)]);
    const rest = await all(living, { filter: { name: "order" }, limit: 1000 });
    expect(rest.found).toHaveLength(engine.rows.filter(({ name }) => String(name).startsWith("Order")).length);
  });
});

describe("rows without a key", () => {
  const keyless: Row[] = [
    { processDefinitionKey: "1" },
    { processDefinitionKey: "2" },
    { name: "no key" },
    { processDefinitionKey: "4" },
  ];

  test("are shown like the others, and hide none of them", async () => {
    const found = await find(fakeEngine(keyless), {});
    expect(found.items).toEqual(keyless);
  });

  test("are counted", async () => {
    expect(await find(fakeEngine([{}]), {})).toMatchObject({ items: [{}], total: 1, totalIsExact: true });
  });
});

describe("a part of a name", () => {
  test("is looked for in any case, here, and says how many rows were looked at", async () => {
    const engine = fakeEngine(definitions(95));
    const found = await find(engine, { filter: { name: "STRAßE" } });
    expect(keys(found.items)).toEqual(["8", "18", "28", "38", "48", "58", "68", "78", "88"]);
    expect(found).toMatchObject({ total: 9, totalIsExact: true });
    expect(found.notices).toEqual(["name compared here, not by the cluster: looked at 95 rows, all there are."]);
    expect(engine.asked[0]?.filter).toEqual({});
  });

  test("finds every row once over many pages", async () => {
    const { found, pages } = await all(fakeEngine(definitions(2500)), { filter: { name: "straße" }, limit: 100 });
    expect(found).toHaveLength(250);
    expect(new Set(found).size).toBe(250);
    expect(pages).toBe(3);
  });

  test("stops at the largest number of rows, says so, and goes on from there", async () => {
    const engine = fakeEngine(definitions(1000));
    const first = await find(engine, { filter: { name: "nowhere" } }, 300);
    expect(first.items).toEqual([]);
    expect(first.totalIsExact).toBe(false);
    expect(first.notices[0]).toMatch(/looked at 300 rows and stopped before the end; page\.next goes on there/);
    expect((await all(engine, { filter: { name: "straße" } }, 300)).found).toHaveLength(100);
  });

  test("looks at no more rows than it may", async () => {
    const engine = fakeEngine(definitions(1000));
    await find(engine, { filter: { name: "nowhere" } }, 10);
    expect(engine.asked).toMatchObject([{ size: 10 }]);
  });

  test("stops when the time of the call is nearly used up", async () => {
    const engine = fakeEngine(definitions(1000));
    const found = await find(engine, { filter: { name: "nowhere" } }, 100_000, patientCall({ hurry: () => true }));
    expect(engine.asked).toHaveLength(1);
    expect(await found.resumeAfter(0)).toEqual({ after: "100", read: 100, of: 1000, shown: 0 });
  });

  test("tells a client how far it is", async () => {
    const seen: unknown[] = [];
    const progress = (...numbers: unknown[]) => seen.push(numbers);
    await find(fakeEngine(definitions(1000)), { filter: { name: "nowhere" } }, 100_000, patientCall({ progress }));
    expect(seen).toEqual([
      [100, 900],
      [200, 700],
      [400, 300],
    ]);
  });

  test("ends with an error when the cluster answers the same page again", async () => {
    const engine = fakeEngine(definitions(1000));
    const stuck: FakeEngine = {
      ...engine,
      page: async (...args) => ({ ...(await engine.page(...args)), after: "100" }),
    };
    await expect(find(stuck, { filter: { name: "nowhere" } })).rejects.toMatchObject({ code: "BAD_RESPONSE" });
  });
});

test("a cluster that answers the same rows under new positions is an error, not a longer list", async () => {
  const engine = fakeEngine(definitions(50));
  let positions = 0;
  const ignoring: FakeEngine = {
    ...engine,
    page: async (entity, { after: _, ...request }, call) => {
      positions += 1;
      return { ...(await engine.page(entity, request, call)), total: 500, after: `made up ${positions}` };
    },
  };
  for (const filter of [{}, { name: "order" }]) {
    await expect(find(ignoring, { filter, limit: 100 })).rejects.toMatchObject({ code: "BAD_RESPONSE" });
  }
});

describe("latestOnly", () => {
  test("shows the newest version of each process, over all pages", async () => {
    const engine = fakeEngine(definitions(30));
    const { found } = await all(engine, { latestOnly: true, limit: 4 });
    expect(found).toEqual(["1", "4", "7", "10", "13", "16", "19", "22", "25", "28"]);
    expect(engine.asked[0]?.sort).toEqual([
      { field: "processDefinitionId", order: "ASC" },
      { field: "tenantId", order: "ASC" },
      { field: "version", order: "DESC" },
    ]);
  });

  test("compares other filters with the newest version only", async () => {
    const engine = fakeEngine(definitions(30));
    const found = await find(engine, { latestOnly: true, filter: { version: 2 } });
    expect(found.items).toEqual([]);
    expect(engine.asked[0]?.filter).toEqual({});
  });

  test("leaves tenants out where the version has none", async () => {
    const engine = fakeEngine(definitions(3), "8.2");
    await find(engine, { latestOnly: true });
    expect(engine.asked[0]?.sort.map(({ field }) => field)).toEqual(["processDefinitionId", "version"]);
  });

  test("has an order of its own", async () => {
    const changes = { latestOnly: true, sort: [{ field: "name", order: "ASC" as const }] };
    await expect(find(fakeEngine([]), changes)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });
});

describe("a time window", () => {
  const instances = (count: number): Row[] =>
    Array.from({ length: count }, (_, index) => ({
      processInstanceKey: String(index + 1),
      startDate: new Date(Date.UTC(2026, 0, 1) - index * 3_600_000).toISOString(),
    }));
  const within = { after: "2025-12-31T12:00:00.000Z", before: "2025-12-31T20:00:00.000Z" };
  const look = (engine: FakeEngine, changes: Partial<Query>) =>
    search(engine, processInstance, query(changes), processInstance.columns, patientCall());

  test("sorts by its date, newest first, and stops reading at its far end", async () => {
    const engine = fakeEngine(instances(5000));
    const found = await look(engine, { windows: { startDate: within } });
    expect(found.items.map((row) => row["processInstanceKey"])).toEqual([
      "5",
      "6",
      "7",
      "8",
      "9",
      "10",
      "11",
      "12",
      "13",
    ]);
    expect(found).toMatchObject({ total: 9, totalIsExact: true, notices: [] });
    expect(engine.asked).toEqual([{ filter: {}, sort: [{ field: "startDate", order: "DESC" }], size: 20 }]);
  });

  test("begins in the middle where the API can", async () => {
    const engine = fakeEngine(instances(5000));
    const found = await look({ ...engine, edge: () => "4" }, { windows: { startDate: within } });
    expect(engine.asked[0]).toMatchObject({ after: "4" });
    expect(found.items).toHaveLength(9);
  });

  test("under another order looks at all rows and says so", async () => {
    const engine = fakeEngine(instances(300));
    const found = await look(engine, { windows: { startDate: within }, sort: [{ field: "state", order: "ASC" }] });
    expect(found.items).toHaveLength(9);
    expect(found.notices[0]).toMatch(/^startDate compared here.*looked at 300 rows, all there are/);
  });
});

describe("what the connected version does not have", () => {
  const look = (changes: Partial<Query>, version: "8.0" | "8.6") =>
    search(fakeEngine([], version), processInstance, query(changes), processInstance.columns, patientCall());

  test.each([
    [{ filter: { hasIncident: true } }, "8.0", /hasIncident exists since Camunda 8\.6/],
    [{ filter: { tenantId: "x" } }, "8.0", /tenantId exists since Camunda 8\.3/],
    [{ filter: { businessId: "x" } }, "8.6", /businessId exists since Camunda 8\.9/],
    [{ filter: { state: "SUSPENDED" } }, "8.6", /state SUSPENDED exists since Camunda 8\.10/],
    [{ sort: [{ field: "hasIncident", order: "ASC" }] }, "8.0", /hasIncident exists since/],
  ] as const)("%j on %s is UNSUPPORTED", async (changes, version, message) => {
    await expect(look(changes, version)).rejects.toMatchObject({
      code: "UNSUPPORTED",
      message: expect.stringMatching(message),
    });
  });

  test("a field that cannot be sorted by names those that can", async () => {
    const sort = [{ field: "parentProcessInstanceKey", order: "ASC" as const }];
    await expect(look({ sort }, "8.6")).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      next: expect.stringContaining("startDate"),
    });
  });
});
