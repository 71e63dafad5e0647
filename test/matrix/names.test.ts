import { expect, test } from "vitest";
import { faultyOperate, HEALTHY } from "./faulty-operate.ts";
import { serverRig } from "./server-rig.ts";

test("C31: a name that has an address of each family is reached over the one that is alive", async () => {
  const operate = await faultyOperate(() => [HEALTHY]);
  const server = await serverRig({
    env: { ...operate.env, CAMUNDA_OPERATE_BASE_URL: `http://localhost:${operate.server.port}` },
  });
  expect(await server.call("search_variables")).toContain("9223372036854775807");
  await server.expectSound();
});
