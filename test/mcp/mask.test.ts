import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { masker, maskRules } from "../../src/mcp/mask.ts";
import { joined, named, namedExpression, phrase } from "../../src/phrase.ts";
import type { ListAnswer, RawFact, RawRecordAnswer } from "../../src/tools/answer.ts";
import { escapedJson } from "./escaped-json.ts";

const mask = masker(maskRules([]));
const list = (items: ListAnswer["items"]): ListAnswer => ({
  kind: "list",
  plural: "variables",
  columns: [...new Set(items.flatMap((row) => Object.keys(row)))],
  items,
  total: items.length,
  totalIsExact: true,
  notices: [],
  cursorAfter: async () => undefined,
});

const record = (changes: Partial<RawRecordAnswer>): RawRecordAnswer => ({
  kind: "record",
  fields: {},
  parts: {},
  notices: [],
  ...changes,
});

const SECRET_NAMES = [
  "password",
  "dbPasswd",
  "CLIENT_SECRET",
  "accessToken",
  "api-key",
  "apiKey",
  "authorization",
  "credential",
  "privateKey",
];

/** A secret name, also with what JSON has to escape, and longer than names are. */
const secretName = fc
  .tuple(
    fc.constantFrom("", "DOMAIN\\", 'my "db" ', "db\n", "\t", "\\\\", '"', "x".repeat(500)),
    fc.constantFrom(...SECRET_NAMES),
    fc.constantFrom("", "\t", "\\", '"', " of it"),
  )
  .map((parts) => parts.join(""));

test("nothing of a value with a secret name is left, whatever it is and wherever it lies", () => {
  fc.assert(
    fc.property(secretName, fc.stringMatching(/^[A-Za-z0-9"\\{}<>äß ]{9,40}$/), (name, secret) => {
      const planted = `zq${secret}qz`;
      const inJson = JSON.stringify({ a: 1, deep: [{ [name]: planted }] });
      const answers = [
        mask.answer(
          list([
            { name, value: JSON.stringify(planted) },
            { name: "body", value: inJson },
          ]),
        ),
        mask.answer(
          record({ fields: { name }, parts: { value: { kind: "text", text: JSON.stringify(planted), offset: 0 } } }),
        ),
        mask.answer(
          record({
            parts: {
              inputs: { kind: "rows", columns: [], rows: [{ inputName: name, inputValue: JSON.stringify(planted) }] },
            },
          }),
        ),
        mask.answer(record({ fields: { errorMessage: `failed with ${inJson}` } })),
        mask.answer(
          record({ parts: { rootCause: { kind: "fields", fields: { errorMessage: JSON.stringify(inJson) } } } }),
        ),
      ];
      for (const answer of answers) {
        expect(JSON.stringify(answer)).not.toContain("zq");
        expect(answer.notices.at(-1)).toMatch(
          /^\d secret-looking values? (is|are) masked|secret-looking values are masked/,
        );
      }
    }),
  );
});

test("nothing of it is left either beside its name, under escapes, in texts inside texts, or where the text is cut", () => {
  const escapes = fc.constantFrom("", '"', "oaei", '"oaei<>');
  fc.assert(
    fc.property(
      secretName,
      fc.stringMatching(/^[A-Za-y0-9"\\{}[\]<>äß: ]{9,40}$/),
      fc.constantFrom("member", "pair", "reverse"),
      fc.array(escapes, { minLength: 1, maxLength: 4 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (name, secret, form, layers, cut) => {
        const planted = `zq${secret}qz`;
        const forms = {
          member: { a: 1, [name]: planted },
          pair: { id: 7, name, note: '}:-{ "', value: planted },
          reverse: { val: [planted], list: ["[{", 1, '"x":'], key: name },
        };
        const inner = { text: "", list: ["{", { name: "a", value: 1 }, forms[form]] };
        let text = JSON.stringify(inner);
        for (const escaped of layers) text = escapedJson({ text }, (character) => escaped.includes(character));
        expect(mask.text(text)).not.toContain("zq");
        expect(() => JSON.parse(mask.text(text))).not.toThrow();
        const begun = form === "reverse" ? text : text.slice(0, Math.floor(cut * text.length));
        expect(mask.text(begun)).not.toContain("zq");
        expect(mask.text(`Error: "body was ${text}`)).not.toContain("zq");
      },
    ),
    { numRuns: 500 },
  );
});

describe("a value beside its name", () => {
  test.each([
    [
      { name: "password", value: "48151623" },
      { name: "password", value: '"***"' },
    ],
    [
      { name: "credentials", value: '{"user":"a' },
      { name: "credentials", value: '"***"' },
    ],
    [
      { name: "apiKey", good: '"a1"', bad: '"b2"' },
      { name: "apiKey", good: '"***"', bad: '"***"' },
    ],
    [
      { decisionDefinitionId: "api-token", result: '"a1"' },
      { decisionDefinitionId: "api-token", result: '"***"' },
    ],
  ])("in %j is masked as JSON text, in a row and in a record", (given, shown) => {
    expect(mask.answer(list([given]))).toMatchObject({ items: [shown] });
    expect(mask.answer(record({ fields: given }))).toMatchObject({ fields: shown });
  });

  test("is counted in words that fit", () => {
    const one = { name: "password", value: '"hunter2"' };
    expect(mask.answer(list([one])).notices[0]).toMatch(/^1 secret-looking value is masked/);
    expect(mask.answer(list([one, one, one])).notices[0]).toMatch(/^3 secret-looking values are masked/);
  });
});

describe("a value that becomes part of a text", () => {
  const of = (given: RawFact): unknown => {
    const answer = mask.answer(record({ fields: { given } }));
    return answer.kind === "record" ? answer.fields["given"] : undefined;
  };

  test.each([
    ["password", "x", "***"],
    ["apiKey", "1", "***"],
    ["secret", "=x", "***"],
    ["token", "{{secrets.X}} and more", "***"],
    ["token", "", ""],
    ["hasPassword", "true", "true"],
    ["token", "{{secrets.X}}", "{{secrets.X}}"],
    ["authorization", "Bearer {{secrets.X}}", "Bearer {{secrets.X}}"],
    ["provider", "x", "x"],
    ["provider", '{"password":"x"}', '{"password":"***"}'],
  ])("under the name %s, %j is shown as %j", (name, value, expected) => {
    expect(of(phrase(`${name}: `, named(name, value)))).toBe(`${name}: ${expected}`);
  });

  test.each([
    ['="x"', "***"],
    ['="Basic " + secrets.X', "***"],
    ["=48151623", "***"],
    ["x", "***"],
    ["=login.password", "=login.password"],
    ["=order2024.password", "=order2024.password"],
    ['="{{secrets.X}}"', '="{{secrets.X}}"'],
  ])("as the expression %j, it is shown as %j", (value, expected) => {
    expect(of(phrase("token <- ", namedExpression("token", value)))).toBe(`token <- ${expected}`);
  });

  test("is counted once, in lists, rows, groups and long texts as well", () => {
    const one = phrase("password: ", named("password", "x"));
    const answer = mask.answer(
      record({
        fields: { one, list: [one, "b"] },
        parts: {
          rows: { kind: "rows", columns: [], rows: [{ one }] },
          fields: { kind: "fields", fields: { one } },
          text: { kind: "text", text: joined([one, "b"], "\n"), offset: 0 },
        },
      }),
    );
    expect(answer).toMatchObject({
      fields: { one: "password: ***", list: ["password: ***", "b"] },
      parts: {
        rows: { rows: [{ one: "password: ***" }] },
        fields: { fields: { one: "password: ***" } },
        text: { text: "password: ***\nb" },
      },
    });
    expect(answer.notices[0]).toMatch(/^5 secret-looking values are masked/);
  });

  test("is shown where masking is off", () => {
    const one = phrase("password: ", named("password", "x"));
    expect(masker(maskRules(["off"])).answer(record({ fields: { one } }))).toMatchObject({
      fields: { one: "password: x" },
      notices: [],
    });
  });
});

test("what is masked is not masked again", () => {
  for (const text of [
    '{"password":"***"}',
    '{"credentials":"***"}',
    '[{"name":"token","value":"***"}]',
    "Bearer ***",
  ]) {
    expect(mask.answer(record({ fields: { text } })).notices).toEqual([]);
    expect(mask.text(text)).toBe(text);
  }
});

describe("the rules", () => {
  const rows = list([{ name: "iban", value: '"DE02 1203"' }]);
  test("mask nothing more than they name", () => {
    expect(mask.answer(rows)).toEqual(rows);
    expect(mask.answer(list([{ name: "tokenCount", value: "7" }]))).toMatchObject({
      items: [{ value: "7" }],
      notices: [],
    });
  });

  test("take more names, with * for anything", () => {
    const answer = masker(maskRules(["i*n", "taxId"])).answer(rows);
    expect(answer).toMatchObject({ items: [{ name: "iban", value: '"***"' }] });
  });

  test("let * stand for anything within one name only", () => {
    const text = '{"card":"4711","no":"x","cardNo":"4711"}';
    expect(masker(maskRules(["card*no"])).text(text)).toBe('{"card":"4711","no":"x","cardNo":"***"}');
  });

  test("are off only for the one word", () => {
    const secret = list([{ name: "password", value: '"hunter2"' }]);
    expect(masker(maskRules(["OFF"])).answer(secret)).toEqual(secret);
    expect(masker(maskRules(["off", "iban"])).answer(secret)).toMatchObject({ items: [{ value: '"***"' }] });
  });
});
