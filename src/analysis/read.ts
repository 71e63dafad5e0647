import type { Model } from "../bpmn/model.ts";
import type { Call, Engine, Filter, Row, Sort, Window } from "../camunda/engine.ts";
import { processDefinition } from "../camunda/entities/process-definition.ts";
import type { Entity } from "../camunda/entity.ts";
import { search } from "../camunda/search/search.ts";

/** Which rows of an entity are wanted, in this project's names. */
export interface Wanted {
  readonly filter: Filter;
  readonly windows?: Readonly<Record<string, Window>>;
  readonly sort?: readonly Sort[];
  /** Rows at most; 100 unless told. */
  readonly limit?: number;
  /** Fields that are needed; those that come from other entities are added only if named. All by default. */
  readonly fields?: readonly string[];
}

/** Rows, and how many there are in all. */
export interface Rows {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly totalIsExact: boolean;
  readonly notices: readonly string[];
}

/** Whether a list goes on behind what was read of it. */
export const isCut = ({ total, rows, totalIsExact }: Pick<Rows, "total" | "rows" | "totalIsExact">): boolean =>
  total > rows.length || !totalIsExact;

/** The rows that match, on either API: joins and bounded scans where it cannot filter itself. */
export const rowsOf = async (engine: Engine, entity: Entity, wanted: Wanted, call: Call): Promise<Rows> => {
  const { filter, windows = {}, sort = [], limit = 100, fields = Object.keys(entity.fields) } = wanted;
  const found = await search(engine, entity, { filter, windows, sort, limit, latestOnly: false }, fields, call);
  return { rows: found.items, total: found.total, totalIsExact: found.totalIsExact, notices: found.notices };
};

/** Reads the BPMN models of process definitions, each once. */
export type ModelReader = (processDefinitionKey: string) => Promise<Model>;

/** A reader for one call. The BPMN parser is loaded with the first model. */
export const modelReader = (engine: Engine, call: Call): ModelReader => {
  const models = new Map<string, Promise<Model>>();
  const read = async (processDefinitionKey: string): Promise<Model> => {
    const [xml, { readModel }] = await Promise.all([
      engine.xml(processDefinition, { processDefinitionKey }, call),
      import("../bpmn/read-model.ts"),
    ]);
    return readModel(xml);
  };
  return (processDefinitionKey) => {
    const model = models.get(processDefinitionKey) ?? read(processDefinitionKey);
    models.set(processDefinitionKey, model);
    return model;
  };
};

/** A text field of a row; undefined where the row lacks it. */
export const textOf = (row: Row | undefined, field: string): string | undefined => {
  const value = row?.[field];
  return value === undefined ? undefined : String(value);
};
