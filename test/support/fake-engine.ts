import type { Call, Engine, Page, PageRequest, Row } from "../../src/camunda/engine.ts";
import type { Entity } from "../../src/camunda/entity.ts";
import type { ClusterVersion } from "../../src/camunda/version.ts";

/** A call that nobody ends. */
export const patientCall = (changes: Partial<Call> = {}): Call => ({
  signal: new AbortController().signal,
  hurry: () => false,
  progress: () => undefined,
  maxScanRows: 100_000,
  ...changes,
});

/** An engine over rows in memory, in the order given: positions are numbers of rows. Keeps what it was asked. */
export interface FakeEngine extends Engine {
  readonly asked: PageRequest[];
  rows: readonly Row[];
}

export const fakeEngine = (rows: readonly Row[], version: ClusterVersion["atLeast"] = "8.6"): FakeEngine => {
  const asked: PageRequest[] = [];
  const engine: FakeEngine = {
    rows,
    asked,
    generation: "v1",
    api: "operate-v1",
    address: "http://fake",
    webApp: "http://fake/operate",
    maxPageSize: 1000,
    filtersWindows: false,
    filtersVariables: false,
    version: async () => ({ atLeast: version, text: version, because: "said so" }),
    async page(_entity: Entity, request: PageRequest): Promise<Page> {
      asked.push(request);
      const from = Number(request.after ?? 0);
      const part = engine.rows.slice(from, from + request.size);
      const page = { rows: part, total: engine.rows.length, totalIsExact: true };
      return part.length === 0 ? page : { ...page, after: String(from + part.length) };
    },
    edge: () => undefined,
    behind: () => undefined,
    joins: () => undefined,
    instancesWith: async () => ({
      filter: "variables",
      field: "processInstanceKey",
      values: new Set(),
      isExclusion: false,
      isPartial: false,
      notices: [],
    }),
    get: async () => ({ row: {}, lists: {} }),
    xml: async () => "",
    instanceStatistics: async () => ({ rows: [], notices: [] }),
    definitionStatistics: async () => ({ rows: [], notices: [] }),
    sameError: async () => ({ rows: [], notices: [] }),
    instancesByVersion: async () => ({ rows: [], notices: [] }),
    sequenceFlows: async () => [],
    identity: async () => ({ notices: [] }),
    partitions: async () => ({ rows: [], notices: [] }),
    checkAbility: async () => undefined,
    change: async () => undefined,
  };
  return engine;
};

/** The same engine behind a gateway that gives so many rows a page and no more. */
export const limited = (engine: FakeEngine, most: number): FakeEngine => ({
  ...engine,
  page: (entity, request, call) => engine.page(entity, { ...request, size: Math.min(request.size, most) }, call),
});

/** An engine over rows in the order of their keys, which are numbers: a position is a key, so rows may come and go. */
export const livingEngine = (entity: Entity, rows: readonly Row[]): FakeEngine => {
  const engine = fakeEngine(rows);
  const keyOf = (row: Row | undefined): number => Number(row?.[entity.key]);
  engine.page = async (_, request) => {
    engine.asked.push(request);
    const { after, size } = request;
    const part = engine.rows.filter((row) => after === undefined || keyOf(row) > Number(after)).slice(0, size);
    const page = { rows: part, total: engine.rows.length, totalIsExact: true };
    return part.length === 0 ? page : { ...page, after: String(keyOf(part.at(-1))) };
  };
  return engine;
};
