import fc from "fast-check";
import { expect, test } from "vitest";
import { splitLines } from "../../src/mcp/lines.ts";

/** What comes out of the chunks: each line as text, each overlong one as the id found in it. */
const split = (chunks: Iterable<Uint8Array>, limit = 1000): (string | { tooLong: unknown })[] => {
  const seen: (string | { tooLong: unknown })[] = [];
  const lines = splitLines({
    limit,
    line: (bytes) => seen.push(bytes.toString("utf8")),
    tooLong: (id) => seen.push({ tooLong: id }),
  });
  for (const chunk of chunks) lines.push(Buffer.from(chunk));
  return seen;
};

const byteByByte = (text: string): Buffer[] => [...Buffer.from(text)].map((byte) => Buffer.of(byte));

test("puts lines together from chunks of one byte, also where a character has several", () => {
  expect(split(byteByByte('{"name":"在庫補充"}\n{"b":"ß"}\n'))).toEqual(['{"name":"在庫補充"}', '{"b":"ß"}']);
});

test("takes many lines from one chunk and keeps an unfinished one for the next", () => {
  expect(split([Buffer.from("one\ntwo\nth"), Buffer.from("ree\n"), Buffer.from("four")])).toEqual([
    "one",
    "two",
    "three",
  ]);
});

test("takes what comes behind the last line break for a line at the end, if there is anything", () => {
  const seen: string[] = [];
  const lines = splitLines({ limit: 10, line: (bytes) => seen.push(String(bytes)), tooLong: () => seen.push("!") });
  lines.push(Buffer.from("one\ntwo"));
  lines.end();
  lines.end();
  lines.push(Buffer.from("x".repeat(11)));
  lines.end();
  expect(seen).toEqual(["one", "two", "!"]);
});

test("takes a carriage return before the newline for a part of the line break", () => {
  expect(split([Buffer.from("one\r\ntw\ro\r"), Buffer.from("\n")])).toEqual(["one", "tw\ro"]);
});

test("passes over empty lines", () => {
  expect(split([Buffer.from("\n\r\n\none\n\n")])).toEqual(["one"]);
});

test("takes a line of exactly the limit and not one byte more", () => {
  expect(split([Buffer.from(`${"x".repeat(20)}\n${"y".repeat(21)}\nnext\n`)], 20)).toEqual([
    "x".repeat(20),
    { tooLong: null },
    "next",
  ]);
});

test("tells the id of an overlong line, from whichever chunk it came", () => {
  const line = `{"method":"tools/call","params":{"id":1,"text":"${"x".repeat(100)}"},"jsonrpc":"2.0","id":7}\n`;
  expect(split([Buffer.from(`{"id":"first","text":"${"x".repeat(100)}"}\n`)], 20)).toEqual([{ tooLong: "first" }]);
  expect(split(byteByByte(line), 20)).toEqual([{ tooLong: 7 }]);
});

test("does not carry the id of one overlong line over to the next", () => {
  const long = "x".repeat(50);
  expect(split([Buffer.from(`{"id":1,"a":"${long}"}\n{"a":"${long}"}\n`)], 20)).toEqual([
    { tooLong: 1 },
    { tooLong: null },
  ]);
});

test("gives the same lines however the bytes are cut", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "\n", "\r", "é", "在", "😀", '"', "\\", "{", "}", ",") });
  fc.assert(
    fc.property(text, fc.array(fc.nat(8)), (body, sizes) => {
      const bytes = Buffer.from(`${body}\n`);
      const chunks: Buffer[] = [];
      let at = 0;
      for (const size of sizes) {
        chunks.push(bytes.subarray(at, at + size));
        at += size;
      }
      chunks.push(bytes.subarray(at));
      expect(split(chunks, 12)).toEqual(split([bytes], 12));
    }),
  );
});

test("works in proportion to the bytes: a line in a hundred thousand pieces is no trouble", () => {
  const piece = Buffer.alloc(80, "x");
  const pieces = function* () {
    for (let count = 0; count < 100_000; count += 1) yield piece;
    yield Buffer.from("\n");
  };
  // Joining anew with each piece would copy 400 GB.
  const [line] = split(pieces(), 8_000_000);
  expect(line).toHaveLength(8_000_000);
});
