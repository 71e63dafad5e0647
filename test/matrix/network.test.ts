import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { member } from "../../src/narrow.ts";
import { startCluster } from "../../src/simulator/cluster.ts";
import { type FaultServer, faultServer, http, json, type Step } from "../support/fault-server.ts";
import { eagerClock } from "./eager-clock.ts";
import { EMPTY_PAGE, faultyOperate, HEALTHY, PAGE } from "./faulty-operate.ts";
import { serverRig } from "./server-rig.ts";

const TOKEN = "a-ready-token-0123456789";
const OK_HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
const MIB = 1_048_576;

const raw = (...bytes: readonly (string | Uint8Array)[]): Step[] => bytes.map((one) => ({ bytes: one }));
const sized = (body: string | Uint8Array, length = Buffer.byteLength(body)): Step[] =>
  raw(`${OK_HEAD}content-length: ${length}\r\n\r\n`, body);
const chunked = `${OK_HEAD}transfer-encoding: chunked\r\n\r\n`;
const again =
  (times: number, ...bad: Step[]) =>
  (attempt: number): Step[] =>
    attempt <= times ? bad : [HEALTHY];
const always =
  (...steps: Step[]) =>
  (): Step[] =>
    steps;
const html = (status: string): Step => http(status, { "content-type": "text/html" }, "<h1>HUNTER2</h1>");

/** A row: what happens on the wire, what the model reads of it, and how often the cluster is asked. */
type Fault = readonly [id: string, what: string, script: (attempt: number) => Step[], reads: RegExp, searches: number];

const SUCCESS = /9223372036854775807/;

const faults: readonly Fault[] = [
  ["C4", "the connection is reset before the headers, then all is well", again(1, "rst"), SUCCESS, 2],
  ["C5", "a kept connection is closed as it is used again", again(1, "fin"), SUCCESS, 2],
  [
    "C6",
    "the connection is reset in the body, then all is well",
    again(1, ...sized(PAGE.slice(0, 60), 999), "rst"),
    SUCCESS,
    2,
  ],
  [
    "C7",
    "a body that ends with the connection is cut short",
    always(...raw(`${OK_HEAD}\r\n`, PAGE.slice(0, 12)), "fin"),
    /^BAD_RESPONSE/,
    2,
  ],
  [
    "C10",
    "500 with the words of the cluster",
    always(json('{"status":500,"message":"index is away","instance":"x","type":"Server error"}', "500 No")),
    /^UPSTREAM_ERROR(.|\n)*index is away/,
    1,
  ],
  [
    "C11",
    "502 and 503, then all is well",
    (n) => (n === 1 ? [json("{}", "502 Bad")] : again(2, json("{}", "503 Busy"))(n)),
    SUCCESS,
    3,
  ],
  [
    "C12",
    "503 with a page of the ingress",
    always(html("503 Unavailable")),
    /^UPSTREAM_ERROR.*gateway, 503, text\/html/,
    3,
  ],
  ["C13a", "429 with a second to wait", again(1, http("429 Slow", { "retry-after": "1" })), SUCCESS, 2],
  [
    "C13b",
    "429 with two minutes to wait",
    always(http("429 Slow", { "retry-after": "120" })),
    /^RATE_LIMITED.*120 s/,
    1,
  ],
  [
    "C14",
    "400 with the words of the cluster",
    always(
      json(JSON.stringify({ status: 400, message: `no field ${"x".repeat(900)}`, type: "Invalid request" }), "400 Bad"),
    ),
    /detail: "no field x{200,290}…?/,
    1,
  ],
  ["C15a", "403", always(json('{"status":403,"message":"no access","type":"Forbidden"}', "403 No")), /^FORBIDDEN/, 1],
  [
    "C16a",
    "301",
    always(http("301 Go", { location: "http://other.invalid/path?token=HUNTER2" })),
    /^CONFIG(.|\n)*other\.invalid/,
    1,
  ],
  [
    "C16b",
    "308",
    always(http("308 Go", { location: "https://other.invalid/path?token=HUNTER2" })),
    /^CONFIG(.|\n)*other\.invalid/,
    1,
  ],
  ["C17a", "200 with a page", always(html("200 OK")), /^BAD_RESPONSE/, 1],
  [
    "C17b",
    "200 without a content type, and no JSON",
    always(http("200 OK", {}, "<h1>HUNTER2</h1>")),
    /^BAD_RESPONSE/,
    1,
  ],
  ["C18a", "JSON that is cut off in complete HTTP", always(...sized(PAGE.slice(0, -20))), /^BAD_RESPONSE/, 2],
  ["C18b", "NaN in JSON", always(...sized('{"items":[],"total":NaN}')), /^BAD_RESPONSE/, 2],
  ["C18c", "a byte order mark", always(...sized(`\uFEFF${PAGE}`)), SUCCESS, 1],
  ["C18d", "UTF-16", always(...sized(Buffer.from(PAGE, "utf16le"))), /^BAD_RESPONSE/, 2],
  [
    "C18e",
    "bytes that are no UTF-8",
    always(...sized(Buffer.from('{"items":["\xff\xfe"]}', "latin1"))),
    /^BAD_RESPONSE/,
    2,
  ],
  ["C19a", "null", always(...sized("null")), /^BAD_RESPONSE/, 1],
  ["C19b", "a list", always(...sized("[]")), /^BAD_RESPONSE/, 1],
  ["C19c", "a text", always(...sized('"x"')), /^BAD_RESPONSE/, 1],
  ["C19d", "an object without anything", always(...sized("{}")), /^BAD_RESPONSE/, 1],
  ["C19e", "items that are no list", always(...sized('{"items":{"a":1},"total":1}')), /^BAD_RESPONSE/, 1],
  [
    "C20a",
    "nesting of 200,000 levels",
    always(...sized("[".repeat(200_000) + "]".repeat(200_000))),
    /^BAD_RESPONSE/,
    1,
  ],
  [
    "C20b",
    "names that mean something to JavaScript",
    always(...sized(PAGE.replace("{", '{"__proto__":{"polluted":1},"constructor":1,'))),
    SUCCESS,
    1,
  ],
  [
    "C21a",
    "200 MiB with its length told",
    always(...raw(`${OK_HEAD}content-length: 209715200\r\n\r\n`), { flood: 200 * MIB }),
    /^TOO_LARGE(.|\n)*limit/,
    1,
  ],
  [
    "C21b",
    "200 MiB in one chunk",
    always(...raw(`${chunked}c800000\r\n`), { flood: 200 * MIB }),
    /^TOO_LARGE(.|\n)*limit/,
    1,
  ],
  [
    "C22",
    "a gzip bomb that nobody asked for",
    always(
      ...raw(`${OK_HEAD}content-encoding: gzip\r\nconnection: close\r\n\r\n`, gzipSync(Buffer.alloc(64 * MIB))),
      "fin",
    ),
    /^BAD_RESPONSE/,
    1,
  ],
  [
    "C23a",
    "a header of 20 kB",
    always(...raw(`HTTP/1.1 200 OK\r\nx: ${"x".repeat(20_000)}\r\n\r\n`)),
    /^BAD_RESPONSE/,
    1,
  ],
  ["C23b", "10,000 headers", always(...raw(`HTTP/1.1 200 OK\r\n${"x: y\r\n".repeat(10_000)}\r\n`)), /^BAD_RESPONSE/, 1],
  [
    "C23c",
    "two lengths",
    always(...raw(`${OK_HEAD}content-length: 2\r\ncontent-length: 9\r\n\r\n{}`)),
    /^BAD_RESPONSE/,
    1,
  ],
  ["C23d", "a broken chunk", always(...raw(`${chunked}HUNTER2\r\n`), "fin"), /^BAD_RESPONSE/, 2],
  ["C23e", "no HTTP at all", always(...raw("SSH-2.0-OpenSSH_9.6 HUNTER2\r\n"), "fin"), /^BAD_RESPONSE/, 2],
  [
    "C24",
    "another answer behind the answer",
    (n) => (n === 1 ? [...sized(PAGE), ...raw('HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n"forged"')] : [HEALTHY]),
    SUCCESS,
    1,
  ],
  ["C36", "206, and nobody asked for a range", always(json(PAGE, "206 Partial")), /^BAD_RESPONSE.*answers 206/, 1],
  [
    "C38a",
    "a page of nothing that counts 50",
    always(json(EMPTY_PAGE.replace('"total":0', '"total":50'))),
    /^BAD_RESPONSE: the cluster counts 50 variables and gives none of them/,
    2,
  ],
  [
    "C38b",
    "a page shorter than it counts, and the same position behind it",
    (n) => [json((n === 1 ? PAGE : PAGE.replace("9223372036854775807", "7")).replace('"total":1', '"total":2'))],
    /^BAD_RESPONSE: the cluster answers the same page again/,
    2,
  ],
  [
    "C38c",
    "the same, and nothing behind it",
    (n) => [json((n === 1 ? PAGE : EMPTY_PAGE).replace(/"total":[01]/, '"total":2'))],
    /^variables: 1 shown, at least 2 in all(.|\n)*9223372036854775807(.|\n)*note: The cluster counts more variables/,
    2,
  ],
  ["C38d", "a total that is none", always(json(PAGE.replace('"total":1', '"total":-1'))), /^BAD_RESPONSE/, 1],
];

test.each(faults)("%s: %s", async (_, __, script, reads, searches) => {
  const operate = await faultyOperate(script);
  const server = await serverRig({ env: { ...operate.env, CAMUNDA_OAUTH_TOKEN: TOKEN }, secrets: [TOKEN] });
  expect(await server.call("search_variables")).toMatch(reads);
  expect(operate.searches()).toBe(searches);
  // Whatever it was, the next call is answered, and by what belongs to it.
  const next = await server.call("search_variables");
  expect(next).not.toBe("");
  expect(next).not.toContain("forged");
  await server.expectSound();
  expect([...server.lines, ...server.log].join("\n")).not.toContain("HUNTER2");
  expect({}).not.toHaveProperty("polluted");
  await operate.server.idle();
});

test.each([
  ["C8: no headers come", []],
  ["C9: the body drips without end", [{ bytes: `${OK_HEAD}\r\n` }, "drip" as const]],
  ["C23f: interim answers without end", [{ bytes: "HTTP/1.1 103 Early\r\n\r\n".repeat(500) }]],
] satisfies [string, Step[]][])("%s: TIMEOUT after 45 s in all", async (_, steps) => {
  const operate = await faultyOperate(always(...steps));
  const clock = eagerClock();
  const server = await serverRig({ env: operate.env, clock });
  const answer = server.call("search_variables");
  await operate.server.received(2);
  await clock.advance(30_000);
  await operate.server.received(3);
  await clock.advance(15_000);
  expect(await answer).toMatch(/^TIMEOUT/);
  await server.expectSound();
  await operate.server.idle();
});

test("C1: nothing listens: UNREACHABLE with host and port, after three tries", async () => {
  const server = await serverRig({ env: { CAMUNDA_OPERATE_BASE_URL: "http://127.0.0.1:1", OPERATE_MCP_API: "v1" } });
  expect(await server.call("search_variables")).toMatch(/^UNREACHABLE.*http:\/\/127\.0\.0\.1:1 /);
  expect(server.clock.pauses.filter((ms) => ms > 0).reduce((sum, ms) => sum + ms, 0)).toBeLessThan(3000);
  await server.expectSound();
});

test("C3: connecting hangs and the caller leaves: no reply, and nothing stays open", async () => {
  const silent = await faultServer(() => []);
  const env = { CAMUNDA_OPERATE_BASE_URL: silent.origin.replace("http:", "https:"), OPERATE_MCP_API: "v1" };
  const server = await serverRig({ env });
  const { cancel } = server.begin("search_variables");
  await silent.connected(1);
  cancel();
  await server.expectSound();
  await silent.idle();
});

test("C15b: 404 says to check the key, and that data lags behind", async () => {
  const operate = await faultyOperate(always(HEALTHY));
  const missing = await faultServer(function* () {
    for (;;) {
      yield "request";
      const isGet = missing.requests.at(-1)?.startsWith("GET /v1/variables/4711 ") ?? false;
      yield isGet ? json('{"status":404,"message":"no variable","type":"Not found"}', "404 No") : HEALTHY;
    }
  });
  const server = await serverRig({ env: { ...operate.env, CAMUNDA_OPERATE_BASE_URL: missing.origin } });
  expect(await server.call("get_variable", { variableKey: "4711" })).toMatch(/^NOT_FOUND(.|\n)*readable yet/);
  await server.expectSound();
});

const DEFINITION = '{"key":4711,"name":"Order","version":1,"bpmnProcessId":"order"}';
const MODEL = '<?xml version="1.0"?><bpmn:definitions><bpmn:process id="order"/></bpmn:definitions>';
const xml = (body: string): Step => http("200 OK", { "content-type": "text/xml;charset=UTF-8" }, body);

test.each<[string, (n: number) => Step[], RegExp, number]>([
  ["C37a: a model that is cut off in complete HTTP", always(xml(MODEL.slice(0, -4))), /^BAD_RESPONSE.*cut short/, 2],
  ["C37b: a model of nothing", always(xml("")), /^BAD_RESPONSE.*cut short/, 2],
  ["C37c: a page as text/xml", always(xml("<html>HUNTER2</html>")), /^BAD_RESPONSE.*no document of definitions/, 2],
  [
    "C37d: a model that ends with the connection, and is cut short once",
    (n) =>
      n === 1 ? [...raw("HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\n\r\n", MODEL.slice(0, 60)), "fin"] : [xml(MODEL)],
    /<bpmn:process id=.{0,2}order.{0,2}\/>/,
    2,
  ],
])("%s", async (_, script, reads, asked) => {
  const isModel = (request: string | undefined) =>
    request?.startsWith("GET /v1/process-definitions/4711/xml ") ?? false;
  const models = () => operate.requests.filter(isModel).length;
  const operate = await faultServer(function* () {
    for (;;) {
      yield "request";
      const request = operate.requests.at(-1);
      if (isModel(request)) yield* script(models());
      else yield json(request?.startsWith("GET ") ? DEFINITION : EMPTY_PAGE);
    }
  });
  const env = { CAMUNDA_OPERATE_BASE_URL: operate.origin, OPERATE_MCP_API: "v1", OPERATE_MCP_CLUSTER_VERSION: "8.6" };
  const server = await serverRig({ env });
  const text = await server.call("get_process_definition", { processDefinitionKey: "4711", include: ["xml"] });
  expect(text).toMatch(reads);
  expect(models()).toBe(asked);
  const read = await server.ask("resources/read", { uri: "operate://process-definitions/4711/xml" });
  expect(JSON.stringify(member(read, "error") ?? member(read, "result"))).toMatch(
    new RegExp(reads.source.replace("^", "")),
  );
  await server.expectSound();
  expect([...server.lines, ...server.log].join("\n")).not.toContain("HUNTER2");
  await operate.idle();
});

test("C25: 64-bit keys keep every digit, and positions go back as they came", async () => {
  const operate = await faultyOperate(always(json(PAGE.replace('"total":1', '"total":2'))));
  const server = await serverRig({ env: operate.env });
  const page = await server.ask("tools/call", { name: "search_variables", arguments: { limit: 1 } });
  expect(JSON.stringify(page)).toContain('"9223372036854775807"');
  expect(JSON.stringify(page)).toContain('"9007199254740993"');
  const cursor = member(member(member(member(page, "result"), "structuredContent"), "page"), "next");
  await server.call("search_variables", { cursor });
  expect(operate.server.requests.at(-1)).toContain('"searchAfter":[9007199254740993]');
});

test("C30: a proxy of the environment that was not opted in to is not used", async () => {
  const proxy = await faultServer(() => ["request"]);
  const operate = await faultyOperate(always(HEALTHY));
  const through = { HTTP_PROXY: proxy.origin, HTTPS_PROXY: proxy.origin };
  const server = await serverRig({ env: { ...operate.env, ...through } });
  expect(await server.call("search_variables")).toMatch(SUCCESS);
  expect(proxy.connections()).toBe(0);
  await server.expectSound();
});

test("C32: five failures in a row, then all is well: each is told, and the first call after them succeeds", async () => {
  const operate = await faultyOperate((attempt) => (attempt <= 15 ? ["rst"] : [HEALTHY]));
  const server = await serverRig({ env: operate.env });
  for (let call = 0; call < 5; call++) expect(await server.call("search_variables")).toMatch(/^UNREACHABLE/);
  expect(await server.call("search_variables")).toMatch(SUCCESS);
  await server.expectSound();
});

test("C33: of 200 calls of several requests each, those that have begun end before others begin, and none of them is BUSY", async () => {
  let requests = 0;
  let inFirst = 0;
  const page = (items: string) => json(`{"items":[${items}],"sortValues":[1],"total":${items === "" ? 0 : 1}}`);
  const server: FaultServer = await faultServer(function* () {
    for (;;) {
      yield "request";
      requests += 1;
      const request = server.requests.at(-1) ?? "";
      const [, key] = /^GET \/v1\/process-instances\/(\d+) /.exec(request) ?? [];
      if (key !== undefined) yield json(`{"key":${key},"state":"ACTIVE","tenantId":"t"}`);
      else if (/^GET .*\/(?:statistics|sequence-flows) /.test(request)) yield json("[]");
      else yield page("");
    }
  });
  const env = { CAMUNDA_OPERATE_BASE_URL: server.origin, OPERATE_MCP_API: "v1", OPERATE_MCP_CLUSTER_VERSION: "8.6" };
  const rig = await serverRig({ env });
  const get = async (index: number) => {
    const text = await rig.call("get_process_instance", {
      processInstanceKey: String(2 ** 51 + index),
      include: ["statistics", "sequenceFlows", "variables", "elements", "incidents"],
    });
    if (inFirst === 0) inFirst = requests;
    return text;
  };
  await get(0);
  const each = requests;
  inFirst = 0;
  requests = 0;
  for (const text of await Promise.all(Array.from({ length: 200 }, (_, index) => get(index))))
    expect(text).toMatch(/^processInstanceKey: /);
  expect(requests).toBeLessThanOrEqual(200 * each);
  expect(inFirst).toBeLessThanOrEqual(32 * each);
});

test("C33: 1,200 calls at once: eight requests at a time, BUSY from the 1,009th on, and a reply for each", async () => {
  let release: () => void = () => undefined;
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  let underWay = 0;
  let most = 0;
  const operate = await faultyOperate(function* () {
    underWay += 1;
    most = Math.max(most, underWay);
    yield { until };
    underWay -= 1;
    yield HEALTHY;
  });
  const server = await serverRig({ env: operate.env });
  await server.call("search_process_definitions");
  const before = operate.server.requests.length;
  const order: number[] = [];
  const calls = Array.from({ length: 1200 }, async (_, index) => {
    const text = await server.call("search_variables", { limit: 1 });
    order.push(index);
    return text;
  });
  await Promise.all(calls.slice(1008).map(async (call) => expect(await call).toMatch(/^BUSY: 1008 calls/)));
  await operate.server.received(before + 8);
  release();
  const answers = await Promise.all(calls.slice(0, 1008));
  expect(answers.filter((text) => SUCCESS.test(text))).toHaveLength(1008);
  expect(most).toBe(8);
  // First come, first served: nobody is overtaken by more than what eight connections have under way.
  const served = order.filter((index) => index < 1008);
  expect(served.every((index, place) => Math.abs(index - place) < 16)).toBe(true);
  await server.expectSound();
});

test("C35: a cluster that restarts under load: errors only while it is down, and calls are replies", async () => {
  const first = await startCluster({ login: "none" });
  const server = await serverRig({ env: { CAMUNDA_OPERATE_BASE_URL: first.url, OPERATE_MCP_API: "v1" } });
  const burst = () => Promise.all(Array.from({ length: 50 }, () => server.call("search_incidents", { limit: 1 })));
  const failed = (texts: readonly string[]) => texts.filter((text) => text.startsWith("UNREACHABLE")).length;
  expect(failed(await burst())).toBe(0);
  const under = burst();
  await first.close();
  const down = await burst();
  await under;
  expect(failed(down)).toBe(50);
  const second = await startCluster({ login: "none", port: Number(new URL(first.url).port) });
  onTestFinished(second.close);
  expect(failed(await burst())).toBe(0);
  await server.expectSound();
});
