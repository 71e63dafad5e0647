import { expect, onTestFinished, test } from "vitest";
import { type Cluster, startCluster } from "../../src/simulator/cluster.ts";
import type { Fault } from "../../src/simulator/faults.ts";
import type { ClusterOptions, LoginKind } from "../../src/simulator/options.ts";
import { settingsFor } from "../support/connect.ts";
import { faultServer, http, json } from "../support/fault-server.ts";
import { logins, tokenRequests } from "../support/traffic.ts";
import { EMPTY_PAGE, HEALTHY } from "./faulty-operate.ts";
import { serverRig } from "./server-rig.ts";

const PASSWORD = 'correct horse & "battery" <staple>';
const SECRET = "client/secret+with=odd&signs";

const started = async (options: ClusterOptions): Promise<Cluster> => {
  const cluster = await startCluster({ credentials: { password: PASSWORD, clientSecret: SECRET }, ...options });
  onTestFinished(cluster.close);
  return cluster;
};

/** The logins that there are, with a version that knows them. */
const LOGINS: readonly (readonly [LoginKind, ClusterOptions["version"]])[] = [
  ["cookie", "8.6"],
  ["identity", "8.6"],
  ["basic", "8.9"],
];

const FAULTS: readonly Fault[] = [
  { kind: "unauthorized" },
  { kind: "forbidden" },
  { kind: "reset" },
  { kind: "reset", within: "body" },
  { kind: "truncated" },
  { kind: "garbage" },
  { kind: "html", status: 200 },
  { kind: "html", status: 502 },
  { kind: "redirect" },
  { kind: "rate-limited", retryAfter: "3600" },
  { kind: "application-error" },
  {
    kind: "answer",
    answer: {
      status: 400,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ status: 400, message: `echo ${PASSWORD} ${encodeURIComponent(SECRET)}`, type: "Echo" }),
    },
  },
];

/** Every login with every fault, at the login itself and at the API. */
const cases = LOGINS.flatMap(([login, version]) =>
  FAULTS.flatMap((fault) => (["login", "API"] as const).map((at) => [login, fault.kind, at, version, fault] as const)),
);

test.each(cases)(
  "%s, %s at the %s: an answer for each call, and no secret anywhere",
  async (login, _, at, version, fault) => {
    const cluster = await started({ login, ...(version === undefined ? {} : { version }) });
    cluster.faults.next(3, { path: at === "login" ? /login$|token$/ : /^\/v\d\// }, fault);
    const server = await serverRig({ env: settingsFor(cluster, login), secrets: [PASSWORD, SECRET] });
    const texts = [await server.call("search_incidents", { limit: 1 }), await server.call("whoami")];
    for (const text of texts) expect(text).not.toBe("");
    await server.expectSound();
  },
);

test("A4: 100 calls while a refusal is remembered are AUTH_REJECTED with the seconds left, and ask for nothing", async () => {
  const cluster = await started({ login: "identity" });
  const wrong = "a-wrong-client-secret";
  const env = { ...settingsFor(cluster, "identity"), CAMUNDA_CLIENT_SECRET: wrong };
  const server = await serverRig({ env, secrets: [wrong] });
  expect(await server.call("search_incidents")).toMatch(/^AUTH_REJECTED/);
  const asked = tokenRequests({ cluster }).length;
  const texts = await Promise.all(Array.from({ length: 100 }, () => server.call("search_incidents")));
  for (const text of texts) expect(text).toMatch(/^AUTH_REJECTED(.|\n)*\d+ s/);
  expect(tokenRequests({ cluster })).toHaveLength(asked);
  await server.expectSound();
});

test("B4: 200 with a login page in place of an answer costs at most one more login, and is not shown", async () => {
  const cluster = await started({ login: "cookie" });
  const server = await serverRig({ env: settingsFor(cluster), secrets: [PASSWORD] });
  await server.call("search_incidents");
  cluster.faults.next(3, { path: "/v1/incidents" }, { kind: "html", status: 200 });
  expect(await server.call("search_incidents")).not.toMatch(/<html|<!doctype/i);
  expect(logins({ cluster }).length).toBeLessThanOrEqual(2);
  await server.expectSound();
});

test("B2: when the session ends while the cluster is busy, the login waits for none of the requests that wait for it", async () => {
  let loggedIn: () => void = () => undefined;
  const until = new Promise<void>((resolve) => {
    loggedIn = resolve;
  });
  let logins = 0;
  const slow = await faultServer(function* () {
    for (;;) {
      yield "request";
      const request = slow.requests.at(-1) ?? "";
      if (request.startsWith("POST /api/login")) {
        logins += 1;
        if (logins === 2) loggedIn();
        yield http("204 No Content", { "set-cookie": `OPERATE-SESSION=session-${logins}; Path=/` });
      } else if (!request.startsWith("POST /v1/variables/search")) yield json(EMPTY_PAGE);
      else if (request.includes("session-2")) yield HEALTHY;
      else {
        // The first one finds the session ended, and the others take their time.
        if (slow.requests.filter((one) => one.startsWith("POST /v1/variables/search")).length > 1) yield { until };
        yield json('{"message":""}', "401 Unauthorized");
      }
    }
  });
  const env = {
    CAMUNDA_OPERATE_BASE_URL: slow.origin,
    CAMUNDA_COOKIE_AUTH_USERNAME: "demo",
    CAMUNDA_COOKIE_AUTH_PASSWORD: PASSWORD,
    OPERATE_MCP_API: "v1",
    OPERATE_MCP_CLUSTER_VERSION: "8.6",
  };
  const server = await serverRig({ env, secrets: [PASSWORD] });
  await server.call("search_process_definitions");
  const texts = await Promise.all(Array.from({ length: 100 }, () => server.call("search_variables")));
  for (const text of texts) expect(text).toContain("9223372036854775807");
  expect(logins).toBe(2);
  // What was still waiting then went out with the new session at once.
  const stale = slow.requests.filter((one) => one.startsWith("POST /v1/variables/search") && one.includes("session-1"));
  expect(stale.length).toBeLessThan(50);
  await server.expectSound();
});
