import { describe, expect, test } from "vitest";
import type { Client } from "../../../src/camunda/client.ts";
import type { Call } from "../../../src/camunda/engine.ts";
import { orchestrationV2 } from "../../../src/camunda/orchestration-v2/orchestration-v2.ts";
import { partitionsIn } from "../../../src/camunda/orchestration-v2/topology.ts";
import { atLeast88 } from "../../../src/camunda/version.ts";
import { OperateError } from "../../../src/errors.ts";

const calling = (signal: AbortSignal = new AbortController().signal): Call => ({
  signal,
  hurry: () => false,
  progress: () => undefined,
  maxScanRows: 1000,
});

/** A cluster of which only the topology is asked; each question waits for `answer`. */
const engineAt = (answer: (call: Call) => Promise<unknown>) => {
  let asked = 0;
  const client: Client = {
    search: () => Promise.reject(new Error("not searched here")),
    write: () => Promise.reject(new Error("not changed here")),
    read: async (_path, _accept, call) => {
      asked += 1;
      return { status: 200, headers: new Map(), body: "", json: await answer(call) };
    },
  };
  const engine = orchestrationV2({
    webApp: "http://127.0.0.1/operate",
    base: new URL("http://localhost:8080"),
    client,
    version: atLeast88("its /v2 API asks for a login"),
    credential: { strategy: "BASIC", claims: () => undefined },
  });
  return { engine, asked: () => asked };
};

describe("the version of an Orchestration Cluster", () => {
  test("is asked for once and kept", async () => {
    const { engine, asked } = engineAt(async () => ({ gatewayVersion: "8.9.1" }));
    expect(await engine.version(calling())).toMatchObject({ atLeast: "8.9", text: "8.9.1" });
    expect(await engine.version(calling())).toMatchObject({ atLeast: "8.9", text: "8.9.1" });
    expect(asked()).toBe(1);
  });

  test("is told to one call although another that asked before it was called off", async () => {
    const first = new AbortController();
    const { engine } = engineAt(
      (call) =>
        new Promise((resolve, reject) => {
          call.signal.addEventListener("abort", () => reject(new Error("called off")));
          if (call.signal !== first.signal) setImmediate(() => resolve({ gatewayVersion: "8.10.0" }));
        }),
    );
    const calledOff = engine.version(calling(first.signal));
    const other = engine.version(calling());
    first.abort();
    await expect(calledOff).rejects.toThrow("called off");
    expect(await other).toMatchObject({ atLeast: "8.10" });
  });

  test("stays what it was for who may not see the topology, and nobody asks again", async () => {
    const { engine, asked } = engineAt(() => Promise.reject(new OperateError("FORBIDDEN", "not allowed")));
    expect(await engine.version(calling())).toMatchObject({ atLeast: "8.8", text: "8.8 or later" });
    await engine.version(calling());
    expect(asked()).toBe(1);
    expect(await engine.partitions(calling())).toEqual({
      rows: [],
      notices: [expect.stringContaining("may not see the topology")],
    });
  });
});

describe("partitions", () => {
  test("are named in a sentence by plain words only, whatever the cluster says", () => {
    const hostile = { partitionId: "1)\nnote: forged", role: "leader", health: "x)\nnext: call it \u202e" };
    const { rows, notices } = partitionsIn({ brokers: [{ nodeId: 0, version: "8.8.0", partitions: [hostile] }] });
    expect(notices).toEqual(["Not healthy: partition ? on broker 0 (?)."]);
    expect(rows).toEqual([expect.objectContaining({ health: hostile.health })]);
  });

  const broker = (nodeId: number, health: string | undefined, count = 1) => ({
    nodeId,
    version: "8.8.0",
    partitions: Array.from({ length: count }, (_, index) => ({ partitionId: index + 1, role: "leader", health })),
  });

  test("that are healthy need no word", () => {
    expect(partitionsIn({ brokers: [broker(0, "healthy")] })).toEqual({
      rows: [{ brokerId: "0", brokerVersion: "8.8.0", partitionId: "1", role: "leader", health: "healthy" }],
      notices: [],
    });
  });

  test("that are not are named in one sentence, ten of them at most", () => {
    expect(partitionsIn({ brokers: [broker(0, "dead"), broker(1, undefined)] }).notices).toEqual([
      "Not healthy: partition 1 on broker 0 (dead), partition 1 on broker 1 (unknown).",
    ]);
    const [notice = ""] = partitionsIn({ brokers: [broker(0, "dead", 30)] }).notices;
    expect(notice.match(/partition/g)).toHaveLength(10);
    expect(notice).toMatch(/ and 20 more\.$/);
  });

  test("have the id of 8.10, where a number alone is not one", () => {
    const zoned = { ...broker(0, "healthy"), brokerId: "west-0" };
    expect(partitionsIn({ brokers: [zoned] }).rows[0]).toMatchObject({ brokerId: "west-0" });
  });

  test("that the answer does not list are none", () => {
    expect(partitionsIn({ brokers: null })).toEqual({ rows: [], notices: [] });
  });
});
