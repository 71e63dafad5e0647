import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { masker, maskRules } from "../../src/mcp/mask.ts";
import { joined, named, namedExpression, phrase } from "../../src/phrase.ts";
import type { ListAnswer, RawFact, RawRecordAnswer } from "../../src/tools/answer.ts";
import { escapedJson } from "./escaped-json.ts";

const mask = masker(maskRules([]));
const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
const PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----";

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
    ["Bearer 12|a.b-c~d+e/f=", "Bearer ***"],
    ["Bearer ab:cd, Bearer abc=de", "Bearer ***, Bearer ***"],
    ["x-bearer abc and OAuthBearer abc", "x-bearer *** and OAuthBearer ***"],
    ["ring-bearer Tom42", "ring-bearer ***"],
    // Shapes under escapes.
    ['"Bearer\\txyz"', '"Bearer\\t***"'],
    ['{"h":"bearer\\u0020xyz","i":"b\\u0065arer xyz"}', '{"h":"bearer\\u0020***","i":"b\\u0065arer ***"}'],
    ["?h=Bearer%20abc%2Fdef%7Cghi&x=1", "?h=Bearer%20***&x=1"],
    ["Bearer&#32;abc, %42earer%09abc", "Bearer&#32;***, %42earer%09***"],
    [`?t=${JWT.replaceAll(".", "%2E")}&x=1`, "?t=***&x=1"],
    [`"${JWT.replaceAll(".", "\\u002e")}"`, '"***"'],
    ["-----BEGIN%20PRIVATE%20KEY-----MIIE%0A-----END%20PRIVATE%20KEY-----&x=1", "***&x=1"],
    ['"-----BEGIN\\u0020PRIVATE KEY-----MIIE\\n-----END PRIVATE\\u0020KEY-----"', '"***"'],
    ["-----BEGIN+RSA+PRIVATE+KEY-----MIIE", "***"],
    ["---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/5\n---- END SSH2 ENCRYPTED PRIVATE KEY ----", "***"],
    // A value beside its name.
    ['[{"name":"password","value":"x"}]', '[{"name":"password","value":"***"}]'],
    ['[{"value":"x","type":"text","key":"apiKey"}]', '[{"value":"***","type":"text","key":"apiKey"}]'],
    ['{"Id":"db-secret","val" : 48151623, "b":1}', '{"Id":"db-secret","val" : "***", "b":1}'],
    ['{"field":"token","value":{"a":["}","x"]},"b":1}', '{"field":"token","value":"***","b":1}'],
    ['{"field":"token","value":["a",{"b":1}]}', '{"field":"token","value":"***"}'],
    ['{"name":"token","note":":-} [","value":"x"}', '{"name":"token","note":":-} [","value":"***"}'],
    ['{"name":"token","notes":["{","a]"],"value":"x"}', '{"name":"token","notes":["{","a]"],"value":"***"}'],
    [
      '{"name":"token","more":{"name":"b","value":1},"value":"x"}',
      '{"name":"token","more":{"name":"b","value":1},"value":"***"}',
    ],
    ['{"name":"a","value":[{"name":"token","value":"x"}]}', '{"name":"a","value":[{"name":"token","value":"***"}]}'],
    ['{"name":"token","value":{"name":"token","value":"x"}}', '{"name":"token","value":"***"}'],
    ['{"a":"{\\"name\\":\\"token\\",\\"value\\":\\"x\\"}"}', '{"a":"{\\"name\\":\\"token\\",\\"value\\":\\"***\\"}"}'],
    ['["{\\"name\\":\\"token\\",\\"value\\":77777}"]', '["{\\"name\\":\\"token\\",\\"value\\":\\"***\\"}"]'],
    ['{"name":"token","value":"{\\"a\\":\\"x\\\\\\\\\\"}","b":1}', '{"name":"token","value":"***","b":1}'],
    ['failed with " in {"name":"token","value":"x"}', 'failed with " in {"name":"token","value":"***"}'],
    ['alue":1},{"name":"token","value":"x"', 'alue":1},{"name":"token","value":"***"'],
    ['"value":"x","name":"token"},{"value":"y"}', '"value":"***","name":"token"},{"value":"y"}'],
    ['{"name":"token","value":"cut of', '{"name":"token","value":"***'],
    ['{"name":"token","value":{"a":"cut of', '{"name":"token","value":"***"'],
    ['{"value":"x","name":"token', '{"value":"***","name":"token'],
    [
      '{"a":"{\\"name\\":\\"token\\",\\"value\\":\\"cut","b":1}',
      '{"a":"{\\"name\\":\\"token\\",\\"value\\":\\"***","b":1}',
    ],
    [
      '{"a":"{\\"name\\":\\"token\\",\\"value\\":[1,","b":1}',
      '{"a":"{\\"name\\":\\"token\\",\\"value\\":\\"***\\"","b":1}',
    ],
    // A name written with escapes.
    ['{"pass\\u0077ord":"x","b":"\\u00e9"}', '{"pass\\u0077ord":"***","b":"\\u00e9"}'],
    ['{"\\u0070\\u0061\\u0073swor\\u0064":"x"}', '{"\\u0070\\u0061\\u0073swor\\u0064":"***"}'],
    ['{"api\\/key":"x"}', '{"api\\/key":"***"}'],
    ['{"pass\\u0077ord":"cut', '{"pass\\u0077ord":"***'],
    ['{"a":"{\\"pass\\\\u0077ord\\":\\"x\\"}"}', '{"a":"{\\"pass\\\\u0077ord\\":\\"***\\"}"}'],
    ['{"a":"{\\"pass\\u0077ord\\":\\"x\\"}"}', '{"a":"{\\"pass\\u0077ord\\":\\"***\\"}"}'],
    ['{"a":"{\\u0022password\\u0022:\\u0022x\\u0022}"}', '{"a":"{\\u0022password\\u0022:\\u0022***\\u0022}"}'],
    [
      '{"a":"{\\u0022name\\u0022:\\u0022t\\u006fken\\u0022,\\u0022value\\u0022:\\u0022x\\u0022}"}',
      '{"a":"{\\u0022name\\u0022:\\u0022t\\u006fken\\u0022,\\u0022value\\u0022:\\u0022***\\u0022}"}',
    ],
    ['[{"name":"t\\u006Fken","value":"x"}]', '[{"name":"t\\u006Fken","value":"***"}]'],
    ['[{"n\\u0061me":"token","v\\u0061lue":"x\\u0022y"}]', '[{"n\\u0061me":"token","v\\u0061lue":"***"}]'],
    // A name with something to escape in it, or a long one.
    [
      '{"DOMAIN\\\\password":"x","my \\"db\\" password":"x"}',
      '{"DOMAIN\\\\password":"***","my \\"db\\" password":"***"}',
    ],
    [
      '{"db\\npassword":"x","password\\t":"x","token\\\\":"x"}',
      '{"db\\npassword":"***","password\\t":"***","token\\\\":"***"}',
    ],
    [`{"${"a".repeat(401)}password":"x"}`, `{"${"a".repeat(401)}password":"***"}`],
    ['{"a":"{\\"DOMAIN\\\\\\\\password\\":\\"x\\"}"}', '{"a":"{\\"DOMAIN\\\\\\\\password\\":\\"***\\"}"}'],
    ['[{"name":"DOMAIN\\\\password","value":"x"}]', '[{"name":"DOMAIN\\\\password","value":"***"}]'],
    ['[{"value":"x","key":"\\"token\\""}]', '[{"value":"***","key":"\\"token\\""}]'],
    // A long value without quotes.
    [`{"apiKey":${"1234567890".repeat(5)}end,"b":1}`, '{"apiKey":"***","b":1}'],
    ['{"password":"{{secrets.DB}}","b":"x"}', '{"password":"{{secrets.DB}}","b":"x"}'],
    // In XML, with entities and in any order.
    ['<zeebe:header key="pass&#119;ord" value="x" />', '<zeebe:header key="pass&#119;ord" value="***" />'],
    ['<zeebe:header key="&#x74;oken" value="x" />', '<zeebe:header key="&#x74;oken" value="***" />'],
    ['<a b c key="token" d value="x" />', '<a b c key="token" d value="***" />'],
    [
      '<zeebe:input source="={&#34;password&#34;:&#34;x&#34;,&quot;b&quot;:1}" target="c" />',
      '<zeebe:input source="={&#34;password&#34;:&#34;***&#34;,&quot;b&quot;:1}" target="c" />',
    ],
    [
      '<zeebe:input source="={token: &quot;x&quot; + y, b: &quot;c&quot;}" target="c" />',
      '<zeebe:input source="={token: &#34;***&#34;, b: &quot;c&quot;}" target="c" />',
    ],
    [
      '<zeebe:input source="={token: 48151623, &#34;password&#34;: 48151623}" target="c" />',
      '<zeebe:input source="={token: ***, &#34;password&#34;: &#34;***&#34;}" target="c" />',
    ],
    ['<zeebe:input source="=48151623" target="token" />', '<zeebe:input source="***" target="token" />'],
    [
      '<zeebe:script expression="=&#34;x&#34;" resultVariable="token" />',
      '<zeebe:script expression="***" resultVariable="token" />',
    ],
    [
      '<zeebe:loopCharacteristics inputCollection="=[&#34;x&#34;]" inputElement="token" outputElement="=&#34;y&#34;" />',
      '<zeebe:loopCharacteristics inputCollection="***" inputElement="token" outputElement="=&#34;y&#34;" />',
    ],
    ['<a password="x" xmlns:token="http://a.example" />', '<a password="***" xmlns:token="http://a.example" />'],
    ['{"a":"<b key=\\"token\\" value=\\"x\\"/>"}', '{"a":"<b key=\\"token\\" value=\\"***\\"/>"}'],
    [
      '"\\u003cb\\n key=\\u0022token\\u0022 value=\\u0022x\\u0022/>"',
      '"\\u003cb\\n key=\\u0022token\\u0022 value=\\u0022***\\u0022/>"',
    ],
    ["<p>{&quot;password&quot;:&quot;a&amp;b&quot;}</p>", "<p>{&quot;password&quot;:&quot;***&quot;}</p>"],
    ['{"password":"a&quot;b"}', '{"password":"***"}'],
    // As FEEL writes it: names without quotes, values that are expressions.
    ['{password: "x"}', '{password: "***"}'],
    ['={ user: "a",\n  my db password : "x", b: 1}', '={ user: "a",\n  my db password : "***", b: 1}'],
    ["failed on '{password: \"x\"}': no variable", "failed on '{password: \"***\"}': no variable"],
    ['{"body":"={\\n  password: \\"x\\"\\n}"}', '{"body":"={\\n  password: \\"***\\"\\n}"}'],
    ['{token: "a" + "b,}" + c, d: "e"}', '{token: "***", d: "e"}'],
    ['{token: if a then "x" else concat("y,", "}z"), d: "e"}', '{token: "***", d: "e"}'],
    ['{"token": "a" + "b", "c": concat("d")}', '{"token": "***", "c": concat("d")}'],
    ['{"token": concat("a", "b"), "c": 1}', '{"token": "***", "c": 1}'],
    ['{credentials: {user: "u", pw: x}, c: "d"}', '{credentials: "***", c: "d"}'],
    ["{token: 48151623, b: 1}", "{token: ***, b: 1}"],
    ['[{value: "a" + "b", key: "token"}]', '[{value: "***", key: "token"}]'],
    ['{token: "cut of', '{token: "***'],
    ['{token: a + "cut of', '{token: "***"'],
    ["{'token': 'x', 'b': 1}", "{'token': ***, 'b': 1}"],
    ['{"token":hunter2 and more}', '{"token":"***"}'],
    // A name that only looks like it.
    [
      '{"pass\u200bword":"x","\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44":"x"}',
      '{"pass\u200bword":"***","\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44":"***"}',
    ],
    ['{"to\u0138en":"x","p\\u0430ssword":"x"}', '{"to\u0138en":"***","p\\u0430ssword":"***"}'],
    [
      '{"tokenIssuedByBank":"x","refreshTokenIsoString":"x"}',
      '{"tokenIssuedByBank":"***","refreshTokenIsoString":"***"}',
    ],
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
    "Pallbearer John came, ring-bearer Tom, a standard-bearer named Ann. Forbearer www.",
    "100%25 of C:\\temp\\new and a bearer of this letter",
    '[{"name":"token","type":"text"},{"name":"a","value":"x"}]',
    '[{"name":"a","value":"x"},{"name":"token"}]',
    '{"name":"token","more":{"value":"x"}}',
    '{"name":"hasPassword","value":true}',
    '{"name":"tokenTotal","value":12345}',
    '{"name":"password","value":""}',
    '{"name":"a","value":"the password \\u0041 \\\\u0041"}',
    '{"a":"{\\"name\\":\\"token\\"}","value":"x"}',
    '["name","token","value","x"]',
    '<zeebe:header key="provider" value="north-pay" />',
    '{"items":[{"id":"token-ring","value":"blue"}],"passwordPolicy":"strong","tokenExpiresAt":"2026-01-01","compassWordy":"x"}',
    '{"key":"passwordless","value":"yes"}',
    '<zeebe:header key="password" value="{{secrets.DB}}" /><zeebe:property name="hasToken" value="true" />',
    '<zeebe:input source="={token: a.b, c: &#34;d&#34;}" target="e" />',
    '<zeebe:script expression="=a.token" resultVariable="token" />',
    '<zeebe:loopCharacteristics inputCollection="=tokens" inputElement="token" outputCollection="passwords" outputElement="=a" />',
    "{password: login.password, token: get(tokens, 1), credentials: {user: u}, tokenCount: 12345, hasPassword: true}",
    '{password: "{{secrets.DB}}", token: ""}',
    '{"label":"Please, enter your token:","type":"text"}',
    '{"label":"Please {x, enter your token: now","b":"x"}',
    '{"template":"Hi {name}, your token: {token}","b":"x"}',
    '{a: "x" + "y, password: z", b: 1}',
    'Error, token: "abc" is none',
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

test("nothing of it is left in a context of FEEL, in an expression and in texts inside texts", () => {
  const word = fc.stringMatching(/^[A-Za-y0-9"\\{}[\](),:<>äß ]{1,20}$/).map((text) => JSON.stringify(`zq${text}qz`));
  const around: Readonly<Record<string, (one: string, other: string) => string>> = {
    alone: (one) => one,
    sum: (one, other) => `${one} + ${other}`,
    choice: (one, other) => `if a = 1 then ${one} else ${other}`,
    call: (one, other) => `string join([${one}, x], ${other})`,
    context: (one, other) => `{a: ${one}, "b": [${other}]}`,
  };
  fc.assert(
    fc.property(
      fc.constantFrom(...SECRET_NAMES),
      word,
      word,
      fc.constantFrom(...Object.values(around)),
      fc.constantFrom(" ", "", "\n  "),
      fc.array(fc.constantFrom("", '"', 'oaei"'), { maxLength: 3 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (name, one, other, write, gap, layers, cut) => {
        let text = `={a: {b: "c"}, ${gap}${name}${gap}:${gap}${write(one, other)}${gap}, d: "e", f: g}`;
        for (const escaped of layers) text = escapedJson({ text }, (character) => escaped.includes(character));
        const masked = mask.text(text);
        expect(masked).not.toContain("zq");
        if (layers.length > 0) expect(() => JSON.parse(masked)).not.toThrow();
        expect(masked).toContain("f: g");
        expect(mask.text(text.slice(0, Math.floor(cut * text.length)))).not.toContain("zq");
        expect(mask.text(`failed on '${text}', no "variable"`)).not.toContain("zq");
        expect(mask.text(masked)).toBe(masked);
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
