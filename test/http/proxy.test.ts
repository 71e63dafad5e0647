import { afterEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "../../src/clock.ts";
import type { Proxies } from "../../src/config/config.ts";
import { retry } from "../../src/http/retry.ts";
import { configOf, LOCAL, read } from "../config/reading.ts";
import { authority } from "../support/certificates.ts";
import { faultServer, http, json } from "../support/fault-server.ts";
import { thisMachine } from "../support/lookup.ts";
import { manualClock } from "../support/manual-clock.ts";
import { type Behaviour, testProxy, under } from "../support/proxy.ts";
import { failureOf, searchAt, transport } from "../support/requests.ts";

const root = authority("Ferret Root");
const certificate = root.signed("DNS:cluster.example");
const proxyCertificate = authority("Proxy Root").signed("IP:127.0.0.1");

const OK = ["request", json("{}"), "request", json("{}")] as const;

const proxiesOf = (env: Record<string, string>): Proxies | undefined =>
  configOf(read({ ...LOCAL, OPERATE_MCP_USE_PROXY: "true", ...env })).proxies;

/** What a request meets on the way to a cluster of another name, through a proxy that behaves like this. */
const through = async (behaviour: Behaviour, options = {}) => {
  const server = await faultServer(() => [...OK]);
  const proxy = await testProxy(behaviour);
  const proxies = proxiesOf({ HTTP_PROXY: proxy.as("proxy-user", "hunter2-hunter2") });
  const wire = transport({ proxies, ...options });
  const origin = under("cluster.example", server.origin);
  return { ...wire, proxy, proxies, origin, server, request: searchAt(origin) };
};

describe("transport through a proxy", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("reaches http over CONNECT, with the user of the proxy, and keeps the connection", async () => {
    const { send, proxy, request, server, events } = await through("open", { connections: 1 });
    expect((await send(request)).status).toBe(200);
    expect((await send(request)).status).toBe(200);
    const authorization = `Basic ${Buffer.from("proxy-user:hunter2-hunter2").toString("base64")}`;
    expect(proxy.asked).toEqual([{ authority: request.url.host, authorization }]);
    expect(server.requests.join("")).not.toMatch(/proxy-authorization/i);
    expect(events).toMatchObject([{ proxy: "HTTP_PROXY" }, { proxy: "HTTP_PROXY" }]);
  });

  it("reaches https, and proves who the cluster is", async () => {
    const server = await faultServer(() => [...OK], certificate);
    const proxy = await testProxy();
    const proxies = proxiesOf({ HTTPS_PROXY: proxy.url });
    const request = searchAt(under("cluster.example", server.origin));
    expect((await transport({ proxies, certificates: { ca: root.cert } }).send(request)).status).toBe(200);
    expect(proxy.asked).toEqual([{ authority: request.url.host }]);
    const error = await failureOf(transport({ proxies }).send(request));
    expect(error).toMatchObject({ code: "TLS", message: expect.stringContaining("https://cluster.example") });
    expect(error.next).toContain("the proxy in HTTPS_PROXY");
    const other = searchAt(under("other.example", server.origin));
    const mistaken = await failureOf(transport({ proxies, certificates: { ca: root.cert } }).send(other));
    expect(mistaken.message).toContain("another host name");
  });

  it("shows a client certificate to the cluster and none to the proxy", async () => {
    const client = root.signed("DNS:client");
    const mutual = { ...certificate, ca: root.cert, requestCert: true, rejectUnauthorized: true };
    const server = await faultServer(() => [...OK], mutual);
    const proxy = await testProxy("open", root.signed("IP:127.0.0.1"));
    const certificates = { ca: root.cert, ...client };
    const { send } = transport({ proxies: proxiesOf({ HTTPS_PROXY: proxy.url }), certificates });
    expect((await send(searchAt(under("cluster.example", server.origin)))).status).toBe(200);
    expect(proxy.asked).toHaveLength(1);
    expect(proxy.certified).toEqual([false]);
  });

  it.each(["1", "0"])(
    "refuses a proxy whose certificate it does not trust, and names its variable (%s)",
    async (word) => {
      // With 0 Node.js takes any certificate where nothing else is said.
      vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", word);
      const proxy = await testProxy("open", proxyCertificate);
      const { send } = transport({ proxies: proxiesOf({ HTTP_PROXY: proxy.url }) });
      const error = await failureOf(send(searchAt("http://cluster.example")));
      expect(error).toMatchObject({ code: "TLS", message: expect.stringContaining("the proxy in HTTP_PROXY") });
      expect(error.next).toContain("CAMUNDA_CUSTOM_ROOT_CERT_PATH");
      expect(proxy.asked).toEqual([]);
    },
  );

  it("opens no more connections than it may, and bounds what comes through", async () => {
    const { send, proxy, request } = await through("open", { connections: 2, maxBodyBytes: 1 });
    const errors = await Promise.all([1, 2, 3].map(() => failureOf(send(request))));
    expect(errors.map(({ code }) => code)).toEqual(["TOO_LARGE", "TOO_LARGE", "TOO_LARGE"]);
    const bounded = await through("open", { connections: 2 });
    await Promise.all([1, 2, 3, 4].map(() => bounded.send(bounded.request)));
    expect(bounded.proxy.asked).toHaveLength(2);
    expect(proxy.requested).toEqual([]);
  });

  it("gives up an answer that does not begin", async () => {
    const server = await faultServer(() => ["request"]);
    const proxy = await testProxy();
    const { send } = transport({ proxies: proxiesOf({ HTTP_PROXY: proxy.url }), headersTimeoutMs: 50 });
    const error = await failureOf(send(searchAt(under("cluster.example", server.origin))));
    expect(error.code).toBe("TIMEOUT");
  });

  it("goes past the proxy to what NO_PROXY has, and to this machine", async () => {
    const { proxy, request, server } = await through("open");
    const proxies = proxiesOf({ HTTP_PROXY: proxy.url, NO_PROXY: ".example" });
    const { send, events } = transport({ proxies, lookup: thisMachine });
    expect((await send(request)).status).toBe(200);
    expect((await send(searchAt(server.origin))).status).toBe(200);
    expect(proxy.asked).toEqual([]);
    expect(events[0]).not.toHaveProperty("proxy");
  });

  it("uses none where none was asked for", async () => {
    const { proxy, request } = await through("open");
    expect((await transport({ lookup: thisMachine }).send(request)).status).toBe(200);
    expect(proxy.asked).toEqual([]);
  });
});

describe("a proxy that does not give the way", () => {
  const quick = { policy: { attempts: 3, baseMs: 0, capMs: 0, jitter: "full", maxRetryAfterMs: 0 } } as const;
  const patiently = retry({ ...quick, clock: systemClock, random: () => 0 });

  it.each([
    [
      407,
      "CONFIG",
      "the proxy in HTTP_PROXY does not accept its user and password",
      "http://user:password@host:port",
      1,
    ],
    [403, "UNREACHABLE", "the proxy in HTTP_PROXY refuses the way", "add cluster.example to NO_PROXY", 1],
    [502, "UNREACHABLE", "the proxy in HTTP_PROXY refuses the way", "add cluster.example to NO_PROXY", 3],
    ["closed", "UNREACHABLE", "the proxy in HTTP_PROXY", "in HTTP_PROXY", 3],
    [
      "page",
      "UNREACHABLE",
      "what the proxy in HTTP_PROXY answers is not the answer of a proxy",
      "port in HTTP_PROXY",
      1,
    ],
    ["garbage", "UNREACHABLE", "what the proxy in HTTP_PROXY answers is not", "add cluster.example to NO_PROXY", 1],
  ] as const)("(%s) is %s, and is asked as often as makes sense", async (behaviour, code, message, next, times) => {
    const { send, proxy, request, server } = await through(behaviour);
    const error = await failureOf(patiently(send)(request));
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
    expect(error.next).toContain(next);
    expect(`${error.message} ${error.next}`).not.toMatch(/hunter2|proxy-user/);
    expect(proxy.asked).toHaveLength(times);
    expect(server.connections()).toBe(0);
  });

  it("because it cannot be reached is UNREACHABLE", async () => {
    const { send } = transport({ proxies: proxiesOf({ HTTP_PROXY: "http://127.0.0.1:1" }) });
    const error = await failureOf(send(searchAt("http://cluster.example")));
    expect(error).toMatchObject({
      code: "UNREACHABLE",
      message: expect.stringMatching(/the proxy in HTTP_PROXY.*nothing listens there/),
      next: expect.stringContaining("HTTP_PROXY"),
    });
  });

  it("but answers as a web server is told from one", async () => {
    const web = await faultServer(() => ["request", http("405 No", {}, "no")]);
    const { send } = transport({ proxies: proxiesOf({ HTTP_PROXY: web.origin }) });
    const error = await failureOf(send(searchAt("http://cluster.example")));
    expect(error).toMatchObject({ code: "UNREACHABLE", message: expect.stringContaining("(405)") });
  });

  it("and is silent ends by the time for connecting", async () => {
    const clock = manualClock();
    const { send, proxy, request } = await through("silent", { clock, connectTimeoutMs: 700 });
    const asked = proxy.next();
    const failure = failureOf(send(request));
    await asked;
    await clock.advance(700);
    const error = await failure;
    expect(error).toMatchObject({ code: "TIMEOUT", message: expect.stringContaining("HTTP_PROXY") });
    expect(error.next).toContain("NO_PROXY");
  });

  it("and is silent keeps nobody waiting who closes the transport", async () => {
    const { send, close, proxy, request } = await through("silent", { clock: manualClock() });
    const asked = proxy.next();
    const failure = failureOf(send(request));
    await asked;
    await close();
    expect((await failure).code).toBe("INTERNAL");
    await proxy.idle();
  });
});
