import { describe, expect, test } from "vitest";
import { readFrame, refuseDuplicate, refuseTooLong } from "../../src/mcp/frames.ts";

const read = (line: string) => readFrame(Buffer.from(line));

/** The JSON-RPC error that answers a line. */
const refusalOf = (line: string): unknown => {
  const frame = read(line);
  return "refusal" in frame ? JSON.parse(frame.refusal) : "accepted";
};

const refusal = (code: number, id: unknown) => ({
  jsonrpc: "2.0",
  id,
  error: { code, message: expect.stringMatching(/^[^\n]{10,}$/) },
});

describe("accepts", () => {
  test("a request, with its id and method", () => {
    const message = { jsonrpc: "2.0", id: 1, method: "tools/list", params: { _meta: { progressToken: "p", more: 1 } } };
    expect(read(JSON.stringify(message))).toEqual({ message, id: 1, method: "tools/list" });
  });

  test.each([
    ["an id that is a text, even an empty one", { jsonrpc: "2.0", id: "", method: "ping" }],
    ["id 0 and an empty method", { jsonrpc: "2.0", id: 0, method: "" }],
    ["a notification", { jsonrpc: "2.0", method: "notifications/initialized" }],
    ["a result of ours", { jsonrpc: "2.0", id: 4, result: { action: "accept" } }],
    ["an error of ours", { jsonrpc: "2.0", id: 4, error: { code: -1, message: "no" } }],
    [
      "a related task",
      {
        jsonrpc: "2.0",
        id: 4,
        method: "ping",
        params: { _meta: { "io.modelcontextprotocol/related-task": { taskId: "t" } } },
      },
    ],
  ])("%s", (_, message) => {
    expect(read(JSON.stringify(message))).toMatchObject({ message });
  });

  test("white space around the message and a byte order mark before it", () => {
    expect(read('\ufeff  {"jsonrpc":"2.0","id":1,"method":"ping"}\t')).toMatchObject({ id: 1 });
  });
});

describe("refuses", () => {
  test.each([["garbage"], ['{"jsonrpc":"2.0","id":1,'], ["\u0000\u0001"], ["NaN"]])("what is not JSON: %j", (line) => {
    expect(refusalOf(line)).toEqual(refusal(-32700, null));
  });

  test("bytes that are not UTF-8", () => {
    const frame = readFrame(Buffer.from([0x22, 0xc3, 0x28, 0x22]));
    expect("refusal" in frame && JSON.parse(frame.refusal)).toEqual(refusal(-32700, null));
  });

  test.each([["[]"], ['[{"jsonrpc":"2.0","id":1,"method":"ping"}]'], ["null"], ["1"], ['"text"'], ["true"]])(
    "what is not one object: %s",
    (line) => {
      expect(refusalOf(line)).toEqual(refusal(-32600, null));
    },
  );

  test.each([
    ["no jsonrpc", { id: 9, method: "ping" }],
    ["another jsonrpc", { jsonrpc: "1.0", id: 9, method: "ping" }],
    ["jsonrpc as a number", { jsonrpc: 2, id: 9, method: "ping" }],
    ["no method", { jsonrpc: "2.0", id: 9 }],
    ["a method that is no text", { jsonrpc: "2.0", id: 9, method: 1 }],
    ["a member nobody knows", { jsonrpc: "2.0", id: 9, method: "ping", extra: 1 }],
    ["a result beside a method", { jsonrpc: "2.0", id: 9, method: "ping", result: {} }],
    ["params as null", { jsonrpc: "2.0", id: 9, method: "ping", params: null }],
    ["params as a list", { jsonrpc: "2.0", id: 9, method: "ping", params: [] }],
    ["params as a text", { jsonrpc: "2.0", id: 9, method: "ping", params: "x" }],
    ["_meta as a list", { jsonrpc: "2.0", id: 9, method: "ping", params: { _meta: [] } }],
    ["_meta as null", { jsonrpc: "2.0", id: 9, method: "ping", params: { _meta: null } }],
    [
      "a progress token that is a fraction",
      { jsonrpc: "2.0", id: 9, method: "ping", params: { _meta: { progressToken: 1.5 } } },
    ],
    [
      "a progress token that is null",
      { jsonrpc: "2.0", id: 9, method: "ping", params: { _meta: { progressToken: null } } },
    ],
    [
      "a related task without its id",
      { jsonrpc: "2.0", id: 9, method: "ping", params: { _meta: { "io.modelcontextprotocol/related-task": {} } } },
    ],
  ])("%s, under its id", (_, message) => {
    expect(refusalOf(JSON.stringify(message))).toEqual(refusal(-32600, 9));
  });

  test.each([["null"], ["{}"], ["[1]"], ["1.5"], ["true"], ["9007199254740993"]])("the id %s, under none", (id) => {
    expect(refusalOf(`{"jsonrpc":"2.0","id":${id},"method":"ping"}`)).toEqual(refusal(-32600, null));
  });

  test("a malformed answer under no id: its id is one of ours, not the client's", () => {
    expect(refusalOf('{"id":9,"result":{}}')).toEqual(refusal(-32600, null));
  });

  test("without repeating anything of the line", () => {
    expect(JSON.stringify(refusalOf('{"jsonrpc":"2.0","id":9,"method":"ping","hunter2":"hunter2"}'))).not.toContain(
      "hunter2",
    );
  });
});

test("the answers to an overlong and to a repeated message bear their ids", () => {
  expect(JSON.parse(refuseTooLong("a", 1000).refusal)).toEqual({
    jsonrpc: "2.0",
    id: "a",
    error: { code: -32600, message: expect.stringContaining("1000 bytes") },
  });
  expect(refuseTooLong(null, 1000).id).toBeNull();
  expect(JSON.parse(refuseDuplicate(7).refusal)).toEqual(refusal(-32600, 7));
});
