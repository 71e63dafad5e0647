import { describe, expect, test } from "vitest";
import { current } from "../docs/current.ts";
import { MATRIX, type MatrixRow, type Proof } from "./rows.ts";

/** How many rows each letter has. */
const COUNTS = { A: 26, B: 18, C: 35, E: 25, F: 10 };

const all: readonly MatrixRow[] = Object.values(MATRIX).flat();

/** Whether a file has a test, or a case of one, whose title begins like this and that is not left out. */
const holds = ({ file, title }: Proof): boolean => {
  const text = current(file);
  const begins = [`"${title}`, `\`${title}`, `'${title}`, `, ${title}: `];
  return begins.some((one) => text.includes(one)) && !/\.(?:skip|todo|only)\(/.test(text);
};

describe("the fault matrix", () => {
  test.each(all)("$id: $fault: $result", ({ proofs, result }) => {
    if (!result.startsWith("not tested: ")) expect(proofs.length).toBeGreaterThan(0);
    expect(proofs.filter((proof) => !holds(proof))).toEqual([]);
  });

  test("has every row once, in order", () => {
    const wanted = Object.entries(COUNTS).flatMap(([letter, count]) =>
      Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
    );
    expect(all.map(({ id }) => id)).toEqual(wanted);
  });
});
