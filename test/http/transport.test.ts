import { describe, expect, it } from "vitest";
import { OperateError } from "../../src/errors.ts";
import { lowLevelCode } from "../../src/http/http.ts";
import { faultServer, http, json, type Step } from "../support/fault-server.ts";
import { failureOf, searchAt, transport } from "../support/requests.ts";

const OK = json('{"items":[]}');

/** One connection that gives the same answer to every request. */
function* always(...steps: Step[]): Generator<Step> {
  for (;;) {
    yield "request";
    yield* steps;
  }
}

describe("transport", () => {
  it("sends the request as it is, asks for no compression, and reads the whole answer", async () => {
    const answer = http(
      "207 Multi",
      { "Content-Type": "text/plain", "Set-Cookie": "a=1\r\nSet-Cookie: b=2" },
      "größer",
    );
    const server = await faultServer(() => always(answer));
    const { send, events } = transport();
    const response = await send(searchAt(server.origin, { body: '{"größe":1}' }));
    expect(response.status).toBe(207);
    expect(response.body).toBe("größer");
    expect(response.headers.get("set-cookie")).toEqual(["a=1", "b=2"]);
    expect(response.headers.get("content-type")).toEqual(["text/plain"]);
    const [sent] = server.requests;
    expect(sent).toMatch(/^POST \/v1\/incidents\/search\?size=1 HTTP\/1.1\r\n/);
    expect(sent).toMatch(/\r\naccept-encoding: identity\r\n/);
    expect(sent).toMatch(/\r\naccept: application\/json, /);
    expect(Buffer.from(sent?.split("\r\n\r\n")[1] ?? "", "latin1").toString()).toBe('{"größe":1}');
    expect(events).toEqual([
      { request: "POST /v1/incidents/search", origin: server.origin, ms: expect.any(Number), status: 207 },
    ]);
  });

  it("asks for anything where XML is due", async () => {
    const server = await faultServer(() => always(OK));
    await transport().send(searchAt(server.origin, { accept: "xml", method: "GET" }));
    expect(server.requests[0]).toMatch(/\r\naccept: \*\/\*\r\n/);
  });

  it("keeps a connection for the next request, and never opens more than it may", async () => {
    const server = await faultServer(() => always(OK));
    const { send } = transport({ connections: 3 });
    await Promise.all(Array.from({ length: 50 }, () => send(searchAt(server.origin))));
    await send(searchAt(server.origin));
    expect(server.requests).toHaveLength(51);
    expect(server.connections()).toBe(3);
  });

  it("hands a redirect back and sends nothing to its target", async () => {
    const target = await faultServer(() => always(OK));
    const server = await faultServer(() => always(http("307 Go", { location: target.origin })));
    expect((await transport().send(searchAt(server.origin))).status).toBe(307);
    expect(target.connections()).toBe(0);
  });

  it("closes the socket when a request is aborted, before the headers and in the body", async () => {
    for (const steps of [["request"], ["request", { bytes: "HTTP/1.1 200 OK\r\n\r\nhalf" }]] satisfies Step[][]) {
      const server = await faultServer(() => steps);
      const abort = new AbortController();
      const { send, events } = transport();
      const result = send(searchAt(server.origin, { signal: abort.signal }));
      await server.received(1);
      abort.abort(new OperateError("BUSY", "cancelled"));
      expect((await failureOf(result)).code).toBe("BUSY");
      await server.idle();
      expect(events).toMatchObject([{ failure: "BUSY" }]);
    }
  });

  it("opens no connection for a request that is aborted already, nor when it is closed", async () => {
    const server = await faultServer(() => always(OK));
    const { send, close } = transport();
    await expect(send(searchAt(server.origin, { signal: AbortSignal.abort(new Error("gone")) }))).rejects.toThrow(
      "gone",
    );
    await close();
    expect((await failureOf(send(searchAt(server.origin)))).code).toBe("INTERNAL");
    expect(server.connections()).toBe(0);
  });

  it("closes every socket when it is closed, and ends what is running", async () => {
    const server = await faultServer((connection) => (connection === 0 ? ["request", OK] : ["request"]));
    const { send, close } = transport();
    await send(searchAt(server.origin));
    const running = [send(searchAt(server.origin)), send(searchAt(server.origin))].map(failureOf);
    await server.received(3);
    await close();
    await server.idle();
    await Promise.all(running);
  });

  it.each([
    ["a compressed answer", [http("200 OK", { "content-encoding": "gzip" }, "bomb")], undefined],
    ["twice compressed", [http("200 OK", { "content-encoding": "identity, br" }, "bomb")], undefined],
    ["a status that there is not", [{ bytes: "HTTP/1.1 000 X\r\ncontent-length: 7\r\n\r\nhunter2" }], "ERR_ASSERTION"],
    ["bytes that are not HTTP", [{ bytes: "SSH-2.0-OpenSSH_9.6 hunter2\r\n" }, "fin"], "HTTPParserError"],
    [
      "a broken chunk",
      [{ bytes: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nhunter2\r\n" }],
      "HTTPParserError",
    ],
    [
      "a header of 20 kB",
      [{ bytes: `HTTP/1.1 200 OK\r\nx: ${"x".repeat(20_000)}\r\n\r\n` }],
      "UND_ERR_HEADERS_OVERFLOW",
    ],
    ["10,000 headers", [{ bytes: `HTTP/1.1 200 OK\r\n${"x: y\r\n".repeat(10_000)}\r\n` }], "UND_ERR_HEADERS_OVERFLOW"],
    [
      "two lengths",
      [{ bytes: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 9\r\n\r\n{}hunter2" }],
      "UND_ERR_RES_CONTENT_LENGTH_MISMATCH",
    ],
    [
      "text that is not UTF-8",
      [{ bytes: Buffer.from("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n\xff\xfe{", "latin1") }, "fin"],
      "UNREADABLE_BODY",
    ],
  ] satisfies [string, Step[], string | undefined][])("refuses %s with BAD_RESPONSE", async (_, steps, code) => {
    const server = await faultServer(() => ["request", ...steps]);
    const error = await failureOf(transport().send(searchAt(server.origin)));
    expect(error).toMatchObject({ code: "BAD_RESPONSE", facts: { origin: server.origin } });
    expect(error.message + error.next).not.toContain("hunter2");
    if (code !== undefined) expect(lowLevelCode(error)).toContain(code);
  });

  it("takes an answer that names no compression for one without", async () => {
    const server = await faultServer(() => ["request", http("200 OK", { "content-encoding": "" }, "{}")]);
    expect((await transport().send(searchAt(server.origin))).body).toBe("{}");
  });

  it("reads nothing of a compressed answer", async () => {
    const head = { bytes: "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n" };
    const server = await faultServer(() => ["request", head, { flood: 209_715_200 }]);
    expect((await failureOf(transport().send(searchAt(server.origin)))).code).toBe("BAD_RESPONSE");
    await server.idle();
    expect(server.sent()).toBeLessThan(32 * 1_048_576);
  });

  it("takes an error page in another charset by its status", async () => {
    const page = Buffer.from("HTTP/1.1 503 Gone\r\nconnection: close\r\n\r\nnicht verf\xfcgbar", "latin1");
    const server = await faultServer(() => ["request", { bytes: page }, "fin"]);
    expect((await transport().send(searchAt(server.origin))).status).toBe(503);
  });

  it("skips a byte order mark", async () => {
    const server = await faultServer(() => always(json("\uFEFF{}")));
    expect((await transport().send(searchAt(server.origin))).body).toBe("{}");
  });

  it.each([
    ["with its length told", "content-length: 209715200\r\n\r\n"],
    ["in one chunk", "transfer-encoding: chunked\r\n\r\nc800000\r\n"],
    ["up to the end of the connection", "\r\n"],
  ])("stops reading a body of 200 MiB %s at the limit", async (_, head) => {
    const server = await faultServer(() => [
      "request",
      { bytes: `HTTP/1.1 200 OK\r\n${head}` },
      { flood: 209_715_200 },
    ]);
    const error = await failureOf(transport({ maxBodyBytes: 1_048_576 }).send(searchAt(server.origin)));
    expect(error.code).toBe("TOO_LARGE");
    expect(error.next).toContain("limit");
    await server.idle();
    expect(server.sent()).toBeLessThan(32 * 1_048_576);
  });

  it("reads a body of exactly the limit", async () => {
    const server = await faultServer(() => always(json("x".repeat(1000))));
    expect((await transport({ maxBodyBytes: 1000 }).send(searchAt(server.origin))).body).toHaveLength(1000);
    expect((await failureOf(transport({ maxBodyBytes: 999 }).send(searchAt(server.origin)))).code).toBe("TOO_LARGE");
  });

  it("lets bytes behind an answer poison no later one", async () => {
    const smuggled = 'HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n"forged"';
    const server = await faultServer((connection) =>
      connection === 0
        ? ["request", { bytes: `HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}${smuggled}` }]
        : always(OK),
    );
    const { send } = transport({ connections: 1 });
    expect((await send(searchAt(server.origin))).body).toBe("{}");
    const second = await send(searchAt(server.origin)).catch((error: unknown) => error);
    expect(JSON.stringify(second)).not.toContain("forged");
    expect((await send(searchAt(server.origin))).body).toBe('{"items":[]}');
  });

  it.each([
    ["broken off before the headers", ["request", "rst"], "ECONNRESET"],
    ["closed before the headers", ["request", "fin"], "UND_ERR_SOCKET"],
    [
      "closed in a sized body",
      ["request", { bytes: "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{" }, "fin"],
      "UND_ERR_SOCKET",
    ],
    [
      "broken off in a sized body",
      ["request", { bytes: "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{" }, "rst"],
      /ECONNRESET|UND_ERR_SOCKET/,
    ],
  ] satisfies [string, Step[], string | RegExp][])("calls an answer that is %s UNREACHABLE", async (_, steps, code) => {
    const server = await faultServer(() => steps);
    const error = await failureOf(transport().send(searchAt(server.origin)));
    expect(error).toMatchObject({ code: "UNREACHABLE", facts: { origin: server.origin } });
    expect(error.message).toMatch(/the connection was (cut|closed) before the answer was complete/);
    expect(lowLevelCode(error)).toMatch(code);
  });

  it("says that nothing listens", async () => {
    const { send, events } = transport();
    const error = await failureOf(send(searchAt("http://127.0.0.1:1")));
    expect(error).toMatchObject({
      code: "UNREACHABLE",
      message: "http://127.0.0.1:1 cannot be reached: nothing listens there",
    });
    expect(events).toMatchObject([{ failure: "UNREACHABLE" }]);
  });

  it("gives up a host that does not answer, and an answer that does not begin", async () => {
    const server = await faultServer(() => []);
    const { send } = transport({ connectTimeoutMs: 10, headersTimeoutMs: 10 });
    const [connecting, waiting] = await Promise.all([
      failureOf(send(searchAt(server.origin.replace("http:", "https:")))),
      failureOf(send(searchAt(server.origin))),
    ]);
    expect(connecting).toMatchObject({ code: "UNREACHABLE" });
    expect(connecting?.message).toContain("the host does not answer");
    expect(waiting).toMatchObject({ code: "TIMEOUT" });
  });
});
