import { expect, test } from "vitest";
import { member, textOf } from "../../src/narrow.ts";
import { runningRoots, sample } from "../repair/rig.ts";
import { startServer, toolCall } from "./server-process.ts";
import { watchedCluster } from "./watched-cluster.ts";

const ALLOWED = { OPERATE_MCP_ALLOW_WRITES: "true", OPERATE_MCP_STRUCTURED: "on", OPERATE_MCP_LOG_LEVEL: "error" };

const factOf = (result: unknown, name: string): unknown => member(member(result, "structuredContent"), name);

test("the built server changes something on the sample cluster in two steps, and keeps a record of it on stderr", async () => {
  const server = startServer(ALLOWED, ["--demo"]);
  await server.open();
  const why = await server.call("diagnose_process_instance", { reference: "order 4711" });
  const processInstanceKey = textOf(factOf(why, "processInstanceKey"));
  const args = { processInstanceKeys: [processInstanceKey] };
  const confirmation = factOf(await server.call("cancel_process_instances", args), "confirmation");
  expect(server.stderr()).not.toContain("audit");
  const done = await server.call("cancel_process_instances", { ...args, confirmation });
  expect(factOf(done, "conclusion")).toBe("1 done.");
  const state = await server.call("get_process_instance", { processInstanceKey });
  expect(factOf(state, "state")).toBe("TERMINATED");
  expect(server.stderr()).toMatch(
    new RegExp(
      `^\\{"time":"[^"]+","level":"audit","event":"write","tool":"cancel_process_instances","key":"${processInstanceKey}","outcome":"done","who":"demo","cluster":"http[^"]+"\\}\n$`,
    ),
  );
});

test("the end of stdin in the midst of changes leaves none of them out of the record", async () => {
  const watched = await watchedCluster({ version: "8.9", world: sample });
  const server = startServer({ ...watched.env, ...ALLOWED, OPERATE_MCP_API: "v2" });
  await server.open();
  const keys = runningRoots()
    .slice(0, 8)
    .map((row) => String(row["processInstanceKey"]));
  const args = { processInstanceKeys: keys };
  const confirmation = factOf(await server.call("cancel_process_instances", args), "confirmation");
  watched.cluster.faults.next(3, { path: /cancellation$/ }, { kind: "silence" });
  server.write(toolCall("cut", "cancel_process_instances", { ...args, confirmation }));
  await watched.received("/cancellation HTTP", keys.length);
  server.hangUp();
  expect(await server.exit).toEqual({ code: 0, signal: null });
  const lines = server.stderr().trim().split("\n");
  expect(lines.map((line) => member(JSON.parse(line), "key")).sort()).toEqual([...keys].sort());
  expect(lines.every((line) => member(JSON.parse(line), "level") === "audit")).toBe(true);
});
