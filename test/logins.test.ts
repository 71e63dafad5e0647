import { describe, expect, test } from "vitest";
import { isObject, textOf } from "../src/narrow.ts";
import { company } from "../src/simulator/company/company.ts";
import type { ClusterOptions } from "../src/simulator/options.ts";
import { type Connected, connect } from "./support/connect.ts";
import { logins, times, tokenRequests } from "./support/traffic.ts";

/* The ways to log in where the Orchestration Cluster API is found: how often, for whom, and with what. */

const world = company({ now: Date.UTC(2026, 10, 24, 10) });

const open = (cluster: ClusterOptions): Promise<Connected> => connect({ cluster: { world, ...cluster } });

/** A thousand first calls at once, all of which succeed, over the Orchestration Cluster API alone. */
const thousandCalls = async ({ call, cluster }: Connected): Promise<void> => {
  const answers = await times(1000, () => call("search_process_definitions", { limit: 1 }));
  expect(answers.filter(({ isError }) => isError)).toEqual([]);
  expect(cluster.journal.to("/v1")).toEqual([]);
};

/** The credentials that the requests of an API came with, each once. */
const proofs = ({ cluster }: Connected): unknown[] => [
  ...new Set(cluster.journal.to(/\/v2\/.*search$/).map(({ login }) => login)),
];

describe("a thousand first calls at once", () => {
  test("make one token on SaaS, for the audience of the Orchestration Cluster", async () => {
    const connected = await open({ version: "8.9", login: "saas" });
    await thousandCalls(connected);
    expect(tokenRequests(connected).map(({ body }) => body)).toEqual([
      expect.objectContaining({ grant_type: "client_credentials", audience: "zeebe.camunda.io" }),
    ]);
    expect(proofs(connected)).toEqual(["bearer"]);
  });

  test("make one login at /login on 8.8, and no password goes elsewhere", async () => {
    const connected = await open({ version: "8.8", login: "cookie" });
    await thousandCalls(connected);
    expect(logins(connected).map(({ path, status, body, query }) => [path, status, body, query])).toEqual([
      ["/login", 204, { username: "demo", password: "demo" }, ""],
    ]);
    expect(proofs(connected)).toEqual(["session"]);
  });

  test("make one login on 8.10, whose login wants a CSRF token itself", async () => {
    const connected = await open({ version: "8.10", login: "cookie" });
    await thousandCalls(connected);
    expect(logins(connected).map(({ path, status }) => [path, status])).toEqual([
      ["/login", 403],
      ["/login", 204],
    ]);
    expect(proofs(connected)).toEqual(["session"]);
  });
});

describe("a search over the Orchestration Cluster API", () => {
  test("carries the CSRF token where it carries a session", async () => {
    const connected = await open({ version: "8.8", login: "cookie" });
    await connected.call("search_incidents");
    const [search] = connected.cluster.journal.to("/v2/incidents/search");
    expect(search).toMatchObject({ status: 200, login: "session" });
    expect(search?.headers["x-csrf-token"]).toMatch(/./);
  });

  test.each(["basic", "identity"] as const)(
    "carries neither cookie nor CSRF token behind the login %s",
    async (login) => {
      const connected = await open({ version: "8.10", login });
      await connected.call("search_incidents");
      const [search] = connected.cluster.journal.to("/v2/incidents/search");
      expect(search?.status).toBe(200);
      expect(Object.keys(search?.headers ?? {})).not.toEqual(expect.arrayContaining(["cookie"]));
      expect(Object.keys(search?.headers ?? {})).not.toEqual(expect.arrayContaining(["x-csrf-token"]));
    },
  );
});

/** A token as a person gets it with curl. */
const tokenFrom = async ({ tokenUrl = "", credentials }: Connected["cluster"]): Promise<string> => {
  const { clientId, clientSecret } = credentials;
  const fields = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
  const response = await fetch(tokenUrl, { method: "POST", body: new URLSearchParams(fields) });
  const answer: unknown = await response.json();
  return (isObject(answer) && textOf(answer["access_token"])) || "";
};

describe("whoami over the Orchestration Cluster API", () => {
  test.each(["cookie", "basic"] as const)("names the user behind the login %s", async (login) => {
    const { structured } = await (await open({ version: "8.9", login })).call("whoami");
    expect(structured).toMatchObject({ api: "orchestration-v2", login: login.toUpperCase(), user: "demo" });
  });

  test.each(["identity", "saas"] as const)("names the client behind the login %s", async (login) => {
    const { structured } = await (await open({ version: "8.9", login })).call("whoami");
    expect(structured).toMatchObject({ login: "OAUTH", client: "sample-operate-client" });
  });

  test("names the client of a ready token, and no other token is asked for", async () => {
    const connected = await open({ version: "8.9", login: "identity" });
    const token = await tokenFrom(connected.cluster);
    connected.cluster.journal.clear();
    const env = { CAMUNDA_REST_ADDRESS: connected.cluster.url, CAMUNDA_OAUTH_TOKEN: token };
    const { call, log } = await connect({ env: () => env });
    const { structured } = await call("whoami");
    expect(structured).toMatchObject({ api: "orchestration-v2", login: "BEARER", client: "sample-operate-client" });
    expect(tokenRequests(connected)).toEqual([]);
    expect(log.join("")).not.toContain(token);
  });

  test("says that there is no user where there is no login", async () => {
    const { structured } = await (await open({ version: "8.10", login: "none" })).call("whoami");
    expect(structured).toMatchObject({ api: "orchestration-v2", login: "NONE" });
    expect(structured["user"]).toBeUndefined();
    expect(structured["notices"]).toContain("No login is configured, so the cluster knows no user.");
  });

  test("tells the version of a cluster that shows it only to those who are logged in", async () => {
    const { structured } = await (await open({ version: "8.10", login: "basic" })).call("whoami");
    expect(structured["clusterVersion"]).toMatch(/^8\.10\./);
  });
});
