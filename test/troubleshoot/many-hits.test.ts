import { describe, expect, test } from "vitest";
import type { World } from "../../src/simulator/world.ts";
import { connect, settingsFor } from "../support/connect.ts";
import { CLUSTERS, rowsIn, world } from "./clusters.ts";

const BUDGET = 4000;

/** The same data, in which the variables that hold an order number have very long names. */
const wordy: World = {
  ...world,
  rows: (entity) =>
    entity.name === "variable"
      ? world
          .rows(entity)
          .map((row) =>
            /4711/.test(String(row["value"])) ? { ...row, name: `${row["name"]}${"N".repeat(12_000)}` } : row,
          )
      : world.rows(entity),
};

describe.each(CLUSTERS)("what fits a reference, on $version over $api", ({ version, api }) => {
  const reach = (served: World, env: Record<string, string>) =>
    connect({
      cluster: { version, world: served },
      env: (cluster) => ({ ...settingsFor(cluster), OPERATE_MCP_API: api, ...env }),
    });

  test.each(["lookup", "diagnose_process_instance"])(
    "is fewer rows where the limit is small, from %s",
    async (tool) => {
      const { call } = await reach(world, { OPERATE_MCP_MAX_RESULT_BYTES: String(BUDGET) });
      const { structured, text, isError } = await call(tool, { reference: "true" });
      expect(isError, text).toBe(false);
      const hits = rowsIn(structured, "hits");
      expect(hits.length, text).toBeGreaterThan(3);
      expect(hits.length).toBeLessThan(20);
      expect(structured["notices"]).toContainEqual(expect.stringMatching(/^hits: the first \d+ of 20 are shown/));
      for (const hit of hits) expect(hit["call"]).toContain(`"processInstanceKey":"${hit["key"]}"`);
      expect(Buffer.byteLength(JSON.stringify(structured))).toBeLessThanOrEqual(BUDGET);
    },
  );

  test("is shown in spite of names of any length", async () => {
    const { call } = await reach(wordy, {});
    const { structured, text, isError } = await call("lookup", { reference: "4711" });
    expect(isError, text).toBe(false);
    expect(rowsIn(structured, "hits").length).toBeGreaterThan(1);
    expect(text).toContain("long values are shortened");
  });
});
