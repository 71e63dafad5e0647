import fc from "fast-check";
import { expect, test } from "vitest";
import { skimId } from "../../src/mcp/skim-id.ts";

const idIn = (...parts: readonly string[]): unknown => {
  const skimmer = skimId();
  for (const part of parts) skimmer.push(Buffer.from(part));
  return skimmer.id();
};

test.each([
  ["first", '{"id":1,"method":"x"}', 1],
  ["last, as clients write it", '{"method":"x","params":{},"jsonrpc":"2.0","id":-3}', -3],
  ["a text", '{ "id" : "a\\"b\\\\" , "method":"x"}', 'a"b\\'],
  ["none", '{"method":"x"}', null],
  ["not one an id can be", '{"id":{"id":1}}', null],
  ["null", '{"id":null}', null],
  ["a fraction", '{"id":1.5}', null],
  ["above what a number can tell", '{"id":9007199254740993}', null],
  ["only deeper inside", '{"params":{"id":1,"list":[{"id":2}]},"id2":3}', null],
  ["only in a text", '{"text":"\\",\\"id\\":1,","method":"x"}', null],
  ["behind brackets in a text", '{"text":"[[{{\\"","id":5}', 5],
  ["in a list of messages", '[{"id":1},{"id":2}]', null],
  ["longer than an id may be", `{"id":"${"x".repeat(300)}"}`, null],
])("finds an id that is %s", (_, text, id) => {
  expect(idIn(text)).toBe(id);
});

test("finds the id before the message has come to its end", () => {
  expect(idIn('{"id":12,"text":"xxx')).toBe(12);
});

test("does not take the beginning of a number for the number", () => {
  expect(idIn('{"id":12')).toBeNull();
  expect(idIn('{"id":12', '34,"a":1')).toBe(1234);
});

test("agrees with JSON.parse for whatever object, wherever the id stands and however it is cut", () => {
  const id = fc.oneof(fc.integer(), fc.string({ maxLength: 20 }));
  const around = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 }).map(({ id: _, ...rest }) => rest);
  fc.assert(
    fc.property(around, id, around, fc.nat(), (before, value, after, cut) => {
      const bytes = Buffer.from(JSON.stringify({ ...before, id: value, ...after }));
      const skimmer = skimId();
      const at = cut % bytes.length;
      skimmer.push(bytes.subarray(0, at));
      skimmer.push(bytes.subarray(at));
      expect(skimmer.id()).toBe(value);
    }),
  );
});
