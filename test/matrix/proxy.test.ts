import { expect, test } from "vitest";
import { type Behaviour, testProxy, under } from "../support/proxy.ts";
import { faultyOperate, HEALTHY } from "./faulty-operate.ts";
import { serverRig } from "./server-rig.ts";

const PASSWORD = "hunter2-hunter2";

/** A server whose cluster can only be reached through a proxy that was opted in to. */
const through = async (behaviour: Behaviour) => {
  const operate = await faultyOperate(() => [HEALTHY]);
  const proxy = await testProxy(behaviour);
  const server = await serverRig({
    env: {
      ...operate.env,
      CAMUNDA_OPERATE_BASE_URL: under("cluster.example", operate.server.origin),
      OPERATE_MCP_ALLOW_INSECURE: "true",
      OPERATE_MCP_USE_PROXY: "true",
      HTTP_PROXY: proxy.as("proxy-user", PASSWORD),
    },
    secrets: [PASSWORD],
  });
  return { operate, proxy, server };
};

test.each([
  ["lets through", "open", /9223372036854775807/, undefined],
  ["wants another login (407)", 407, /^CONFIG.*HTTP_PROXY/, 1],
  ["refuses (403)", 403, /^UNREACHABLE.*HTTP_PROXY/, 1],
  ["is in trouble (502)", 502, /^UNREACHABLE.*HTTP_PROXY/, 3],
  ["hangs up", "closed", /^UNREACHABLE.*HTTP_PROXY/, 3],
] satisfies [string, Behaviour, RegExp, number | undefined][])(
  "C29: a proxy that was opted in to %s",
  async (_, behaviour, reads, asked) => {
    const { operate, proxy, server } = await through(behaviour);
    expect(await server.call("search_variables")).toMatch(reads);
    expect(proxy.asked).toHaveLength(asked ?? operate.server.connections());
    expect(operate.server.connections() > 0).toBe(behaviour === "open");
  },
);

test("C29: a proxy that was opted in to is silent: TIMEOUT naming its variable", async () => {
  const { proxy, server } = await through("silent");
  let asked = proxy.next();
  const answer = server.call("search_variables");
  await asked;
  asked = proxy.next();
  await server.clock.advance(5000);
  await asked;
  await server.clock.advance(5000);
  expect(await answer).toMatch(/^TIMEOUT.*HTTP_PROXY/);
});
