import { describe, expect, test } from "vitest";
import { repairing } from "../../src/tools/repair/index.ts";
import { current } from "../docs/current.ts";
import { changesByTool } from "./change-rows.ts";
import { holds } from "./proof.ts";
import type { MatrixRow } from "./row.ts";
import { MATRIX } from "./rows.ts";

/** How many rows each letter has. */
const COUNTS = { A: 26, B: 24, C: 38, D: 12, E: 25, F: 10 };

const all: readonly MatrixRow[] = Object.values(MATRIX).flat();

describe("the fault matrix", () => {
  test.each(all.map((row) => [row.id, row] as const))("%s is proved by tests that are there", (_, { proofs }) => {
    expect(proofs.length).toBeGreaterThan(0);
    expect(proofs.filter((proof) => !holds(proof))).toEqual([]);
  });

  test.each(all.filter(({ id }) => /^[ABC]/.test(id)).map((row) => [row.id, row] as const))(
    "%s has a test through a whole server, which asserts at its end what must hold in any case",
    (id, { proofs }) => {
      const whole = proofs.filter(({ file, title }) => title.startsWith(id) && current(file).includes("serverRig("));
      expect(whole).not.toEqual([]);
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
