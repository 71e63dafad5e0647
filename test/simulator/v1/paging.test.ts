import { describe, expect, it } from "vitest";
import type { Cluster } from "../../../src/simulator/cluster.ts";
import { isList, type Json, writeJson } from "../../../src/simulator/json.ts";
import type { Row } from "../../../src/simulator/world.ts";
import { cluster, column, objectOf, post } from "../ask.ts";
import { FIRST_LOST, LARGEST, sample } from "../sample.ts";

const INSTANCES = "/v1/process-instances/search";

/** Reads page after page until one is empty. */
const pages = async (
  { url }: Cluster,
  path: string,
  query: { readonly [name: string]: Json },
): Promise<readonly (readonly string[])[]> => {
  const read: (readonly string[])[] = [];
  let searchAfter: readonly Json[] | undefined;
  for (;;) {
    const heard = await post(url + path, writeJson({ ...query, ...(searchAfter && { searchAfter }) }));
    const keys = column(heard, "key").map(String);
    if (keys.length === 0) return read;
    read.push(keys);
    const { sortValues } = objectOf(heard);
    searchAfter = isList(sortValues) ? sortValues : [];
  }
};

const sorts: readonly (readonly { field: string; order: string }[])[] = [
  [],
  [{ field: "key", order: "DESC" }],
  [{ field: "startDate", order: "ASC" }],
  [{ field: "endDate", order: "ASC" }],
  [{ field: "endDate", order: "DESC" }],
  [{ field: "processVersionTag", order: "ASC" }],
  [{ field: "processVersionTag", order: "DESC" }],
  [{ field: "incident", order: "DESC" }],
  [
    { field: "bpmnProcessId", order: "DESC" },
    { field: "processVersion", order: "ASC" },
  ],
];

describe("paging", () => {
  it.each(sorts.map((sort) => [JSON.stringify(sort), sort] as const))(
    "covers every row once, in the same order as one page, sorted by %s",
    async (_, sort) => {
      for (const path of ["/v1/process-instances/search", "/v1/process-definitions/search"]) {
        const usable = path.includes("instances")
          ? sort
          : sort.filter(({ field }) => ["key", "bpmnProcessId"].includes(field));
        const started = await cluster({ login: "none" });
        const [whole = []] = await pages(started, path, { sort: usable, size: 1000 });
        const cut = await pages(started, path, { sort: usable, size: 4 });
        expect(whole).toHaveLength(45);
        expect(new Set(whole).size).toBe(45);
        expect(cut.flat()).toEqual(whole);
      }
    },
  );

  it("answers 10 rows unless told otherwise, in the order of their keys, with every digit", async () => {
    const { url } = await cluster({ login: "none" });
    const heard = await post(url + INSTANCES, "{}");
    const keys = column(heard, "key").map((key) => BigInt(String(key)));
    expect(keys).toHaveLength(10);
    expect(keys).toEqual([...keys].sort((a, b) => (a < b ? -1 : 1)));
    expect(heard.text).toContain(`"sortValues":[${keys.at(-1)}],"total":45}`);
  });

  it("prints keys and sort values as bare 64-bit integers", async () => {
    const { url } = await cluster({ login: "none", world: sample });
    const last = await post(url + INSTANCES, '{"sort":[{"field":"key"}]}');
    expect(last.text).toContain(`{"key":${LARGEST},`);
    expect(last.text).toContain(`"sortValues":[${LARGEST},${LARGEST}]`);
    const lost = await post(url + INSTANCES, '{"filter":{"incident":true}}');
    expect(lost.text).toContain(`{"key":${FIRST_LOST},`);
    expect(lost.text).toContain(`"sortValues":[${FIRST_LOST}]`);
  });

  it("goes on from a key beyond 2^53 without skipping or repeating its neighbour", async () => {
    const { url } = await cluster({ login: "none", world: sample });
    const keysAfter = async (key: string) =>
      column(await post(url + INSTANCES, `{"searchAfter":[${key}],"size":1}`), "key").map(String);
    expect(await keysAfter("9007199254740992")).toEqual([FIRST_LOST]);
    expect(await keysAfter(FIRST_LOST)).toEqual(["11258999068426301"]);
    expect(await keysAfter(`"${FIRST_LOST}"`)).toEqual(["11258999068426301"]);
    expect(await keysAfter(LARGEST)).toEqual([]);
  });

  it("goes on from a position that no row has", async () => {
    const { url } = await cluster({ login: "none", world: sample });
    const heard = await post(
      url + INSTANCES,
      `{"sort":[{"field":"startDate"}],"searchAfter":[${Date.parse("2026-11-20T12:00:00Z")},5],"size":1}`,
    );
    expect(column(heard, "startDate")).toEqual(["2026-11-20T23:59:59.999+0000"]);
  });

  it("breaks ties by the key, ascending whatever the order of the sort", async () => {
    const { url } = await cluster({ login: "none", world: sample });
    for (const order of ["ASC", "DESC"]) {
      const heard = await post(
        url + INSTANCES,
        `{"sort":[{"field":"startDate","order":"${order}"}],"filter":{"startDate":"2026-11-20T08:00:00.000+0000"}}`,
      );
      expect(column(heard, "key").map(String)).toEqual(["2251799813685299", "2251799813685300", FIRST_LOST]);
    }
  });

  it("gives dates as epoch milliseconds in sort values, and the extreme of 64 bits for a missing one, always last", async () => {
    const { url } = await cluster({ login: "none", world: sample });
    const sorted = (order: string, size: number) =>
      post(url + INSTANCES, `{"sort":[{"field":"endDate","order":"${order}"}],"size":${size}}`);
    const first = await sorted("ASC", 1);
    expect(objectOf(first)["sortValues"]).toEqual([Date.parse("2026-11-21T06:00:00Z"), BigInt(LARGEST)]);
    expect((await sorted("ASC", 6)).text).toContain('"sortValues":[9223372036854775807,11258999068426301]');
    expect((await sorted("DESC", 6)).text).toContain('"sortValues":[-9223372036854775808,11258999068426301]');
    expect(column(await sorted("DESC", 2), "endDate")).toEqual([
      "2026-11-21T07:00:00.000+0000",
      "2026-11-21T06:00:00.000+0000",
    ]);
  });

  it("gives null in sort values for a missing text, last in either order", async () => {
    const { url } = await cluster({ login: "none", world: sample });
    for (const order of ["ASC", "DESC"]) {
      const heard = await post(url + INSTANCES, `{"sort":[{"field":"processVersionTag","order":"${order}"}]}`);
      expect(column(heard, "processVersionTag").indexOf("stable")).toBe(0);
      expect(objectOf(heard)["sortValues"]).toEqual([null, BigInt(LARGEST)]);
    }
  });

  it("holds the key of a definition as text, as the recorded answers show", async () => {
    const { url } = await cluster({ login: "none", world: sample });
    const heard = await post(`${url}/v1/process-definitions/search`, '{"size":1}');
    expect(column(heard, "key")).toEqual([11258999068426241n]);
    expect(objectOf(heard)["sortValues"]).toEqual(["11258999068426241"]);
    const next = await post(`${url}/v1/process-definitions/search`, '{"size":1,"searchAfter":["11258999068426241"]}');
    expect(column(next, "key")).toEqual([2251799813685250]);
  });

  it("answers an empty page behind the last row, with the same total", async () => {
    const { url } = await cluster({ login: "none", world: sample });
    const heard = await post(url + INSTANCES, `{"searchAfter":[${LARGEST}]}`);
    expect(heard.body).toEqual({ items: [], sortValues: [], total: 6 });
  });

  it("shows a row that was added while someone pages, where it belongs", async () => {
    const started = await cluster({ login: "none", world: sample });
    const first = await post(started.url + INSTANCES, '{"size":1}');
    expect(column(first, "key")).toEqual([2251799813685299]);
    started.add("process-instances", [
      { processInstanceKey: "2251799813685200", state: "ACTIVE" },
      { processInstanceKey: "2251799813685301", state: "ACTIVE" },
    ]);
    const rest = await post(started.url + INSTANCES, '{"searchAfter":[2251799813685299]}');
    expect(column(rest, "key").slice(0, 2)).toEqual([2251799813685300, 2251799813685301]);
    expect(objectOf(rest)["total"]).toBe(8);
  });
});

describe("a hundred thousand rows", () => {
  const many: readonly Row[] = Array.from({ length: 100_000 }, (_, index) => ({
    processInstanceKey: String(2251799813685248n + BigInt((index * 7919) % 100_000)),
    processDefinitionVersion: index < 9_999 ? 1 : 2,
    startDate: new Date(Date.UTC(2026, 0, 1) + (index % 977) * 1000).toISOString(),
  }));
  const world = { rows: () => many, xml: () => undefined };

  it("counts up to 10000 and no further", async () => {
    const { url } = await cluster({ login: "none", world });
    const total = async (version: number) =>
      objectOf(await post(url + INSTANCES, `{"size":1,"filter":{"processVersion":${version}}}`))["total"];
    expect(await total(1)).toBe(9_999);
    expect(await total(2)).toBe(10_000);
    const late = await post(url + INSTANCES, '{"size":9,"searchAfter":[2251799813785240]}');
    expect([column(late, "key").length, objectOf(late)["total"]]).toEqual([7, 10_000]);
  });

  it("can all be read by searchAfter", async () => {
    const started = await cluster({ login: "none", world });
    const read = (await pages(started, INSTANCES, { sort: [{ field: "startDate" }], size: 1000 })).flat();
    expect(read).toHaveLength(100_000);
    expect(new Set(read).size).toBe(100_000);
  });
});
