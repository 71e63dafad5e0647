import { expect, test } from "vitest";
import { masker, maskRules } from "../../src/mcp/mask.ts";

const mask = masker(maskRules([]));

test("masking a text takes time in proportion to its length, whatever is in it", () => {
  for (const piece of [
    '"password',
    "{password:(",
    "{password:1;",
    "{password:'",
    "{a:b",
    "{token:{a:b",
    "{value:1;",
    '{"name":"token",value:1;',
    "\\",
    "eyJ-",
    "-----BEGIN PRIVATE KEY-----\n-",
    "<a b='",
    '<a b="token" ',
    "Bearer ",
    '\\"',
    "eyJaaaaaaaa.",
    'key="token" ',
    "-----BEGIN PRIVATE KEY-----",
    '"token":{',
    '{"name":"token","value":',
    '{"name":"token","value":{',
    '{"value":"',
    '"value":"x","name":"token",',
    "[{",
    "}{",
    "[}",
    '["',
    '"name":"token"}',
    "\\u0022",
    "\\\\u0022",
    "\\u005c",
    "t\\u006fken",
    "\\u0022value\\u0022:\\u0022",
    '\\/"',
    '"a\\"b":',
    '"\\',
    '\\\\"',
    '\\"token\\":',
    '"token\\\\',
    "{a: ",
    ', token: "x"',
    "{token: (",
    '{token: "a" + ',
    '{name: "token", value: {',
    '{"token":concat(',
    "{token:  ",
    "{token: '",
    "{token: '\\'",
    "\\n",
    ' value="x" key="token"',
    "<a value='",
    "<a \\n",
    "<a b=\\\\",
    "<a b ",
    "&#34",
    "&#34;token&#34;:&#34;",
    "&amp;",
    "%2E",
    "eyJaaaaaaaaaa%2E",
    "bearer\\t",
    "bearer+",
    "-bearer aaaa",
    "-----BEGIN ",
    "-----BEGIN PRIVATE ",
    "----- ",
  ]) {
    const many = piece.repeat(100_000 / piece.length);
    for (const text of [
      `token ${many}`,
      `{"name":"token","value":"${many}`,
      `{token: ${many}`,
      `<a key="token"${many}`,
    ]) {
      expect(mask.text(text).length).toBeGreaterThan(0);
    }
  }
  // Each string as deep again as the one around it, as far as a text can go.
  const deeper = Array.from({ length: 1000 }, (_, depth) => `${"\\".repeat(depth)}"value${"\\".repeat(depth)}":`);
  expect(mask.text(`token ${deeper.map((name, depth) => name + "\\".repeat(depth)).join('"')}`)).not.toBe("");
  // Names of which none ends before the text does, and names that end soon, at each of many depths.
  for (const backslashes of [deeper.map((_, depth) => depth), Array.from({ length: 20_000 }, (_, at) => at % 40)]) {
    const [down, up] = [backslashes, backslashes.toReversed()].map((all) =>
      all.map((count) => `${"\\".repeat(count)}"password`).join(""),
    );
    expect(mask.text(`token ${down}`)).not.toBe("");
    expect(mask.text(`token ${up}`)).not.toBe("");
  }
}, 20_000);

test.each([
  ["{token: '", "\\'"],
  ["<a ", "b "],
  ["<a ", 'b="c" '],
  ["<a", " "],
  ["eyJaaaaaaaa.", "a."],
  ["Bearer ", "x|"],
  ['{"token"', " "],
  ["{", "\\n"],
  ["{token: ", "["],
])("a text as long as an answer of the cluster may be is masked: %j, then %j", (begin, piece) => {
  const text = begin + piece.repeat((8 * 1024 * 1024) / piece.length);
  expect(mask.text(text).length).toBeGreaterThan(0);
});
