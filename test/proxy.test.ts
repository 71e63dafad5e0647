import { describe, expect, test } from "vitest";
import { company } from "../src/simulator/company/company.ts";
import { type ConnectOptions, connect, settingsFor } from "./support/connect.ts";
import { type Behaviour, testProxy, under } from "./support/proxy.ts";

const world = company({ now: Date.UTC(2026, 10, 24, 10) });

/** A cluster with an identity server, the latter at least under a name that only the proxy knows. */
const connected = async (behaviour: Behaviour, clusterHost: string) => {
  const proxy = await testProxy(behaviour);
  const options: ConnectOptions = {
    cluster: { version: "8.6", login: "identity", world },
    env: (cluster) => ({
      ...settingsFor(cluster, "identity"),
      CAMUNDA_OPERATE_BASE_URL: under(clusterHost, cluster.url),
      CAMUNDA_OAUTH_URL: under("login.example", cluster.tokenUrl ?? ""),
      OPERATE_MCP_ALLOW_INSECURE: "true",
      OPERATE_MCP_USE_PROXY: "true",
      OPERATE_MCP_LOG_LEVEL: "debug",
      HTTP_PROXY: proxy.as("proxy-user", "hunter2-hunter2"),
    }),
  };
  return { ...(await connect(options)), proxy };
};

describe("a server that goes through a proxy", () => {
  test("reaches the cluster and the token endpoint, and logs that it does", async () => {
    const { call, proxy, log } = await connected("open", "cluster.example");
    expect((await call("whoami")).isError).toBe(false);
    const hosts = new Set(proxy.asked.map(({ authority }) => authority.split(":")[0]));
    expect(hosts).toEqual(new Set(["cluster.example", "login.example"]));
    const requests = log.filter((line) => line.includes('"event":"http"'));
    expect(requests.length).toBeGreaterThan(0);
    for (const line of requests) expect(line).toContain('"proxy":"HTTP_PROXY"');
    expect(log.join("")).not.toMatch(/hunter2|proxy-user/);
  });

  test.each([
    [407, /^CONFIG: the proxy in HTTP_PROXY does not accept its user and password \(407\)/],
    [403, /^UNREACHABLE: the proxy in HTTP_PROXY refuses the way to http:\/\/login\.example/],
  ])("is told what the proxy refuses, and not that the login or the API is wrong (%d)", async (status, text) => {
    const { call, proxy, log } = await connected(status, "127.0.0.1");
    const answer = await call("whoami");
    expect(answer.isError).toBe(true);
    expect(answer.text).toMatch(text);
    expect(proxy.asked).toHaveLength(1);
    expect(`${answer.text}${log.join("")}`).not.toMatch(/hunter2|proxy-user/);
  });

  test("is told of the proxy on the way to the cluster, too", async () => {
    const { call } = await connected(407, "cluster.example");
    const { text } = await call("search_incidents");
    expect(text).toMatch(/^CONFIG: the proxy in HTTP_PROXY/);
    expect(text).toContain("http://user:password@host:port");
  });
});
