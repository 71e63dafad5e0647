import { expect, test } from "vitest";
import { stalledPlaces } from "../../src/analysis/stalled.ts";
import type { Engine, PageRequest, Row } from "../../src/camunda/engine.ts";
import { OperateError } from "../../src/errors.ts";
import { processDocument } from "../bpmn/document.ts";
import { fakeEngine, patientCall } from "../support/fake-engine.ts";

const NOW = Date.UTC(2026, 10, 24, 10);
const HOUR = 3_600_000;
const at = (hoursAgo: number): string => new Date(NOW - hoursAgo * HOUR).toISOString();

const passage = (type: string, hoursAgo: number): Row => ({
  processDefinitionId: "p",
  processDefinitionKey: "1",
  processInstanceKey: "2",
  elementId: type,
  type,
  state: "ACTIVE",
  startDate: at(hoursAgo),
});

/** An engine with these active elements, all of which usually take `usual` hours, known from `sample` passages. */
const engineOf = (active: readonly Row[], usual: number, sample: number): Engine => ({
  ...fakeEngine([], "8.9"),
  generation: "v2",
  filtersWindows: true,
  xml: async () => processDocument(""),
  async page(_, { filter }: PageRequest) {
    const finished = Array.from({ length: sample }, () => ({ startDate: at(100), endDate: at(100 - usual) }));
    const rows = filter["state"] === "ACTIVE" ? active : finished;
    return { rows, total: rows.length, totalIsExact: true };
  },
});

const question = { filter: {}, now: NOW };

test("what takes more than three times its p95 is stalled, what takes less is not", async () => {
  const engine = engineOf([passage("SERVICE_TASK", 7), passage("SEND_TASK", 5)], 2, 5);
  const { places, notices } = await stalledPlaces(engine, question, patientCall());
  expect(places.map(({ type }) => type)).toEqual(["SERVICE_TASK"]);
  expect(places[0]?.usual).toEqual({ sampleSize: 5, median: 2 * HOUR, p95: 2 * HOUR });
  expect(notices.join()).not.toContain("sampleSize");
});

test("what contains other elements is never stalled", async () => {
  const engine = engineOf([passage("SUB_PROCESS", 99), passage("CALL_ACTIVITY", 99), passage("PROCESS", 99)], 1, 9);
  expect((await stalledPlaces(engine, question, patientCall())).places).toEqual([]);
});

test("an event-based gateway tells all that it waits for", async () => {
  const body = `<bpmn:eventBasedGateway id="EVENT_BASED_GATEWAY"/>
    <bpmn:intermediateCatchEvent id="late"><bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
    <bpmn:intermediateCatchEvent id="called"><bpmn:signalEventDefinition/></bpmn:intermediateCatchEvent>
    <bpmn:sequenceFlow id="a" sourceRef="EVENT_BASED_GATEWAY" targetRef="late"/>
    <bpmn:sequenceFlow id="b" sourceRef="EVENT_BASED_GATEWAY" targetRef="called"/>`;
  const engine = { ...engineOf([passage("EVENT_BASED_GATEWAY", 9)], 1, 9), xml: async () => processDocument(body) };
  const { places } = await stalledPlaces(engine, question, patientCall());
  expect(places).toMatchObject([{ waits: [{ waitsFor: "TIMER", timer: "PT1H" }, { waitsFor: "SIGNAL" }] }]);
});

test("with a small sample only work older than a day is, and that is said", async () => {
  const engine = engineOf([passage("USER_TASK", 30), passage("SERVICE_TASK", 25), passage("SEND_TASK", 23)], 1, 4);
  const { places, notices } = await stalledPlaces(engine, question, patientCall());
  expect(places.map(({ type }) => type)).toEqual(["SERVICE_TASK"]);
  expect(notices).toEqual([
    expect.stringContaining("Not judged: 1 element where tokens wait on purpose"),
    expect.stringContaining("sampleSize below 5"),
  ]);
});

test("a missing permission on models and finished elements degrades the answer", async () => {
  const engine = engineOf([passage("SERVICE_TASK", 25)], 1, 9);
  const refuse = async (): Promise<never> => {
    throw new OperateError("FORBIDDEN", "this user may not read that");
  };
  const { page } = engine;
  const poor: Engine = {
    ...engine,
    xml: refuse,
    page: (entity, request, call) => (request.filter["state"] === "ACTIVE" ? page(entity, request, call) : refuse()),
  };
  const { places, notices } = await stalledPlaces(poor, question, patientCall());
  expect(places).toMatchObject([{ type: "SERVICE_TASK", waits: [{ waitsFor: "JOB" }] }]);
  expect(notices.join("\n")).toMatch(/usual durations, because of FORBIDDEN[\s\S]*BPMN models, because of FORBIDDEN/);
});
