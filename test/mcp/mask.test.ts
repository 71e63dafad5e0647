import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { masker, maskRules } from "../../src/mcp/mask.ts";
import type { ListAnswer, RecordAnswer } from "../../src/tools/answer.ts";

const mask = masker(maskRules([]));
const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
const PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----";

const list = (items: ListAnswer["items"]): ListAnswer => ({
  kind: "list",
  plural: "variables",
  columns: ["name", "value"],
  items,
  total: items.length,
  totalIsExact: true,
  notices: [],
  cursorAfter: async () => undefined,
});

const record = (changes: Partial<RecordAnswer>): RecordAnswer => ({
  kind: "record",
  fields: {},
  parts: {},
  notices: [],
  ...changes,
});

describe("a text", () => {
  test.each([
    [`said: ${JWT}.`, "said: ***."],
    ["Authorization: Bearer abc.def-123456", "Authorization: Bearer ***"],
    [`key ${PEM} end`, "key *** end"],
    [PEM.slice(0, 45), "***"],
    ['{"user":"ada","password":"hunter2"}', '{"user":"ada","password":"***"}'],
    ['{"a":[{"clientSecret" : "x\\"y"}],"b":1}', '{"a":[{"clientSecret" : "***"}],"b":1}'],
    ['{"credentials":{"user":"ada","pw":"x}"},"b":1}', '{"credentials":"***","b":1}'],
    ['{"body":"{\\"api_key\\":\\"k1\\",\\"b\\":1}"}', '{"body":"{\\"api_key\\":\\"***\\",\\"b\\":1}"}'],
    ['{"password":"cut of', '{"password":"***'],
    ['<zeebe:header key="authorization" value="Basic eDp5" />', '<zeebe:header key="authorization" value="***" />'],
    ['<zeebe:header value="Basic eDp5" key="authorization" />', '<zeebe:header value="***" key="authorization" />'],
    ["<zeebe:header key = 'apiKey'\n value = 'it is \"x' />", "<zeebe:header key = 'apiKey'\n value = '***' />"],
    ['<zeebe:header key="authorization" value="cut of', '<zeebe:header key="authorization" value="***'],
    ['<zeebe:input source="=&#34;x&#34;" target="password" />', '<zeebe:input source="***" target="password" />'],
    ['{"body":"{\\"password\\":\\"cut here"}', '{"body":"{\\"password\\":\\"***"}'],
    ['{"body":"{\\"credentials\\":{\\"pw\\":\\"cut here","b":1}', '{"body":"{\\"credentials\\":\\"***\\"","b":1}'],
    ['{"body":"{\\"token\\":\\"x\\\\\\\\\\",\\"b\\":1}"}', '{"body":"{\\"token\\":\\"***\\",\\"b\\":1}"}'],
    ['{"password":            "hunter22"}', '{"password":            "***"}'],
    ['{"password":48151623,"pass_word":"x"}', '{"password":"***","pass_word":"***"}'],
    [JSON.stringify(`line\n${JWT}`), '"line\\n***"'],
    [`token_${JWT}`, "token_***"],
    [JSON.stringify("line\nBearer xyz"), '"line\\nBearer ***"'],
    ["AUTHORIZATION: BEARER abc.def-123456", "AUTHORIZATION: BEARER ***"],
    ["-----BEGIN PGP PRIVATE KEY BLOCK-----\nlQOY\n-----END PGP PRIVATE KEY BLOCK-----", "***"],
  ])("%j is shown as %j", (text, shown) => {
    expect(mask.text(text)).toBe(shown);
  });

  test.each([
    '{"tokenCount":5,"hasPassword":true,"secret":null}',
    '{"token_count":12345,"total_tokens":12345,"passwordLength":12345,"tokenType":"jwt","secretary":"Ada"}',
    'Bearer realm="zeebe", error="invalid_token"',
    "the bearer token is not valid",
    '<zeebe:input source="=login.password" target="password" />',
    "Password rejected by the identity provider",
    "eyJ is how a JWT begins",
    '<zeebe:header key="provider" value="north-pay" />',
  ])("%j stays as it is", (text) => {
    expect(mask.text(text)).toBe(text);
  });

  test("takes time in proportion to its length, whatever is in it", () => {
    for (const piece of [
      '"password',
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
    ]) {
      expect(mask.text(`token ${piece.repeat(100_000)}`).length).toBeGreaterThan(0);
    }
  }, 5000);
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

test("nothing of a value with a secret name is left, whatever it is and wherever it lies", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SECRET_NAMES),
      fc.stringMatching(/^[A-Za-z0-9"\\{}<>äß ]{9,40}$/),
      (name, secret) => {
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
      },
    ),
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
