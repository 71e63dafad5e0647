import { expect, test } from "vitest";
import type { Engine, Row } from "../../src/camunda/engine.ts";
import { hierarchyOf, openBelow } from "../../src/camunda/hierarchy.ts";
import { fakeEngine, patientCall } from "../support/fake-engine.ts";

const ROOT: Row = { processInstanceKey: "1", state: "ACTIVE" };
const children = Array.from(
  { length: 50 },
  (_, index): Row => ({
    processInstanceKey: String(100 + index),
    parentProcessInstanceKey: "1",
    state: "ACTIVE",
  }),
);

/** An engine with these instances of one parent that gives so many a page, and none behind `held`. */
const engineOf = (most: number, held = children.length): Engine => ({
  ...fakeEngine([]),
  async page(_, { filter, size, after }) {
    const rows = filter["parentProcessInstanceKey"] === "1" ? children : [];
    const from = Number(after ?? 0);
    const part = rows.slice(from, Math.min(held, from + Math.min(size, most)));
    const page = { rows: part, total: rows.length, totalIsExact: true };
    return part.length === 0 ? page : { ...page, after: String(from + part.length) };
  },
});

test("all that an instance has called are found, however few a page has", async () => {
  const { rows, notices } = await hierarchyOf(engineOf(20), ROOT, patientCall());
  expect([rows.length, notices]).toEqual([51, []]);
  const below = await openBelow(engineOf(20), ROOT, async (row) => row === ROOT, patientCall());
  expect([below.rows.length, below.notices]).toEqual([50, []]);
});

test("those that are not all are said to be the first", async () => {
  const { rows, notices } = await hierarchyOf(engineOf(20, 30), ROOT, patientCall());
  expect(rows).toHaveLength(31);
  expect(notices).toEqual(["Of the call hierarchy only the first 31 instances are shown."]);
});
