import { describe, expect, test } from "vitest";
import { repairing } from "../../src/tools/repair/index.ts";
import { changesByTool } from "./change-rows.ts";
import { holds } from "./proof.ts";
import type { MatrixRow } from "./row.ts";
import { MATRIX } from "./rows.ts";

/** How many rows each letter has. */
const COUNTS = { A: 26, B: 18, C: 35, D: 12, E: 25, F: 10 };

const all: readonly MatrixRow[] = Object.values(MATRIX).flat();

describe("the fault matrix", () => {
  test.each(all.map((row) => [row.id, row] as const))(
    "%s is proved by tests that are there",
    (_, { proofs, result }) => {
      if (!result.startsWith("not tested: ")) expect(proofs.length).toBeGreaterThan(0);
      expect(proofs.filter((proof) => !holds(proof))).toEqual([]);
    },
  );

  test("has every row once, in order", () => {
    const wanted = Object.entries(COUNTS).flatMap(([letter, count]) =>
      Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
    );
    const ofTools = changesByTool.map(({ id }) => id);
    expect(all.map(({ id }) => id).filter((id) => !ofTools.includes(id))).toEqual(wanted);
    expect(ofTools).toEqual(repairing.map(({ name }) => `D ${name}`));
  });
});
