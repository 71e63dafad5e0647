import { describe, expect, test } from "vitest";
import { changedTypes, membersLost } from "../../src/repair/json-types.ts";

describe("the types of a value", () => {
  test("are compared at every place, those of the items of a list together", () => {
    const before = '{"a":1,"b":[1,"x",null],"c":[{"d":true}],"e":null,"f":{}}';
    const same = { a: 2, b: ["y", null, 3, 4], c: [], e: [1], f: { new: "x" }, g: 1 };
    expect(changedTypes(before, same)).toEqual([]);
    const other = { a: "2", b: [true], c: [{ d: "true" }, 1], f: [] };
    expect(changedTypes(before, other)).toEqual([
      { path: "a", from: "number", to: "string" },
      { path: "b[]", from: "number or string", to: "boolean" },
      { path: "c[]", from: "object", to: "number" },
      { path: "c[].d", from: "boolean", to: "string" },
      { path: "f", from: "object", to: "array" },
    ]);
  });

  test.each([
    ['"text that is cut', 1, "string"],
    ['{"cut":', "x", "object"],
    ["[1,", "x", "array"],
  ])("of JSON that is cut (%s) is known by its first sign", (json, value, from) => {
    expect(changedTypes(json, value)).toEqual([expect.objectContaining({ path: "", from })]);
  });

  test("that is ten thousand levels deep are compared as far down as anybody looks", () => {
    const deep = `${"[".repeat(10_000)}1${"]".repeat(10_000)}`;
    expect(changedTypes(deep, [[["x"]]])).toEqual([{ path: "[][][]", from: "array", to: "string" }]);
    expect(changedTypes("[[[1]]]", JSON.parse(deep))).toEqual([{ path: "[][][]", from: "number", to: "array" }]);
  });
});

test("members that would be lost are named by the outermost of each", () => {
  expect(membersLost({ a: { b: 1, c: { d: 1 } }, e: [1], f: 1 }, { a: { b: 2 }, e: [] })).toEqual(["a.c", "f"]);
  expect(membersLost({ a: 1 }, [1])).toEqual([]);
});
