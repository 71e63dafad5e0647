import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import type { Cluster } from "../../../src/simulator/cluster.ts";
import { isList, type Json, writeJson } from "../../../src/simulator/json.ts";
import { large } from "../../../src/simulator/large/large.ts";
import type { Row } from "../../../src/simulator/world.ts";
import { ask, cluster, column, itemsOf, objectOf, post } from "../ask.ts";

const world = large({ incidents: 1_000_000, now: Date.parse("2026-11-24T10:15:00.123Z") });
const start = () => cluster({ login: "none", world });
const search = ({ url }: Cluster, path: string, body: { readonly [name: string]: Json }) =>
  post(`${url}/v1/${path}/search`, writeJson(body));

/** Keys page after page, from a position on, until one is empty or so many pages are read. */
const read = async (
  running: Cluster,
  path: string,
  query: { readonly [name: string]: Json },
  pages = 100,
): Promise<readonly string[]> => {
  const keys: string[] = [];
  let searchAfter = query["searchAfter"];
  for (let page = 0; page < pages; page += 1) {
    const heard = await search(running, path, { ...query, ...(searchAfter === undefined ? {} : { searchAfter }) });
    expect(heard.status).toBe(200);
    const found = column(heard, "key").map(String);
    if (found.length === 0) break;
    keys.push(...found);
    const { sortValues } = objectOf(heard);
    searchAfter = isList(sortValues) ? sortValues : [];
  }
  return keys;
};

const tallies = world.truth();
const truth = (wanted: Partial<(typeof tallies)[number]>): number =>
  tallies
    .filter((tally) => Object.entries(wanted).every(([name, value]) => Reflect.get(tally, name) === value))
    .reduce((sum, { count }) => sum + count, 0);

describe("a million incidents", () => {
  it("are counted up to 10000 and can be read beyond, from the first to the last", async () => {
    const running = await start();
    const first = await search(running, "incidents", { size: 1 });
    expect(objectOf(first)["total"]).toBe(10_000);
    const [last] = await read(running, "incidents", { size: 1, sort: [{ field: "key", order: "DESC" }] }, 1);
    const near = String(BigInt(last ?? "") - 32n * 2500n);
    const keys = await read(running, "incidents", { size: 1000, searchAfter: [BigInt(near)] });
    expect(keys).toHaveLength(2500);
    expect(keys.at(-1)).toBe(last);
    expect(BigInt(last ?? "") > 5n << 51n).toBe(true);
  });

  it("of one definition and state are all read, each once, as many as the truth says", async () => {
    const running = await start();
    const counts = [...new Set(tallies.map(({ processDefinitionKey }) => processDefinitionKey))]
      .map((processDefinitionKey) => ({ processDefinitionKey, state: "ACTIVE" as const }))
      .map((filter) => ({ filter, count: truth(filter) }))
      .sort((one, other) => one.count - other.count);
    const [{ filter, count } = { filter: {}, count: 0 }] = counts;
    expect(count).toBeGreaterThan(100);
    expect(count).toBeLessThan(10_000);
    const keys = await read(running, "incidents", { size: 300, filter });
    expect([keys.length, new Set(keys).size]).toEqual([count, count]);
    expect(objectOf(await search(running, "incidents", { filter }))["total"]).toBe(count);
    const newest = await read(running, "incidents", {
      size: 300,
      filter,
      sort: [{ field: "creationTime", order: "DESC" }],
    });
    expect([...newest].sort()).toEqual([...keys].sort());
  });

  it("lead to their elements, statistics and flows", async () => {
    const running = await start();
    const [one = {}] = itemsOf(
      await search(running, "incidents", { size: 1, searchAfter: [(4n << 51n) + 5_000_000n] }),
    );
    expect(BigInt(String(one["key"])) >> 51n).toBe(4n);
    expect(objectOf(await ask(`${running.url}/v1/incidents/${one["key"]}`))).toEqual(one);
    const filter = { processInstanceKey: one["processInstanceKey"] ?? null };
    const path = `${running.url}/v1/process-instances/${one["processInstanceKey"]}`;
    expect(objectOf(await ask(path))).toMatchObject({ processDefinitionKey: one["processDefinitionKey"] });
    const elements = itemsOf(
      await search(running, "flownode-instances", { filter, sort: [{ field: "startDate", order: "DESC" }] }),
    );
    expect(elements[0]).toMatchObject({ incidentKey: one["key"], incident: true, state: "ACTIVE" });
    expect(elements.at(-1)).toMatchObject({ flowNodeId: "received" });
    const statistics = (await ask(`${path}/statistics`)).body;
    expect(isList(statistics) && statistics.length).toBe(elements.length);
    expect((await ask(`${path}/sequence-flows`)).body).toHaveLength(elements.length - 1);
  });

  it("are looked through for a filter that no index helps with", async () => {
    const running = await start();
    const filter = { message: "caught ACCOUNT_FROZEN", state: "RESOLVED" };
    const found = itemsOf(await search(running, "incidents", { size: 3, filter }));
    expect(found).toHaveLength(3);
    for (const { message, state } of found) {
      expect([state, message]).toEqual(["RESOLVED", expect.stringContaining("ACCOUNT_FROZEN")]);
    }
  });

  it("can not be sorted by what has no index", async () => {
    const running = await start();
    for (const sort of [
      [{ field: "type" }],
      [{ field: "creationTime" }, { field: "state" }],
      [{ field: "jobKey", order: "DESC" }],
    ]) {
      const heard = await search(running, "incidents", { sort });
      expect(heard.body).toMatchObject({ status: 500, message: "Error in reading incidents" });
    }
  });

  it("make room for rows that are added while someone reads", async () => {
    const running = await start();
    const [one = "", other = ""] = await read(running, "incidents", { size: 2 }, 1);
    const between: Row = { incidentKey: String(BigInt(one) + 1n), state: "ACTIVE", errorType: "UNKNOWN" };
    running.add("incidents", [between]);
    expect(await read(running, "incidents", { size: 3 }, 1)).toEqual([one, between["incidentKey"], other]);
    expect(await read(running, "incidents", { size: 1, searchAfter: [BigInt(one)] }, 2)).toEqual([
      between["incidentKey"],
      other,
    ]);
    const found = await search(running, "incidents", { filter: { type: "UNKNOWN" } });
    expect([column(found, "key").map(String), objectOf(found)["total"]]).toEqual([[between["incidentKey"]], 1]);
    expect((await ask(`${running.url}/v1/incidents/${between["incidentKey"]}`)).status).toBe(200);
  });

  it("go with their instance when that is deleted", async () => {
    const running = await start();
    const resolved = { filter: { state: "RESOLVED" }, size: 1 };
    const [one = {}] = itemsOf(await search(running, "incidents", resolved));
    const path = `${running.url}/v1/process-instances/${one["processInstanceKey"]}`;
    expect((await ask(path, "DELETE")).status).toBe(200);
    expect((await ask(path)).status).toBe(404);
    expect((await ask(`${running.url}/v1/incidents/${one["key"]}`)).status).toBe(404);
    const [next = {}] = itemsOf(await search(running, "incidents", resolved));
    expect(next["key"]).not.toBe(one["key"]);
    await ask(`${running.url}/v1/process-instances/${next["processInstanceKey"]}`, "DELETE");
    const [third] = column(await search(running, "incidents", resolved), "key");
    expect([one["key"], next["key"]]).not.toContain(third);
    const filter = { processInstanceKey: one["processInstanceKey"] ?? null };
    for (const dependants of ["incidents", "flownode-instances"]) {
      expect(objectOf(await search(running, dependants, { filter }))["total"]).toBe(0);
    }
  });

  it("take no more memory the more of them are read", async () => {
    const running = await start();
    const held = async (pages: number) => {
      await read(running, "incidents", { size: 1000 }, pages);
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const before = await held(3);
    // Thirty thousand rows would be some 30 MB.
    expect((await held(30)) - before).toBeLessThan(8_000_000);
  });
});

const collectGarbage = (): void => {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
};
