import fc from "fast-check";
import { expect, test } from "vitest";
import { serve } from "../../src/mcp/server.ts";
import { member } from "../../src/narrow.ts";
import { wireRig } from "./wire-rig.ts";

/** A value of the wrong kind as often as one of the right kind. */
const mostly = (...right: readonly unknown[]) =>
  fc.oneof(fc.constantFrom(...right), fc.constantFrom(...right), fc.jsonValue({ maxDepth: 1 }));

const meta = fc.record(
  {
    progressToken: mostly("token", 1),
    "io.modelcontextprotocol/related-task": mostly({ taskId: "t" }),
    "io.modelcontextprotocol/protocolVersion": mostly("2026-07-28", "2025-11-25"),
    "io.modelcontextprotocol/clientCapabilities": mostly({}, { elicitation: {} }),
    "io.modelcontextprotocol/clientInfo": mostly({ name: "c", version: "1" }),
  },
  { requiredKeys: [] },
);

const params = fc.record(
  {
    _meta: fc.oneof(meta, meta, fc.jsonValue({ maxDepth: 1 })),
    name: mostly("nonsense"),
    arguments: mostly({}),
    uri: mostly("operate://guide", "operate://nonsense"),
    ref: mostly({ type: "ref/prompt", name: "nonsense" }, { type: "ref/resource", uri: "operate://nonsense" }),
    argument: mostly({ name: "nonsense", value: "" }),
    protocolVersion: mostly("2025-11-25"),
    capabilities: mostly({}),
    clientInfo: mostly({ name: "c", version: "1" }),
  },
  { requiredKeys: [] },
);

const METHODS = [
  "initialize",
  "server/discover",
  "tools/list",
  "tools/call",
  "resources/list",
  "resources/templates/list",
  "resources/read",
  "prompts/list",
  "prompts/get",
  "completion/complete",
  "ping",
  "notifications/cancelled",
  "none",
];

const requestLike = fc.record(
  {
    jsonrpc: fc.oneof({ weight: 9, arbitrary: fc.constant("2.0") }, fc.jsonValue({ maxDepth: 0 })),
    method: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...METHODS) }, fc.jsonValue({ maxDepth: 0 })),
    params: fc.oneof({ weight: 9, arbitrary: params }, fc.jsonValue({ maxDepth: 1 })),
    task: fc.jsonValue({ maxDepth: 1 }),
    result: fc.jsonValue({ maxDepth: 1 }),
  },
  { requiredKeys: [] },
);

/** A server behind a wire, without tools. */
const served = () => {
  const rig = wireRig();
  const surroundings = () => {
    throw new Error("no tool is ever called");
  };
  serve(rig.wire, { version: "0", tools: [], structured: "auto", surroundings });
  return rig;
};

/** Lets the SDK answer: it takes a few turns of the event loop and no time. */
const settle = async (rig: ReturnType<typeof served>) => {
  for (let turn = 0; turn < 20; turn += 1) await rig.settle();
};

const isAnswer = (message: unknown): boolean => member(message, "method") === undefined;

test("leaves no request without its answer, however odd it is, and sends no second one", async () => {
  await fc.assert(
    fc.asyncProperty(requestLike, fc.constantFrom<string | number>(1, "1", ""), async (message, id) => {
      fc.pre("method" in message || !("result" in message));
      const rig = served();
      await rig.feed({ ...message, id });
      await settle(rig);
      expect(rig.sent.filter(isAnswer)).toEqual([expect.objectContaining({ jsonrpc: "2.0", id })]);
      await rig.wire.close();
    }),
    { numRuns: 300 },
  );
});

test("answers what follows an odd message", async () => {
  await fc.assert(
    fc.asyncProperty(requestLike, async (message) => {
      const rig = served();
      await rig.feed(message, { jsonrpc: "2.0", id: "after", method: "nonsense" });
      await settle(rig);
      expect(rig.sent).toContainEqual(expect.objectContaining({ id: "after", error: expect.anything() }));
      await rig.wire.close();
    }),
    { numRuns: 100 },
  );
});
