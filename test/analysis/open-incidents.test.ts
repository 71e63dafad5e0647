import { expect, test } from "vitest";
import { isOpenIncident, readIncidents } from "../../src/analysis/open-incidents.ts";
import type { Engine, Filter, PageRequest } from "../../src/camunda/engine.ts";
import { fakeEngine, patientCall } from "../support/fake-engine.ts";

/** An engine with one incident in each state, and the states that were asked for. */
const engineOf = (version: "8.3" | "8.9"): { engine: Engine; asked: unknown[] } => {
  const asked: unknown[] = [];
  const engine: Engine = {
    ...fakeEngine([], version),
    generation: "v1",
    async page(_, { filter: { state = "all" }, after }: PageRequest) {
      if (after === undefined) asked.push(state);
      const rows = after === undefined ? [{ incidentKey: "1", state }] : [];
      return { rows, total: 1, totalIsExact: true, ...(rows.length === 0 ? {} : { after: "1" }) };
    },
  };
  return { engine, asked };
};

const read = async (version: "8.3" | "8.9", filter: Filter, maxScanRows = 100) => {
  const { engine, asked } = engineOf(version);
  const query = { filter, windows: {}, sort: [], latestOnly: false };
  let rows = 0;
  const isWhole = await readIncidents(
    engine,
    { query, size: 10, columns: [] },
    patientCall({ maxScanRows }),
    ({ items }) => {
      rows += items.length;
    },
  );
  return { asked, rows, isWhole };
};

test("incidents of all open states are read where no state is named", async () => {
  expect(await read("8.9", {})).toEqual({ asked: ["ACTIVE", "PENDING", "MIGRATED"], rows: 3, isWhole: true });
});

test("a state that an old cluster does not know is passed over", async () => {
  expect(await read("8.3", {})).toEqual({ asked: ["ACTIVE", "PENDING"], rows: 2, isWhole: true });
});

test("a state that is named is the only one, and an unknown one is refused", async () => {
  expect(await read("8.9", { state: "RESOLVED" })).toEqual({ asked: ["RESOLVED"], rows: 1, isWhole: true });
  await expect(read("8.3", { state: "MIGRATED" })).rejects.toMatchObject({ code: "UNSUPPORTED" });
});

test("rows are counted over all states, and reading less than all is said", async () => {
  expect(await read("8.9", {}, 2)).toEqual({ asked: ["ACTIVE", "PENDING"], rows: 2, isWhole: false });
});

test("only a resolved incident stops nothing", () => {
  expect(["ACTIVE", "PENDING", "MIGRATED", "RESOLVED"].filter((state) => isOpenIncident({ state }))).toEqual([
    "ACTIVE",
    "PENDING",
    "MIGRATED",
  ]);
});
