import { expect, test } from "vitest";
import { serve } from "../../src/mcp/server.ts";
import { member } from "../../src/narrow.ts";
import { request, wireRig } from "./wire-rig.ts";

const surroundings = () => {
  throw new Error("no tool is ever called");
};

/** What the request with the id 1 is answered with. */
const answer = async (...messages: readonly object[]): Promise<unknown> => {
  const rig = wireRig();
  serve(rig.wire, { version: "1", tools: [], structured: "auto", surroundings });
  await rig.feed(...messages);
  for (let count = 0; count < 30; count += 1) await rig.settle();
  return rig.sent.find((message) => member(message, "id") === 1);
};

const hello = (protocolVersion: string) =>
  request(0, "initialize", { protocolVersion, capabilities: {}, clientInfo: { name: "c", version: "1" } });

const META = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientCapabilities": {},
};

const NOTHING = { uri: "operate://nothing" };

test.each(["2025-11-25", "2025-06-18", "2024-11-05"])(
  "a resource that is not there has its own code in %s",
  async (v) => {
    expect(await answer(hello(v), request(1, "resources/read", NOTHING))).toMatchObject({
      error: { code: -32002, message: expect.stringMatching(/^NOT_FOUND: .*\nnext: /), data: NOTHING },
    });
  },
);

test("another wrong request has the usual code there", async () => {
  expect(await answer(hello("2025-11-25"), request(1, "prompts/get", { name: "nothing" }))).toMatchObject({
    error: { code: -32602 },
  });
});

test("in the current revision a resource that is not there is a wrong parameter", async () => {
  expect(await answer(request(1, "resources/read", { ...NOTHING, _meta: META }))).toMatchObject({
    error: { code: -32602, data: NOTHING },
  });
});
