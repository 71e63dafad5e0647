import { once } from "node:events";
import { bytes } from "../../src/mcp/channels.ts";
import { member, textOf } from "../../src/narrow.ts";
import type { Print, Scale } from "./bench.ts";
import { startChild } from "./child.ts";
import { median } from "./median.ts";
import { OURS, quickCluster, type Reachable } from "./our-server.ts";
import { INITIALIZE, INITIALIZED, type Served, serve, toolCall } from "./served.ts";

/** What a series of calls took, each and all together, in ms. */
interface Series {
  readonly times: readonly number[];
  readonly ms: number;
}

const ARGUMENTS = { state: "ACTIVE", limit: 50 };

const ask = async (served: Served, id: number): Promise<number> => {
  const began = performance.now();
  const answered = served.answer(id);
  served.write(toolCall(id, "search_incidents", ARGUMENTS));
  const { message } = await answered;
  if (member(member(message, "result"), "isError") === true) throw new Error("a search failed");
  return performance.now() - began;
};

/** Calls of the server over stdio, never more than `atOnce` at a time. */
const caller = (served: Served) => {
  let id = 100;
  return async (calls: number, atOnce: number): Promise<Series> => {
    const times: number[] = [];
    let left = calls;
    const worker = async (): Promise<void> => {
      while (left-- > 0) times.push(await ask(served, id++));
    };
    const began = performance.now();
    await Promise.all(Array.from({ length: atOnce }, worker));
    return { times, ms: performance.now() - began };
  };
};

const started = async (env: Readonly<Record<string, string>>) => {
  const served = serve({ ...OURS, env });
  const answered = served.answer(0);
  served.write(INITIALIZE, INITIALIZED);
  await answered;
  return { served, call: caller(served) };
};

/** The request behind the search, as the server sends it, without the server. */
const bare = async ({ url, authorization }: Reachable) => {
  const headers = { "content-type": "application/json", accept: "application/json", authorization };
  const body = JSON.stringify({ filter: { state: "ACTIVE" }, page: { limit: 50 } });
  const { child } = await startChild(
    "bare-search",
    JSON.stringify({ url: `${url}/v2/incidents/search`, headers, body }),
  );
  return {
    child,
    async call(calls: number, atOnce: number): Promise<Series> {
      child.send({ calls, atOnce });
      const [said] = await once(child, "message");
      const times = member(said, "times");
      return { times: (Array.isArray(times) ? times : []).map(Number), ms: Number(member(said, "ms")) };
    },
  };
};

/** Warm calls of `search_incidents` with 50 rows against the same request alone, in alternating series; whole processes. */
export const benchCall = async (print: Print, { quick }: Scale): Promise<void> => {
  const cluster = await quickCluster(1000);
  const text = await started({ ...cluster.env, OPERATE_MCP_STRUCTURED: "off" });
  const both = await started({ ...cluster.env, OPERATE_MCP_STRUCTURED: "on" });
  const alone = await bare(cluster);
  const servers = { alone, text, both };
  const calls = quick ? 100 : 300;
  for (const { call } of Object.values(servers)) await call(quick ? 300 : 1500, 1);
  const one: Record<string, number[]> = { alone: [], text: [], both: [] };
  const many: Record<string, number[]> = { alone: [], text: [], both: [] };
  for (let round = 0; round < (quick ? 3 : 12); round += 1) {
    for (const [name, { call }] of Object.entries(servers)) {
      one[name]?.push(median((await call(calls, 1)).times));
    }
    for (const [name, { call }] of Object.entries(servers)) {
      many[name]?.push((calls * 1000) / (await call(calls, 16)).ms);
    }
  }
  const ratio = (of: Record<string, number[]>, name: string): string =>
    median((of[name] ?? []).map((value, round) => value / (of["alone"]?.[round] ?? Number.NaN))).toFixed(2);
  print("\nsearch_incidents, 50 rows, warm\tp50 ms\tratio\treach\tcalls/s, 16 at once\tratio\treach");
  const reaches: Readonly<Record<string, string>> = { alone: "", text: "3.2", both: "4.2" };
  for (const name of Object.keys(servers)) {
    const figures = [median(one[name] ?? []).toFixed(2), ratio(one, name), reaches[name]];
    print([name, ...figures, median(many[name] ?? []).toFixed(0), ratio(many, name), "0.3"].join("\t"));
  }
  await both.call(64, 64);
  print(
    `stderr after 64 calls at once: ${textOf(both.served.stderr()) === undefined ? "nothing" : `${bytes(both.served.stderr())} bytes`}`,
  );
  for (const { served } of [text, both]) await served.end();
  alone.child.disconnect();
  cluster.process.disconnect();
};
