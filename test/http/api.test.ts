import { describe, expect, it } from "vitest";
import { apiSend, onlyTo } from "../../src/http/api.ts";
import { type HttpRequest, type Layer, pipeline, type Send } from "../../src/http/http.ts";
import { faultServer, http, json, type Step } from "../support/fault-server.ts";
import { manualClock } from "../support/manual-clock.ts";
import { answer, failureOf, searchAt, transport } from "../support/requests.ts";

const OK = json('{"items":[{"key":9007199254740993}]}');
const HTML = http("503 Service Unavailable", { "content-type": "text/html" }, "<h1>ingress down</h1>");

/** Puts a counted credential on each try. */
const counting = (): Layer => {
  let generation = 0;
  return (next) => (request) =>
    next({ ...request, headers: { ...request.headers, authorization: `Bearer ${++generation}` } });
};

/** The whole pipeline over real sockets, with waits that move by hand and no randomness: a back-off takes no time. */
const api = (origin: string, random = 0) => {
  const clock = manualClock();
  const { send, events } = transport({ connections: 1 });
  return {
    send: apiSend({
      send,
      origin,
      variable: "CAMUNDA_REST_ADDRESS",
      auth: counting(),
      clock,
      random: () => random,
      writes: true,
    }),
    clock,
    events,
  };
};

/** One script per connection; the last one serves the further connections too. */
const scripts = (...connections: Step[][]) =>
  faultServer((connection) => connections[Math.min(connection, connections.length - 1)] ?? []);

const half = { bytes: "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{" };
const cutShort = { bytes: 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{"items":[' };

describe("apiSend", () => {
  it.each([
    ["the connection breaks before the headers", ["request", "rst"]],
    ["the connection is closed before the headers", ["request", "fin"]],
    ["the connection breaks in the body", ["request", half, "rst"]],
    ["the body is cut short without notice", ["request", cutShort, "fin"]],
    ["a kept connection is closed as it is reused", ["request", OK, "request", "rst"]],
    ["the server is not ready", ["request", json("{}", "503 Busy")]],
    ["the text is no HTTP", ["request", { bytes: "garbage\r\n\r\n" }]],
  ] satisfies [string, Step[]][])("answers although %s once", async (_, bad) => {
    const server = await scripts([...bad, "request", OK, "request", OK], ["request", OK, "request", OK]);
    const { send } = api(server.origin);
    const first = await send(searchAt(server.origin));
    const second = await send(searchAt(server.origin));
    expect([first.json, second.json]).toEqual(Array(2).fill({ items: [{ key: "9007199254740993" }] }));
    expect(server.requests).toHaveLength(3);
    expect(server.requests.map((request) => /bearer \d/i.exec(request)?.[0])).toEqual([
      "Bearer 1",
      "Bearer 2",
      "Bearer 3",
    ]);
  });

  it("loses none of 400 calls to connections that are closed as they are reused", async () => {
    const server = await faultServer((connection) =>
      connection % 2 ? ["request", "rst"] : ["request", OK, "request", "rst"],
    );
    const { send } = api(server.origin);
    for (let call = 0; call < 400; call++) expect((await send(searchAt(server.origin))).status).toBe(200);
  });

  it.each([
    ["a body that is always cut short", [cutShort, "fin"], "BAD_RESPONSE", 2],
    ["a gateway that stays down", [HTML], "UPSTREAM_ERROR", 3],
    ["a connection that always breaks", ["rst"], "UNREACHABLE", 3],
    ["a web page", [http("200 OK", { "content-type": "text/html" }, "<h1>ingress down</h1>")], "BAD_RESPONSE", 1],
    ["a redirect", [http("302 Found", { location: "http://127.0.0.1:1/login" })], "CONFIG", 1],
    ["an argument the cluster refuses", [json('{"message":"m","type":"t"}', "400 Bad")], "INVALID_ARGUMENT", 1],
    ["an error of the cluster", [json('{"message":"m","type":"t"}', "500 Bad")], "UPSTREAM_ERROR", 1],
    ["a compressed answer", [http("200 OK", { "content-encoding": "gzip" }, "x")], "BAD_RESPONSE", 1],
  ] satisfies [string, Step[], string, number][])("tells of %s after as many tries as make sense", async (...row) => {
    const [, steps, code, tries] = row;
    const server = await scripts(["request", ...steps, "fin"]);
    const { send, events } = api(server.origin);
    const error = await failureOf(send(searchAt(server.origin)));
    expect(error.code).toBe(code);
    expect(JSON.stringify([error, error.message])).not.toContain("ingress down");
    expect(events).toHaveLength(tries);
  });

  it("never repeats what is not declared repeatable", async () => {
    const server = await scripts(["request", "rst"]);
    const { send } = api(server.origin);
    expect((await failureOf(send(searchAt(server.origin, { repeatable: false })))).code).toBe("UNREACHABLE");
    expect(server.requests).toHaveLength(1);
  });

  it("tries an address where nothing listens three times", async () => {
    const { send, events } = api("http://127.0.0.1:1");
    expect((await failureOf(send(searchAt("http://127.0.0.1:1")))).code).toBe("UNREACHABLE");
    expect(events).toHaveLength(3);
  });

  it.each([
    ["no headers come", ["request"]],
    ["the body drips without end", ["request", { bytes: "HTTP/1.1 200 OK\r\n\r\n" }, "drip"]],
    ["only interim answers come", ["request", { bytes: "HTTP/1.1 103 Early\r\n\r\n".repeat(500) }]],
  ] satisfies [string, Step[]][])("gives up twice after 30 s when %s", async (_, steps) => {
    const server = await scripts(steps);
    const { send, clock } = api(server.origin);
    const result = failureOf(send(searchAt(server.origin)));
    await server.received(1);
    await clock.advance(30_000);
    await server.received(2);
    await clock.advance(30_000);
    expect(await result).toMatchObject({
      code: "TIMEOUT",
      message: expect.stringMatching(/^http.* gave no complete answer within 30 s$/),
    });
    await server.idle();
    expect(server.requests).toHaveLength(2);
  });

  it("waits as long as the cluster asks, and no longer than makes sense", async () => {
    const limited = (seconds: number) => http("429 Slow down", { "retry-after": String(seconds) });
    const server = await scripts(["request", limited(1), "request", OK, "request", limited(120)]);
    const { send, clock, events } = api(server.origin, 0.5);
    const result = send(searchAt(server.origin));
    while (clock.pending().length !== 1 || events.length !== 1) await new Promise((resolve) => setImmediate(resolve));
    expect(clock.pending()).toEqual([1000]);
    await clock.advance(1000);
    expect((await result).status).toBe(200);
    const error = await failureOf(send(searchAt(server.origin)));
    expect(error).toMatchObject({ code: "RATE_LIMITED", facts: { retryAfterSeconds: 120, status: 429 } });
    expect(server.requests).toHaveLength(3);
  });

  it("shows a credential to no other origin than the configured one", async () => {
    const other = await scripts(["request", OK]);
    const { send } = api("http://127.0.0.1:1");
    expect(await failureOf(send(searchAt(other.origin)))).toMatchObject({ code: "INTERNAL" });
    expect(other.connections()).toBe(0);
  });
});

describe("onlyTo", () => {
  const reached: Send = async () => answer(200);

  it.each([
    ["https://operate.example/operate/v1/x", true],
    ["https://operate.example:443/v1", true],
    ["http://operate.example/v1", false],
    ["https://operate.example:8443/v1", false],
    ["https://operate.example.evil.example/v1", false],
    ["https://evil.example/https://operate.example", false],
  ])("%s: %s", async (url, allowed) => {
    const sent = onlyTo("https://operate.example")(reached)({ ...searchAt("http://x"), url: new URL(url) });
    if (allowed) expect((await sent).status).toBe(200);
    else expect((await failureOf(sent)).code).toBe("INTERNAL");
  });
});

describe("pipeline", () => {
  it("puts the first layer outermost", async () => {
    const mark =
      (name: string): Layer =>
      (next) =>
      (request) =>
        next({ ...request, body: `${request.body ?? ""}${name}` });
    let seen: HttpRequest | undefined;
    const send = pipeline(
      async (request) => {
        seen = request;
        return answer(200);
      },
      mark("a"),
      mark("b"),
    );
    await send(searchAt("http://x", { body: "" }));
    expect(seen?.body).toBe("ab");
  });
});
