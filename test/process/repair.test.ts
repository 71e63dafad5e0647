import { expect, test } from "vitest";
import { member, textOf } from "../../src/narrow.ts";
import { startServer } from "./server-process.ts";

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
