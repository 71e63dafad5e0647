import { describe, expect, it } from "vitest";
import { company } from "../../../src/simulator/company/company.ts";
import type { Json } from "../../../src/simulator/json.ts";
import { large } from "../../../src/simulator/large/large.ts";
import { cluster, column, type Heard } from "../ask.ts";
import { find, pageOf, start } from "./world.ts";

const SEARCH = "process-instances/search";
const keysOf = (heard: Heard) => column(heard, "processInstanceKey").map(String);
const ALL = [
  "2251799813685299",
  "2251799813685300",
  "4503599627370501",
  "9007199254740993",
  "11258999068426301",
  "9223372036854775807",
];
const decoded = (cursor: Json | undefined) => Buffer.from(String(cursor), "base64").toString("utf8");

describe("a page", () => {
  it("is in the order of the keys where nothing is said", async () => {
    expect(keysOf(await find(await start(), SEARCH))).toEqual(ALL);
  });

  it("has cursors that hold what is sorted by, as JSON in base64, keys digit for digit", async () => {
    const sort = [{ field: "startDate", order: "DESC" }];
    const page = pageOf(await find(await start(), SEARCH, { sort, page: { limit: 2 } }));
    expect(page).toMatchObject({ totalItems: 6, hasMoreTotalItems: false });
    expect(decoded(page["startCursor"])).toBe("[1795350600500,11258999068426301]");
    expect(decoded(page["endCursor"])).toBe("[1795219200000,9223372036854775807]");
  });

  it.each([1, 2, 4, 5])("of %i leads on by its end, and back by its start", async (limit) => {
    const running = await start();
    const sort = [{ field: "endDate", order: "DESC" }, { field: "state" }];
    const whole = keysOf(await find(running, SEARCH, { sort }));
    const seen: string[] = [];
    let after: Json = null;
    let last: Heard | undefined;
    for (;;) {
      const heard: Heard = await find(running, SEARCH, { sort, page: { limit, after } });
      if (keysOf(heard).length === 0) break;
      seen.push(...keysOf(heard));
      last = heard;
      after = pageOf(heard)["endCursor"] ?? null;
    }
    expect(seen).toEqual(whole);
    const before = last === undefined ? null : (pageOf(last)["startCursor"] ?? null);
    const back = await find(running, SEARCH, { sort, page: { limit, before } });
    const end = whole.length - keysOf(last ?? back).length;
    expect(keysOf(back)).toEqual(whole.slice(Math.max(0, end - limit), end));
  });

  it("begins at an offset", async () => {
    const running = await start();
    expect(keysOf(await find(running, SEARCH, { page: { from: 4, limit: 1 } }))).toEqual(ALL.slice(4, 5));
    expect(keysOf(await find(running, SEARCH, { page: { from: 9 } }))).toEqual([]);
  });

  it("beyond the end has null cursors from 8.9 on, and none before", async () => {
    const filter = { state: "TERMINATED", hasIncident: true };
    expect(pageOf(await find(await start("8.8"), SEARCH, { filter }))).toEqual({
      totalItems: 0,
      hasMoreTotalItems: false,
    });
    expect(pageOf(await find(await start("8.9"), SEARCH, { filter }))).toEqual({
      totalItems: 0,
      hasMoreTotalItems: false,
      startCursor: null,
      endCursor: null,
    });
  });

  it.each<[string, Json, readonly number[]]>([
    ["a number", [{ field: "processDefinitionVersion", order: "DESC" }], [3, 0, 1, 2, 4, 5]],
    ["a date that may be missing, which comes last", [{ field: "endDate", order: "ASC" }], [5, 2, 0, 1, 3, 4]],
    ["the same downwards, and missing ones come last again", [{ field: "endDate", order: "DESC" }], [2, 5, 0, 1, 3, 4]],
    ["a text, capitals first", [{ field: "processDefinitionId" }], [5, 0, 1, 2, 3, 4]],
    ["a flag", [{ field: "hasIncident", order: "DESC" }], [3, 0, 1, 2, 4, 5]],
    ["two things", [{ field: "startDate" }, { field: "processInstanceKey", order: "DESC" }], [3, 1, 0, 2, 5, 4]],
    ["the key downwards", [{ field: "processInstanceKey", order: "DESC" }], [5, 4, 3, 2, 1, 0]],
  ])("is sorted by %s", async (_, sort, order) => {
    expect(keysOf(await find(await start(), SEARCH, { sort }))).toEqual(order.map((index) => ALL[index]));
  });

  it("is sorted by what the version says: what is suspended is active before 8.10", async () => {
    const sort = [{ field: "state", order: "DESC" }];
    expect(keysOf(await find(await start("8.9"), SEARCH, { sort }))[1]).toBe(ALL[2]);
    expect(keysOf(await find(await start("8.10"), SEARCH, { sort }))[1]).toBe(ALL[4]);
  });

  it("of latest versions leads forward only, without a start and whatever the offset", async () => {
    const running = await start();
    const filter = { isLatestVersion: true };
    const first = await find(running, "process-definitions/search", { filter, page: { limit: 1, from: 1 } });
    expect(column(first, "processDefinitionId")).toEqual(["billing"]);
    expect(pageOf(first)["startCursor"]).toBeNull();
    const after = pageOf(first)["endCursor"] ?? null;
    const second = await find(running, "process-definitions/search", { filter, page: { limit: 1, after } });
    expect(column(second, "processDefinitionId")).toEqual(["order-process"]);
    const odd = await find(running, "process-definitions/search", { filter, sort: [{ field: "version" }] });
    expect(odd.status).toBe(400);
    const even = await find(running, "process-definitions/search", { filter, sort: [{ field: "tenantId" }] });
    expect(even.status).toBe(200);
  });
});

describe("many rows", () => {
  it("are counted up to 10000, and said to be more", async () => {
    const world = large({ incidents: 50_000, now: Date.parse("2026-11-24T10:15:00.123Z") });
    const running = await cluster({ version: "8.9", login: "none", world });
    const heard = await find(running, "incidents/search", { page: { limit: 1 } });
    expect(pageOf(heard)).toMatchObject({ totalItems: 10_000, hasMoreTotalItems: true });
    const some = pageOf(await find(running, "incidents/search", { filter: { state: "RESOLVED" }, page: { limit: 1 } }));
    expect(some).toMatchObject({ hasMoreTotalItems: false });
  });

  it("in a window of time are found without a look at the others", async () => {
    const now = Date.parse("2026-11-24T10:15:00.123Z");
    const running = await cluster({ version: "8.9", login: "none", world: large({ incidents: 1_000_000, now }) });
    const window = { $gte: "2026-11-01T00:00:00Z", $lt: "2026-11-01T06:00:00Z" };
    const query = {
      filter: { creationTime: window },
      sort: [{ field: "creationTime", order: "DESC" }],
      page: { limit: 10_000 },
    };
    const heard = await find(running, "incidents/search", query);
    const times = column(heard, "creationTime").map(String);
    // A million in ninety days are 463 an hour.
    expect(times.length).toBeGreaterThan(6 * 440);
    expect(times.length).toBeLessThan(6 * 480);
    expect([...times].sort().reverse()).toEqual(times);
    expect([times.at(-1)?.slice(0, 13), times[0]?.slice(0, 13)]).toEqual(["2026-11-01T00", "2026-11-01T05"]);
    expect(pageOf(heard)).toMatchObject({ totalItems: times.length });
    const keys = column(heard, "incidentKey").map(String);
    const byKey = await find(running, "incidents/search", {
      filter: { creationTime: window },
      page: { limit: 10_000 },
    });
    expect(column(byKey, "incidentKey").map(String)).toEqual(keys.toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)));
    const none = { creationTime: { $gt: "2026-11-02T00:00:00Z", $lt: "2026-11-01T00:00:00Z" } };
    expect(pageOf(await find(running, "incidents/search", { filter: none }))).toMatchObject({ totalItems: 0 });
    const picked = keys.filter((_, index) => index % 500 === 0).reverse();
    const found = await find(running, "incidents/search", {
      filter: { incidentKey: { $in: picked }, creationTime: window },
    });
    expect(column(found, "incidentKey").map(String)).toEqual(
      picked.toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)),
    );
  });

  it("can all be read in one page", async () => {
    const world = company({ now: Date.parse("2026-11-24T10:15:00.123Z") });
    const running = await cluster({ version: "8.9", login: "none", world });
    const heard = await find(running, "variables/search", { page: { limit: 10_000 } });
    expect(column(heard, "variableKey")).toHaveLength(world.table("variables").length);
  });
});
