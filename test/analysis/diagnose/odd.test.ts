import { describe, expect, test } from "vitest";
import { loops, nearlyTheKey, oddTimers, oldVersion } from "../../../src/analysis/diagnose/odd.ts";
import { gatheringOf, type Standing } from "../../../src/analysis/diagnose/standing.ts";
import type { Wait } from "../../../src/analysis/diagnose/waits.ts";
import type { Engine, Row } from "../../../src/camunda/engine.ts";
import { fakeEngine, patientCall } from "../../support/fake-engine.ts";

const NOW = Date.UTC(2026, 10, 24, 10);
const DAY = 86_400_000;

const wait = (changes: Partial<Wait>): Wait => ({
  processInstanceKey: "1",
  elementInstanceKey: "2",
  type: "INTERMEDIATE_CATCH_EVENT",
  waitsFor: "TIMER",
  ...changes,
});

const gathering = (engine: Engine) => gatheringOf(engine, patientCall());

describe("a timer", () => {
  test.each([
    { days: 364, isOdd: false },
    { days: 366, isOdd: true },
  ])("in $days days is odd: $isOdd", ({ days, isOdd }) => {
    const dueDate = new Date(NOW + days * DAY).toISOString();
    expect(oddTimers([wait({ dueDate })], NOW)).toHaveLength(isOdd ? 1 : 0);
  });
});

describe("a loop", () => {
  const looping = (counts: readonly number[], instance: Row = {}) => {
    const rows = counts.map((completed, index) => ({ elementId: `e${index}`, completed }));
    const engine = { ...fakeEngine([]), instanceStatistics: async () => ({ rows, notices: [] }) };
    return loops({ processInstanceKey: "1", ...instance }, gathering(engine));
  };

  test("is what was passed far more often than its peers, not what all were passed", async () => {
    expect(await looping([1, 1, 2, 25])).toMatchObject([{ elementId: "e3", count: 25 }]);
    expect(await looping([25, 25, 25, 30])).toEqual([]);
  });

  test("of an instance that is over has ended", async () => {
    const [open] = await looping([1, 25]);
    const [over] = await looping([1, 25], { endDate: "2026-11-20T10:00:00Z" });
    expect([open?.what, over?.what]).toEqual([expect.stringMatching(/may not end$/), expect.stringMatching(/loop$/)]);
  });
});

test("the newest version is the one of the same tenant", async () => {
  const engine = fakeEngine([{ version: 3 }]);
  const instance = { processDefinitionId: "p", processDefinitionVersion: 2, tenantId: "north" };
  expect(await oldVersion(instance, gathering(engine))).toMatchObject([{ newestVersion: 3 }]);
  expect(engine.asked).toMatchObject([{ filter: { processDefinitionId: "p", tenantId: "north" } }]);
});

test("the variable that holds the very key is not another spelling of it", () => {
  const held = (name: string, value: string): Row => ({ name, value });
  const standing: Standing = {
    ...{ instance: { processInstanceKey: "1" }, elements: [], seen: "all", incidents: undefined, model: undefined },
    ...{ called: [], jobs: [], subscriptions: [], userTasks: [], waitStates: [] },
    variables: [held("orderId", '"A-0815"'), held("payment", '"a815"')],
  };
  const waits = [wait({ waitsFor: "MESSAGE", correlationKey: "A-0815" })];
  expect(nearlyTheKey(waits, [standing]).map(({ variable }) => variable)).toEqual(["payment"]);
});
