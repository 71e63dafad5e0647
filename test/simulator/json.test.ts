import fc from "fast-check";
import { parse, stringify } from "lossless-json";
import { describe, expect, it } from "vitest";
import { readJson, writeJson } from "../../src/simulator/json.ts";

describe("the JSON reader of the sample cluster", () => {
  it("agrees with an independent lossless reader on any JSON text", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.parse(writeJson(readJson(text)))).toEqual(JSON.parse(stringify(parse(text)) ?? ""));
      }),
    );
  });

  it("keeps every digit of every 64-bit integer, in both directions", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (integer) => {
        const text = `{"key":[${integer}]}`;
        expect(writeJson(readJson(text))).toBe(text);
      }),
    );
  });

  it("reads an integer that a double holds as a number, and one beyond 2^53 as a bigint", () => {
    expect(readJson("[9007199254740991, 9007199254740993, 1e3, -0.5]")).toEqual([
      9007199254740991,
      9007199254740993n,
      1000,
      -0.5,
    ]);
  });

  it("accepts comments, as Camunda does", () => {
    expect(readJson('/* all */ {"size": 5 // five\n}')).toEqual({ size: 5 });
  });

  it("takes __proto__ for a name like any other", () => {
    const read = readJson('{"__proto__": {"polluted": true}}');
    expect(Object.keys(read ?? {})).toEqual(["__proto__"]);
    expect("polluted" in {}).toBe(false);
  });

  it.each(["", "{", '{"a":}', "[1,]", "nul", "01", '"open', "{'a':1}", "[1] 2", '"\\x"', "1."])(
    "refuses %j",
    (text) => {
      expect(() => readJson(text)).toThrow(SyntaxError);
    },
  );

  it("reads 500 levels and refuses more, however many", () => {
    const nested = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);
    expect(writeJson(readJson(nested(500)))).toBe(nested(500));
    expect(() => readJson(nested(600))).toThrow("nesting depth");
    expect(() => readJson(nested(1_000_000))).toThrow("nesting depth");
  });
});
