import { entities } from "../../src/camunda/entities/index.ts";
import type { Entity } from "../../src/camunda/entity.ts";
import { company } from "../../src/simulator/company/company.ts";
import type { JsonObject } from "../../src/simulator/json.ts";
import { synthesise } from "../../src/simulator/synthetic.ts";
import type { Row, World } from "../../src/simulator/world.ts";

/** When the data set ends. */
export const NOW = Date.UTC(2026, 10, 24, 10);

const base = company({ now: NOW });

const rowOf = (key: string): Row | undefined =>
  base.table("process-instances").find((row) => row["processInstanceKey"] === key);

const siblingOf = (key: string): Row[string] =>
  base
    .table("process-instances")
    .find(
      (row) =>
        row["processInstanceKey"] !== key && row["processDefinitionKey"] === rowOf(key)?.["processDefinitionKey"],
    )?.["processInstanceKey"];

/** The first incident of each kind of error. */
const incidentKeys = (): readonly string[] => {
  const first = new Map<unknown, string>();
  for (const row of base.table("incidents")) {
    if (!first.has(row["errorType"])) first.set(row["errorType"], String(row["incidentKey"]));
  }
  return [...first.values()];
};

/** Keys of the data set to ask about. */
export const KEYS = {
  instance: base.landmark("order4711"),
  parent: base.landmark("deepestChild"),
  /** Instances that have secrets, wait for a message, or have had a decision. */
  others: (["secrets", "wrongCorrelationKey", "noMatchingRule", "stalled"] as const).map(base.landmark),
  incidents: incidentKeys(),
  /** Another instance of the process of one. */
  sibling: (key: string): string => String(siblingOf(key)),
  /** Id of a process with two versions, as it is before anything is planted. */
  process: String(rowOf(base.landmark("order4711"))?.["processDefinitionId"]),
  row: (path: string, key: string): string => String(base.table(path)[0]?.[key]),
};

/** What is put into a text: given the name of its field and the text itself. */
export type Plant = (field: string, text: string) => string;

/** What is no free text: keys, dates, words of a list. */
const IS_FIXED = /^(?:-?\d+(?:-\d+)?|\d{4}-\d\d-\d\dT.*|[A-Z][A-Z_]+|<default>)$/;

/** JSON of a text keeps being JSON of a text; other JSON stays, for it holds no text of its own. */
const inJson = (field: string, json: string, plant: Plant): string => {
  const value: unknown = JSON.parse(json);
  return typeof value === "string" ? JSON.stringify(plant(field, value)) : json;
};

const planted = (field: string, value: unknown, plant: Plant): unknown => {
  if (Array.isArray(value)) return value.map((one) => planted(field, one, plant));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, planted(name, one, plant)]));
  }
  if (typeof value !== "string" || IS_FIXED.test(value)) return value;
  try {
    return inJson(field, value, plant);
  } catch {
    return plant(field, value);
  }
};

/** Every field of the entity that is a text has one. */
const filled = (entity: Entity, row: Row, plant: Plant): Row =>
  Object.fromEntries(
    Object.values(entity.fields).flatMap(({ name, kind }) => {
      const value = row[name] ?? (kind === "text" ? "" : kind === "json" ? '"text"' : undefined);
      if (value === undefined || kind === "key" || kind === "id" || kind === "date" || kind === "word")
        return [[name, value]];
      if (kind === "text" && value === "<default>") return [[name, value]];
      if (kind === "text") return [[name, plant(name, String(value))]];
      return [[name, kind === "json" ? inJson(name, String(value), plant) : value]];
    }),
  );

const xmlText = (text: string): string =>
  // What XML cannot hold at all cannot come in it either.
  JSON.stringify(text.replaceAll(/(?![\t\n\r])\p{Cc}/gu, ""))
    .slice(1, -1)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll('\\"', "&quot;")
    .replaceAll("\\n", "&#10;");

const kept = <Made>(make: (name: string) => Made): ((name: string) => Made) => {
  const made = new Map<string, Made>();
  return (name) => {
    const found = made.get(name) ?? make(name);
    made.set(name, found);
    return found;
  };
};

const entityAt = (path: string): Entity | undefined => entities.find((entity) => entity.path.v2 === path);

/** What becomes of a model, by the key of its definition. */
export type PlantModel = (xml: string, key: string) => string;

/** The sample company with something planted into every text of every entity, of every list in it, and of every model. */
export const plantedWorld = (plant: Plant, plantModel: PlantModel = (xml) => xml): World => {
  const table = kept((path: string): readonly Row[] => {
    const entity = entityAt(path);
    const rows = base.table(path);
    if (entity !== undefined)
      return (rows.length > 0 ? rows : synthesise(entity)).map((row) => filled(entity, row, plant));
    return rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => {
          const one = planted(name, value, plant);
          return [name, typeof one === "string" ? one : value];
        }),
      ),
    );
  });
  const asObject = (value: JsonObject | undefined): JsonObject | undefined => {
    if (value === undefined) return undefined;
    return JSON.parse(JSON.stringify(planted("details", value, plant)));
  };
  return {
    table,
    rows: (entity) => table(entity.path.v2),
    xml: (entity, key) => {
      const xml = base.xml(entity, key);
      const named = xml?.replaceAll(/\bname="([^"]*)"/g, (_, name: string) => `name="${xmlText(plant("name", name))}"`);
      return named && plantModel(named, key);
    },
    details: (of, key) => asObject(base.details?.(of, key)),
    nested: (entity, key, list) =>
      (base.nested?.(entity, key, list) ?? []).map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => {
            const one = planted(name, value, plant);
            return [name, typeof one === "string" ? one : value];
          }),
        ),
      ),
    sequenceFlows: (key) => base.sequenceFlows?.(key) ?? [],
  };
};
