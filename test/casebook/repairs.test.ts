import { describe, expect, test } from "vitest";
import { repair } from "./repair-loop.ts";
import { REPAIRS } from "./repairs.ts";

describe("situations of the case book, repaired over the newer API", () => {
  test("are at least twelve", () => {
    expect(new Set(REPAIRS.map(({ name }) => name)).size).toBeGreaterThanOrEqual(12);
  });

  test.each(REPAIRS)("$name", async (one) => {
    const { before, ends, after, writes } = await repair(one);
    expect(before.structured["verdict"], before.text).toMatch(one.verdict);
    expect(ends).toEqual(one.steps.map((step) => step.ends));
    expect(writes).toBe(one.writes);
    if (one.after === undefined) expect(after.text).toMatch(/^NOT_FOUND/);
    else {
      expect(after.isError, after.text).toBe(false);
      if (one.after.verdict !== undefined) expect(after.structured["verdict"], after.text).toMatch(one.after.verdict);
      if (one.after.processDefinitionVersion !== undefined) {
        expect(after.structured["processDefinitionVersion"]).toBe(one.after.processDefinitionVersion);
      }
    }
  });
});
