import { describe, expect, it } from "vitest";
import { definitionKey, keyOf, numberOf, OFFSETS } from "../../../src/simulator/large/numbering.ts";

describe("a key of the large cluster", () => {
  it("leads back to the number of its instance, whatever of the instance it is for", () => {
    for (const number of [0, 1, 2, 3, 4, 77, 999_999, 250_000_000]) {
      for (const offset of [...Object.values(OFFSETS), OFFSETS.element + 8]) {
        expect(numberOf(BigInt(keyOf(number, offset)))).toBe(number);
      }
    }
  });

  it("of a definition, or of a partition that is not there, belongs to no instance", () => {
    for (const key of [definitionKey(0), definitionKey(49), "0", "1", String(3n << 51n), String((6n << 51n) + 9000n)]) {
      expect(numberOf(BigInt(key))).toBeUndefined();
    }
  });

  it("is one of a kind", () => {
    const definitions = Array.from({ length: 50 }, (_, number) => definitionKey(number));
    const instances = Array.from({ length: 200 }, (_, number) =>
      Object.values(OFFSETS).map((offset) => keyOf(number, offset)),
    );
    const keys = [...definitions, ...instances.flat()];
    expect(new Set(keys).size).toBe(keys.length);
  });
});
