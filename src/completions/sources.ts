import type { Call, Engine, Filter, Row, Sort } from "../camunda/engine.ts";
import { decisionRequirements } from "../camunda/entities/decision-requirements.ts";
import { processDefinition } from "../camunda/entities/process-definition.ts";
import { processInstance } from "../camunda/entities/process-instance.ts";
import type { Entity } from "../camunda/entity.ts";
import { search } from "../camunda/search/search.ts";
import type { Candidate, Candidates, Entered, Source } from "./source.ts";

/** Most rows that values are taken from: one page of either API. */
const MOST_ROWS = 1000;
const MOST_INSTANCES = 100;

interface Listing {
  readonly entity: Entity;
  readonly filter?: Filter;
  readonly latestOnly?: boolean;
  readonly sort?: Sort;
  readonly limit?: number;
}

const rowsOf = async (
  engine: Engine,
  listing: Listing,
  call: Call,
): Promise<{ rows: readonly Row[]; more: boolean }> => {
  const { entity, filter = {}, latestOnly = false, sort, limit = MOST_ROWS } = listing;
  const query = { filter, windows: {}, latestOnly, sort: sort === undefined ? [] : [sort], limit };
  const { items, total, totalIsExact } = await search(engine, entity, query, [], call);
  return { rows: items, more: !totalIsExact || total > items.length };
};

const textOf = (row: Row, field: string): string | undefined =>
  row[field] === undefined || row[field] === "" ? undefined : String(row[field]);

/** Values of a field, each once; `also` names the fields by which they are looked for as well. */
const valuesOf = (rows: readonly Row[], field: string, ...also: readonly string[]): readonly Candidate[] => {
  const found = new Map<string, Candidate>();
  for (const row of rows) {
    const value = textOf(row, field);
    if (value !== undefined && !found.has(value))
      found.set(value, { value, also: also.map((name) => textOf(row, name)) });
  }
  return [...found.values()];
};

const newest = (field: string): Sort => ({ field, order: "DESC" });

/** The versions of a process, the newest first. */
const versionsOf = (process: string | undefined): Listing => ({
  entity: processDefinition,
  ...(process === undefined
    ? { sort: newest("processDefinitionKey") }
    : { filter: { processDefinitionId: process }, sort: newest("version") }),
});

const processIds: Source = {
  scope: () => "processes",
  async load(engine, _, call) {
    const { rows, more } = await rowsOf(engine, { entity: processDefinition, latestOnly: true }, call);
    return { all: valuesOf(rows, "processDefinitionId", "name"), more };
  },
};

const definitionKeys: Source = {
  scope: ({ processDefinitionId = "" }) => `definitions ${processDefinitionId}`,
  async load(engine, { processDefinitionId }, call) {
    const { rows, more } = await rowsOf(engine, versionsOf(processDefinitionId), call);
    return { all: valuesOf(rows, "processDefinitionKey", "processDefinitionId", "name"), more };
  },
};

const versions: Source = {
  scope: ({ processDefinitionId }) => processDefinitionId && `versions ${processDefinitionId}`,
  async load(engine, { processDefinitionId }, call) {
    const { rows, more } = await rowsOf(engine, versionsOf(processDefinitionId), call);
    return { all: valuesOf(rows, "version", "versionTag"), more };
  },
};

const requirementsKeys: Source = {
  scope: () => "decision requirements",
  async load(engine, _, call) {
    const listing = { entity: decisionRequirements, sort: newest("decisionRequirementsKey") };
    const { rows, more } = await rowsOf(engine, listing, call);
    return { all: valuesOf(rows, "decisionRequirementsKey", "decisionRequirementsId", "name"), more };
  },
};

/** The newest that run, those with an incident first. */
const instanceKeys: Source = {
  scope: () => "instances",
  async load(engine, _, call) {
    const sort = newest("startDate");
    const listing = { entity: processInstance, filter: { state: "ACTIVE" }, sort, limit: MOST_INSTANCES };
    const { rows, more } = await rowsOf(engine, listing, call);
    const [stopped, others] = [true, false].map((isStopped) =>
      rows.filter(({ hasIncident }) => (hasIncident === true) === isStopped),
    );
    const inOrder = [...(stopped ?? []), ...(others ?? [])];
    return { all: valuesOf(inOrder, "processInstanceKey", "processDefinitionId", "businessId"), more };
  },
};

/** The definition that was entered, or the newest version of the process that was. */
const definitionOf = async (engine: Engine, entered: Entered, call: Call): Promise<Row | undefined> => {
  const { processDefinitionKey, processDefinitionId } = entered;
  if (processDefinitionKey !== undefined) return (await engine.get(processDefinition, processDefinitionKey, call)).row;
  return (await rowsOf(engine, { ...versionsOf(processDefinitionId), limit: 1 }, call)).rows[0];
};

const elementIds: Source = {
  scope: ({ processDefinitionKey, processDefinitionId }) => {
    const of = processDefinitionKey ?? processDefinitionId;
    return of && `elements ${of}`;
  },
  async load(engine, entered, call): Promise<Candidates> {
    const row = await definitionOf(engine, entered, call);
    if (row === undefined) return { all: [], more: false };
    const { readModel } = await import("../bpmn/read-model.ts");
    const { elements } = await readModel(await engine.xml(processDefinition, row, call));
    const own = elements.filter(({ process }) => process === row["processDefinitionId"]);
    return { all: own.map(({ id, name }) => ({ value: id, also: [name] })), more: false };
  },
};

/** Where values come from, by the name of the argument. */
export const sources: ReadonlyMap<string, Source> = new Map([
  ["processDefinitionId", processIds],
  ["processDefinitionKey", definitionKeys],
  ["baseVersion", versions],
  ["otherVersion", versions],
  ["elementId", elementIds],
  ["decisionRequirementsKey", requirementsKeys],
  ["processInstanceKey", instanceKeys],
  ["reference", instanceKeys],
]);
