import fc from "fast-check";
import * as lossless from "lossless-json";
import { describe, expect, it } from "vitest";
import { OperateError } from "../../src/errors.ts";
import { lowLevelCode } from "../../src/http/http.ts";
import { parseJson, Raw, rawArray, stringifyJson } from "../../src/http/json.ts";

const RUNS = 2000;

/** What `parseJson` promises, said with another parser. */
const exactly = (text: string): unknown =>
  lossless.parse(text, undefined, (token) => {
    const value = Number(token);
    return /^-?\d+$/.test(token) && !Number.isSafeInteger(value) ? token : value;
  });

const integer = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }),
  fc.bigInt({ min: -(2n ** 53n) - 3n, max: -(2n ** 53n) + 3n }),
  fc.bigInt(),
);

const hostileText = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    'say "9007199254740993"',
    "\\",
    '\\"',
    ":9007199254740993,",
    '{"key":9223372036854775807}',
    "__proto",
  ),
  integer.map(String),
);

const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    integer,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    hostileText,
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(
      hostileText.filter((name) => name !== "__proto__"),
      tie("value"),
      { maxKeys: 5, noNullPrototype: true },
    ),
  ),
}));

/** The same JSON with white space wherever it may stand. */
const spaced = (value: unknown): string => lossless.stringify(value, undefined, " \t\r\n") ?? "null";

const failure = (run: () => unknown): OperateError => {
  try {
    run();
  } catch (error) {
    if (error instanceof OperateError) return error;
  }
  throw new Error("it did not fail as an OperateError");
};

describe("parseJson", () => {
  it("keeps every digit of every integer, whatever stands around it", () => {
    fc.assert(
      fc.property(anyValue, fc.boolean(), (value, pretty) => {
        const text = pretty ? spaced(value) : (lossless.stringify(value) ?? "null");
        expect(parseJson(text)).toEqual(exactly(text));
      }),
      { numRuns: 5 * RUNS },
    );
  });

  it("refuses what JSON.parse refuses, whatever is cut off or changed in the text", () => {
    const accepts = (parse: (text: string) => unknown, text: string): boolean => {
      try {
        parse(text);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(
        anyValue,
        fc.nat(),
        fc.nat(8),
        fc.constantFrom("", '"', "-", "0", "1", ":", ",", "e", "."),
        (...a) => {
          const [value, at, length, put] = a;
          const text = lossless.stringify(value) ?? "null";
          const start = at % (text.length + 1);
          const broken = text.slice(0, start) + put + text.slice(start + length);
          expect(accepts(parseJson, broken)).toBe(accepts(JSON.parse, broken));
        },
      ),
      { numRuns: RUNS },
    );
  });

  it.each([
    ["the largest int64", "9223372036854775807", "9223372036854775807"],
    ["the smallest int64", "-9223372036854775808", "-9223372036854775808"],
    ["2^53 + 1", "9007199254740993", "9007199254740993"],
    ["-(2^53 + 1)", "-9007199254740993", "-9007199254740993"],
    ["2^53 - 1, which fits", "9007199254740991", 9007199254740991],
    ["-(2^53 - 1), which fits", "-9007199254740991", -9007199254740991],
    ["a key of partition 1, which fits", "2251799813685249", 2251799813685249],
    ["a long fraction", "0.12345678901234567890", 0.12345678901234568],
    ["a long integer part with a fraction", "12345678901234567890.5", 12345678901234567000],
    ["a long exponent form", "1234567890123456789e2", 1234567890123456800e2],
    ["a long negative exponent", "1E-00000000000000000001", 0.1],
    ["minus zero", "-0", -0],
  ])("reads %s", (_, text, value) => {
    expect(parseJson(`{"a":${text},"b":[${text}, ${text} ]}`)).toEqual({ a: value, b: [value, value] });
    expect(parseJson(` ${text}\n`)).toEqual(value);
  });

  it("never touches the inside of a string", () => {
    const message = 'a "b": 9007199254740993, \\\\" [9223372036854775807] \\';
    const text = JSON.stringify({ message, nested: JSON.stringify({ message }), key: 1 });
    expect(parseJson(text)).toEqual({ message, nested: JSON.stringify({ message }), key: 1 });
  });

  it("skips a byte order mark", () => {
    expect(parseJson('\uFEFF{"key":9007199254740993}')).toEqual({ key: "9007199254740993" });
  });

  it.each(['{"items":[{"key":12', "NaN", "", "<html>", "01234567890123456789", "{9007199254740993:1}", "[1"])(
    "answers BAD_RESPONSE worth one more try, without the parser's text, to %j",
    (text) => {
      const error = failure(() => parseJson(text));
      expect(error).toMatchObject({ code: "BAD_RESPONSE", message: "the answer is not valid JSON, or was cut short" });
      expect(lowLevelCode(error)).toBe("UNREADABLE_BODY");
    },
  );

  it("refuses nesting that would break what reads the value next, but not siblings", () => {
    expect(failure(() => parseJson("[".repeat(200_000) + "]".repeat(200_000))).code).toBe("BAD_RESPONSE");
    expect(failure(() => parseJson('{"a":'.repeat(65))).code).toBe("BAD_RESPONSE");
    expect(parseJson(`[${"[[]],".repeat(100)}{"a":"${"[".repeat(100)}"}]`)).toHaveLength(101);
  });

  it("takes the last of two members of one name, and __proto__ as plain data", () => {
    expect(parseJson('{"a":1,"a":9007199254740993}')).toEqual({ a: "9007199254740993" });
    expect(Object.keys(Object(parseJson('{"__proto__":{"polluted":1}}')))).toEqual(["__proto__"]);
    expect("polluted" in {}).toBe(false);
  });
});

describe("rawArray", () => {
  it("gives the very tokens of a top-level array, whatever else is in the document", () => {
    fc.assert(
      fc.property(fc.array(anyValue, { maxLength: 4 }), anyValue, fc.array(anyValue, { maxLength: 3 }), (...a) => {
        const [sortValues, other, items] = a;
        const document = {
          items: [{ sortValues: ["wrong"] }, ...items],
          other,
          '"sortValues":[': 1,
          sortValues,
          total: 1,
        };
        const text = spaced(document);
        const raw = rawArray(text, "sortValues");
        expect(raw && lossless.parse(raw)).toEqual(lossless.parse(lossless.stringify(sortValues) ?? ""));
        expect(text).toContain(`"sortValues": ${raw}`);
      }),
      { numRuns: RUNS },
    );
  });

  it.each([
    ["numbers, strings and nulls as they stand", '{"sortValues":[ 1646904085499,"a]" , 9223372036854775807, null ]}'],
    ["an escaped name", '{"sort\\u0056alues":[ 1646904085499,"a]" , 9223372036854775807, null ]}'],
    ["the last of two", '{"sortValues":[0],"sortValues" : [ 1646904085499,"a]" , 9223372036854775807, null ]}'],
    ["a byte order mark", '\uFEFF {"sortValues":[ 1646904085499,"a]" , 9223372036854775807, null ]}'],
    ["the name as a value", '{"a":"sortValues","sortValues":[ 1646904085499,"a]" , 9223372036854775807, null ]}'],
  ])("keeps %s", (_, text) => {
    expect(rawArray(text, "sortValues")).toBe('[ 1646904085499,"a]" , 9223372036854775807, null ]');
  });

  it.each([
    ['{"items":[{"sortValues":[2],"total":3}],"sortValues":[1],"total":3}'],
    ['{"sortValues":[1],"a":{"sortValues":[2],"total":3}}'],
    ['{"sortValues":[1],"a":[{"sortValues":[2],"total":3}]}'],
    ['{"sortValues":[1],"a\\"sortValues":[2],"total":3}'],
    ['{"sortValues":[1],"a":"\\"sortValues\\":[2],\\"total\\":3}"}'],
    ['{"sortValues":[2],"sort\\u0056alues":[1],"total":3}'],
    ['{"sortValues":[1] , "total" : 3 , "more":true\n}\n'],
    ['{"sortValues":[1],"more":"of it"}'],
  ])("is not misled by what stands around it: %s", (text) => {
    expect(rawArray(text, "sortValues")).toBe("[1]");
  });

  it.each([
    '{"items":[{"sortValues":[1]}]}',
    '{"a":{"sortValues":[1]}}',
    '[{"sortValues":[1]}]',
    '{"sortValues":null}',
    '{"sortValues":[1],"sortValues":null}',
    '{"message":"\\"sortValues\\":[1]"}',
    '{"a":"sortValues","b":[1]}',
    "{}",
    "null",
  ])("finds none in %s", (text) => {
    expect(rawArray(text, "sortValues")).toBeUndefined();
  });
});

describe("stringifyJson", () => {
  it("writes every integer with every digit", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(lossless.parse(stringifyJson(value))).toEqual(lossless.parse(lossless.stringify(value) ?? "null"));
      }),
      { numRuns: RUNS },
    );
  });

  it("sends tokens back as they came", () => {
    const answer = '{"items":[],"sortValues":[1646904085499,"a",9223372036854775807,-9223372036854775808,1.50]}';
    const body = { searchAfter: new Raw(rawArray(answer, "sortValues") ?? ""), filter: { key: 9007199254740993n } };
    expect(stringifyJson(body)).toBe(
      '{"searchAfter":[1646904085499,"a",9223372036854775807,-9223372036854775808,1.50],"filter":{"key":9007199254740993}}',
    );
  });

  it("leaves out members that are undefined and keeps null", () => {
    expect(stringifyJson({ a: undefined, b: null, c: [undefined, 1], 'd"': "é\n" })).toBe(
      '{"b":null,"c":[null,1],"d\\"":"é\\n"}',
    );
    expect(stringifyJson(undefined)).toBe("null");
  });

  it("takes nothing raw that is not JSON", () => {
    expect(failure(() => new Raw('[1],"size":1000')).code).toBe("INVALID_ARGUMENT");
    expect(new Raw("[9007199254740993]").text).toBe("[9007199254740993]");
  });

  it("agrees with lossless-json on what a big number is", () => {
    expect(exactly("[9007199254740993,1.5]")).toEqual(["9007199254740993", 1.5]);
    expect(lossless.parse("9007199254740993")).toBeInstanceOf(lossless.LosslessNumber);
  });
});
