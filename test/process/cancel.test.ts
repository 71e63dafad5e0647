import { describe, expect, test } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { member } from "../../src/narrow.ts";
import { company } from "../../src/simulator/company/company.ts";
import { CLIENTS, connectedWith } from "./any-client.ts";
import { startServer, timed, toolCall } from "./server-process.ts";
import { watchedCluster } from "./watched-cluster.ts";

const SEARCH = "search_process_instances";
const SEARCH_REQUEST = "POST /v1/process-instances/search";

describe("a cancelled call", () => {
  test.each(CLIENTS)("closes its connection to the cluster at once (%s)", async (_, make) => {
    const watched = await watchedCluster();
    const client = await connectedWith(make, watched.env);
    watched.cluster.faults.next(1, { path: "process-instances/search" }, { kind: "silence" });
    const cancel = new AbortController();
    const outcome = client.call(SEARCH, {}, { signal: cancel.signal }).catch(String);
    await watched.received(SEARCH_REQUEST);
    cancel.abort("enough");
    expect(await timed(watched.cut(SEARCH_REQUEST))).toBeLessThan(1800);
    expect(await outcome).toMatch(/enough/);
    expect(await client.call(SEARCH, {})).not.toHaveProperty("isError");
  });

  test("closes it at the first contact as well, sends nothing more, and leaves the next call to begin anew", async () => {
    const watched = await watchedCluster();
    const server = startServer(watched.env);
    await server.open();
    const first = "GET /v2/topology";
    watched.cluster.faults.next(1, { path: "/v2/topology" }, { kind: "silence" });
    server.write(toolCall("slow", SEARCH), toolCall("patient", SEARCH));
    await watched.received(first);
    const cancelled = (requestId: string) => ({
      jsonrpc: "2.0",
      method: "notifications/cancelled",
      params: { requestId },
    });
    server.write(cancelled("slow"));
    await server.ask("ping");
    expect(watched.open()).toBe(1);
    server.write(cancelled("patient"));
    expect(await timed(watched.cut(first))).toBeLessThan(1800);
    const asked = watched.cluster.journal.entries.length;
    await server.ask("ping");
    expect(watched.cluster.journal.entries.length).toBe(asked);
    expect(await server.call(SEARCH, {})).not.toHaveProperty("isError");
  });

  test("is never answered", async () => {
    const watched = await watchedCluster();
    const server = startServer(watched.env);
    await server.open();
    watched.cluster.faults.next(1, { path: "process-instances/search" }, { kind: "silence" });
    server.write(toolCall("slow", SEARCH));
    await watched.received(SEARCH_REQUEST);
    const cancelled = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: "slow" } };
    server.write(cancelled, cancelled, { ...cancelled, params: { requestId: "unknown" } });
    await watched.cut(SEARCH_REQUEST);
    await server.ask("ping");
    server.hangUp();
    expect(await timed(server.exit)).toBeLessThan(1800);
    expect(server.lines.filter((line) => member(JSON.parse(line), "id") === "slow")).toEqual([]);
  });
});

describe("a cancelled reading of a resource", () => {
  test.each(CLIENTS)("closes its connection to the cluster at once (%s)", async (_, make) => {
    const watched = await watchedCluster();
    const client = await connectedWith(make, watched.env);
    const path = "GET /v1/process-instances/1";
    watched.cluster.faults.next(1, { path: "process-instances/1" }, { kind: "silence" });
    const cancel = new AbortController();
    const outcome = client.read("operate://process-instances/1", { signal: cancel.signal }).catch(String);
    await watched.received(path);
    cancel.abort("enough");
    expect(await timed(watched.cut(path))).toBeLessThan(1800);
    expect(await outcome).toMatch(/enough/);
  });
});

describe("progress of a long scan", () => {
  // Sorted by something else than the date, every row has to be read and looked at.
  const SCAN = { startedBefore: "2001-01-01T00:00:00Z", sort: [{ field: "processDefinitionId", order: "ASC" }] };
  const companyCluster = () => watchedCluster({ world: company({ now: systemClock.wall() }) });

  test.each(CLIENTS)("is told to a client that asked for it (%s)", async (_, make) => {
    const watched = await companyCluster();
    const client = await connectedWith(make, watched.env);
    const seen: number[] = [];
    const result = await client.call(SEARCH, SCAN, { onprogress: ({ progress }) => seen.push(progress) });
    expect(member(result["structuredContent"], "items")).toEqual([]);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  test("is kept from a client that did not", async () => {
    const watched = await companyCluster();
    const server = startServer(watched.env);
    await server.open();
    await server.call(SEARCH, SCAN);
    server.write(toolCall("with progress", SEARCH, SCAN, { progressToken: "p" }));
    await server.answer("with progress");
    const told = server.lines.map((line): unknown => JSON.parse(line)).filter((message) => member(message, "method"));
    expect(told.length).toBeGreaterThan(0);
    for (const message of told) expect(message).toMatchObject({ params: { progressToken: "p" } });
  });
});
