import fc from "fast-check";
import { expect, test } from "vitest";
import { masker, maskRules } from "../../src/mcp/mask.ts";

const mask = masker(maskRules([]));

/** What stands around whatever is secret, and around what is not: no other text has these. */
const [SECRET, OPEN] = ["zq", "kk"];

const NAMES = ["password", "dbPassword", "apiKey", "api-key", "my secret", "token", "privateKey", "Authorization"];
const HARMLESS = ["a", "user", "x y", "items"];

const content = fc.string({ unit: fc.constantFrom(...`aB0 {}[](),:;"'\\<>&=+-*/.|%#ß\n\t`), maxLength: 12 });
const literal = (mark: string) => content.map((text) => JSON.stringify(mark + text + mark));

/** An expression of FEEL whose texts are marked. */
const expression = (mark: string): fc.Arbitrary<string> => {
  const around = (one: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.oneof(
      one,
      fc.tuple(one, fc.constantFrom(" + ", "+", " = ", " and "), literal(mark)).map((parts) => parts.join("")),
      fc.tuple(one, literal(mark)).map(([first, second]) => `concat(${first}, ${second})`),
      fc.tuple(literal(mark), one).map(([first, second]) => `if a then ${first} else ${second}`),
      fc.array(one, { maxLength: 3 }).map((all) => `[${all.join(", ")}]`),
      fc.tuple(fc.constantFrom(...HARMLESS), one).map(([name, value]) => `{${name}: ${value}}`),
    );
  const leaf = fc.oneof(literal(mark), fc.constantFrom("x", "order.total", "1", "true"));
  return around(around(leaf));
};

const gap = fc.constantFrom("", " ", "\n  ");

const written = (name: string, isQuoted: boolean): string => (isQuoted ? JSON.stringify(name) : name);

const own = (names: readonly string[], mark: string) =>
  fc
    .tuple(fc.constantFrom(...names), fc.boolean(), gap, expression(mark))
    .map(([name, isQuoted, space, value]) => `${space}${written(name, isQuoted)}${space}: ${value}${space}`);

const pair = fc
  .tuple(fc.constantFrom(...NAMES), fc.boolean(), expression(SECRET))
  .map(
    ([name, isQuoted, value]) =>
      `p: {${written("name", isQuoted)}: ${JSON.stringify(name)}, b: 1, ${written("value", isQuoted)}: ${value}}`,
  );

const context = fc
  .array(fc.oneof(own(NAMES, SECRET), own(HARMLESS, OPEN), pair), { minLength: 1, maxLength: 4 })
  .map((members) => `={${members.join(",")}}`);

const inXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&#34;").replaceAll("\n", "&#10;");

const tag = (text: string): string => `<zeebe:input source="${inXml(text)}" target="body" /><b c="d" />`;

/** Where expressions come from: models, messages, variables, and each of them inside another. */
const WRAPS: Readonly<Record<string, { readonly wrap: (text: string) => string; readonly isWhole: RegExp }>> = {
  "by itself": { wrap: (text) => text, isWhole: /^=\{[\s\S]*\}$/ },
  "a message": { wrap: (text) => `failed on '${text}': no such "thing" (x)`, isWhole: /': no such "thing" \(x\)$/ },
  JSON: { wrap: (text) => JSON.stringify({ body: text, n: 1 }), isWhole: /,"n":1\}$/ },
  "JSON in JSON": {
    wrap: (text) => JSON.stringify({ a: JSON.stringify({ body: text, n: 1 }) }),
    isWhole: /,\\"n\\":1\}"\}$/,
  },
  "a text in JSON": { wrap: (text) => JSON.stringify(text), isWhole: /\}"$/ },
  "a message in JSON": { wrap: (text) => JSON.stringify({ a: `failed on '${text}': "x"` }), isWhole: /\\"x\\""\}$/ },
  XML: { wrap: tag, isWhole: /^<zeebe:input source="[^"]*" target="body" \/><b c="d" \/>$/ },
  "XML in JSON": {
    wrap: (text) => JSON.stringify({ a: tag(text) }),
    isWhole: /target=\\"body\\" \/><b c=\\"d\\" \/>"\}$/,
  },
};

const count = (text: string, mark: string): number => text.split(mark).length;

test.each(Object.entries(WRAPS))(
  "of an expression as %s no secret is left, and all else is",
  (name, { wrap, isWhole }) => {
    fc.assert(
      fc.property(context, fc.double({ min: 0, max: 1, noNaN: true }), (text, cut) => {
        const given = wrap(text);
        const masked = mask.text(given);
        expect(masked).not.toContain(SECRET);
        expect(count(masked, OPEN)).toBe(count(given, OPEN));
        expect(masked).toMatch(isWhole);
        if (name.includes("JSON")) expect(() => JSON.parse(masked)).not.toThrow();
        expect(mask.text(given.slice(0, Math.floor(cut * given.length)))).not.toContain(SECRET);
      }),
      { numRuns: 400 },
    );
  },
);
