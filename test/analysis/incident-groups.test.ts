import { expect, test } from "vitest";
import { groupIncidents } from "../../src/analysis/incident-groups.ts";
import type { Engine, Row } from "../../src/camunda/engine.ts";
import { fakeEngine, patientCall } from "../support/fake-engine.ts";

const query = { filter: { state: "ACTIVE" }, windows: {}, sort: [], latestOnly: false };

/** As many incidents of the n-th version as n says. */
const incidentsOf = (versions: number): readonly Row[] =>
  Array.from({ length: versions }, (_, index) => index + 1).flatMap((version) =>
    Array.from({ length: version }, (_, number) => ({
      incidentKey: `${version * 100 + number}`,
      processDefinitionKey: String(version),
      errorMessage: "no such account",
    })),
  );

const groupsOf = (versions: number) => {
  const rows = incidentsOf(versions);
  const engine: Engine = { ...fakeEngine([]), page: fakeEngine(rows).page };
  return groupIncidents(engine, query, "error", patientCall());
};

test("the 20 largest groups are shown, and what the others have is counted", async () => {
  const { groups, groupsInAll, coverage, notices } = await groupsOf(25);
  expect(groups.map(({ count }) => count)).toEqual(Array.from({ length: 20 }, (_, index) => 25 - index));
  expect(groupsInAll).toBe(25);
  expect(coverage).toEqual({ rows: 325, exact: true });
  expect(notices).toEqual(["5 smaller groups with 15 incidents in all are not shown; filters show others."]);
});

test("one group more is counted in the singular, and with none there is no word of it", async () => {
  expect((await groupsOf(21)).notices).toEqual([
    "1 smaller group with 1 incident in all is not shown; filters show others.",
  ]);
  expect((await groupsOf(20)).notices).toEqual([]);
});
