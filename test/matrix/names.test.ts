import type { LookupFunction } from "node:net";
import { expect, test } from "vitest";
import { thisMachine, unknownHost } from "../support/lookup.ts";
import { type FaultyOperate, faultyOperate, HEALTHY } from "./faulty-operate.ts";
import { serverRig } from "./server-rig.ts";

const SUCCESS = /9223372036854775807/;

/** The settings for a cluster that is called by a name. */
const named = ({ env, server }: FaultyOperate) => ({
  ...env,
  CAMUNDA_OPERATE_BASE_URL: `http://operate.example:${server.port}`,
  OPERATE_MCP_ALLOW_INSECURE: "true",
});

const failsFor: LookupFunction = (host, _, found) =>
  found(Object.assign(new Error(`getaddrinfo EAI_AGAIN ${host}`), { code: "EAI_AGAIN" }), "");

test.each([
  ["is not known", unknownHost, 2],
  ["cannot be looked up", failsFor, 3],
] satisfies [string, LookupFunction, number][])(
  "C2: a name that %s: UNREACHABLE, after as many tries as make sense",
  async (reason, lookup, tries) => {
    const operate = await faultyOperate(() => [HEALTHY]);
    let asked = 0;
    const counting: LookupFunction = (...args) => {
      asked += 1;
      lookup(...args);
    };
    const server = await serverRig({ env: named(operate), lookup: counting });
    expect(await server.call("search_variables")).toMatch(new RegExp(`^UNREACHABLE.*operate\\.example.*${reason}`));
    expect(asked).toBe(tries);
  },
);

test("C31: a name that has an address of each family is reached over the one that is alive", async () => {
  const operate = await faultyOperate(() => [HEALTHY]);
  const server = await serverRig({
    env: { ...operate.env, CAMUNDA_OPERATE_BASE_URL: `http://localhost:${operate.server.port}` },
  });
  expect(await server.call("search_variables")).toMatch(SUCCESS);
});

test("C34: what a name stands for changes: each new connection asks anew, and a kept one goes on", async () => {
  const operate = await faultyOperate((attempt) => (attempt === 2 ? [HEALTHY, "fin"] : [HEALTHY]));
  let current = thisMachine;
  let asked = 0;
  const lookup: LookupFunction = (...args) => {
    asked += 1;
    current(...args);
  };
  const server = await serverRig({ env: named(operate), lookup });
  const search = () => server.call("search_variables");
  expect(await search()).toMatch(SUCCESS);
  const connections = asked;
  current = unknownHost;
  expect(await search()).toMatch(SUCCESS);
  expect(asked).toBe(connections);
  await operate.server.idle();
  expect(await search()).toMatch(/^UNREACHABLE/);
  current = thisMachine;
  expect(await search()).toMatch(SUCCESS);
  expect(asked).toBeGreaterThan(connections + 1);
});
