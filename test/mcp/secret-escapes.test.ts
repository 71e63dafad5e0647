import fc from "fast-check";
import { expect, test } from "vitest";
import { readable, withoutEntities } from "../../src/mcp/secret-escapes.ts";
import { escapedJson } from "./escaped-json.ts";

const anyText = fc.string({ unit: fc.constantFrom("a", "ß", '"', "\\", "<", "\n", "😀", " ") });

test("says the same as before, at any depth of texts in texts", () => {
  fc.assert(
    fc.property(anyText, fc.array(fc.constantFrom("", '"\\', "aß<", '"\\aß<'), { maxLength: 4 }), (text, layers) => {
      let json = JSON.stringify({ text });
      for (const escaped of layers) json = escapedJson({ text: json }, (character) => escaped.includes(character));
      let read: unknown = JSON.parse(readable(json).text);
      for (const _ of layers) read = JSON.parse(Object(read).text);
      expect(read).toEqual({ text });
    }),
  );
});

test("leaves no escape that need not be", () => {
  expect(readable('{"\\u0061":"\\\\u0062 \\\\\\\\u0063 \\/ \\u0022 \\u005c \\u000a \\ud83d"}').text).toBe(
    '{"a":"b c / \\" \\\\ \\u000a \\ud83d"}',
  );
});

test("knows where each place was", () => {
  const given = '{"\\u0061\\u0062":"\\u0022c"}';
  const { text, at } = readable(given);
  expect(text).toBe('{"ab":"\\"c"}');
  const places = ["a", "b", ":", "c"].map((part) => given.slice(at(text.indexOf(part))));
  expect(places).toEqual(['\\u0061\\u0062":"\\u0022c"}', '\\u0062":"\\u0022c"}', ':"\\u0022c"}', 'c"}']);
  expect(at(text.length)).toBe(given.length);
});

test("is the text itself where nothing is escaped", () => {
  const { text, at } = readable('{"a":"b\\n"}');
  expect(text).toBe('{"a":"b\\n"}');
  expect(at(5)).toBe(5);
});

test("reads entities, and knows where each place was", () => {
  const given = "&lt;a b=&quot;&#119;&#x57;&amp;quot;&bogus;&#9999999;&#34;\\u0026apos;";
  const read = withoutEntities(given);
  expect(read?.text).toBe('<a b="wW&quot;&bogus;&#9999999;"\'');
  const places = ["w", "W", "&quot;", "&bogus"].map((part) => given.slice(read?.at(read.text.indexOf(part))));
  expect(places.map((rest) => rest.slice(0, 8))).toEqual(["&#119;&#", "&#x57;&a", "&amp;quo", "&bogus;&"]);
  expect(read?.at(read.text.length)).toBe(given.length);
});

test("says where there are no entities", () => {
  expect(withoutEntities('{"a":"b"}')).toBeUndefined();
  expect(withoutEntities("a & b, &c;")).toBeUndefined();
});
