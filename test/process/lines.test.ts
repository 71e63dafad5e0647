import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { member } from "../../src/narrow.ts";
import { INITIALIZE, INITIALIZED, startServer, toolCall } from "./server-process.ts";

const MEBIBYTE = 1_048_576;

const refused = (id: unknown) => expect.objectContaining({ id, error: expect.objectContaining({ code: -32600 }) });

/** The most resident memory that a process has had so far, on Linux. */
const peakMiB = (pid = 0): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;

/** A request in the order in which clients write it: the id behind all the rest. */
const bigRequest = (id: number, bytes: number): string => {
  const params = { name: "whoami", arguments: { text: "x".repeat(bytes) } };
  return JSON.stringify({ method: "tools/call", params, jsonrpc: "2.0", id });
};

test("survives thousands of lines of garbage, and neither answers nor logs more than ten of them a second", async () => {
  const server = startServer();
  await server.open();
  const began = performance.now();
  const garbage = Array.from({ length: 5000 }, () => `x${randomBytes(60).toString("base64")}`);
  server.child.stdin.write(randomBytes(100_000).fill(0xff, 0, 1));
  server.write("", ...garbage);
  expect(member(await server.ask("ping"), "result")).toEqual({});
  const seconds = Math.ceil((performance.now() - began) / 1000) + 1;
  const answered = server.lines.filter((line) => line.includes('"id":null'));
  expect(answered.length).toBeGreaterThan(0);
  expect(answered.length).toBeLessThanOrEqual(10 * seconds);
  const logged = server
    .stderr()
    .split("\n")
    .filter((line) => line.includes("protocol"));
  expect(logged.length).toBeLessThanOrEqual(10 * seconds);
});

test.each([[2], [11], [64]])("refuses a request of %i MiB under its id and answers the next", async (mebibytes) => {
  const server = startServer();
  await server.open();
  server.write(bigRequest(77, mebibytes * MEBIBYTE));
  expect(await server.answer(77)).toEqual(refused(77));
  expect(member(await server.ask("ping"), "result")).toEqual({});
  // The line is passed over piece by piece: it is never in memory as a whole.
  if (process.platform === "linux") expect(peakMiB(server.child.pid)).toBeLessThan(150);
});

test("skips a line of 11 MiB that is no JSON and answers the next", async () => {
  const server = startServer();
  await server.open();
  server.write("x".repeat(11 * MEBIBYTE));
  expect(await server.answer(null)).toEqual(refused(null));
  expect(member(await server.ask("ping"), "result")).toEqual({});
});

test("answers 1,000 requests that come in one write, each once", async () => {
  const server = startServer();
  const ids = Array.from({ length: 1000 }, (_, index) => index);
  server.write(INITIALIZE, INITIALIZED, ...ids.map((id) => toolCall(id, "whoami", { unknown: id })));
  await Promise.all(ids.map((id) => server.answer(id)));
  server.hangUp();
  await server.exit;
  const answered = server.lines.map((line) => member(JSON.parse(line), "id")).filter((id) => id !== INITIALIZE.id);
  expect(answered.sort((a, b) => Number(a) - Number(b))).toEqual(ids);
});

test("takes messages byte by byte", async () => {
  const server = startServer();
  for (const byte of Buffer.from(`${JSON.stringify(INITIALIZE)}\r\n`)) server.child.stdin.write(Buffer.of(byte));
  expect(await server.answer(INITIALIZE.id)).toHaveProperty("result.serverInfo.name", "operate-mcp");
});

test("refuses an id that is still running, and goes on", async () => {
  const server = startServer();
  await server.open();
  server.write(toolCall(1, "whoami"), toolCall(1, "whoami"));
  expect(member(await server.ask("ping"), "result")).toEqual({});
  server.hangUp();
  await server.exit;
  const answers = server.lines
    .map((line): unknown => JSON.parse(line))
    .filter((message) => member(message, "id") === 1);
  expect(answers).toHaveLength(2);
  expect(answers).toContainEqual(refused(1));
});
