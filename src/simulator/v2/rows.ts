import type { Served } from "../served.ts";
import type { Stock } from "../store.ts";
import type { Row } from "../world.ts";
import { missing, Problem } from "./problem.ts";
import type { Resource, Surroundings } from "./resource.ts";
import { rowsOf } from "./search.ts";

/** What there is of an endpoint: of an entity that this project declares, or of one that only the world knows. */
export const stockOf = ({ entities, store }: Served, path: string): Stock => {
  const entity = entities.find((one) => one.path.v2 === path);
  return entity === undefined ? store.table(path) : store.stock(entity);
};

/** What the filters of one search can look at. */
export const surroundings = (api: Served): Surroundings => ({
  version: api.version,
  wrong: [],
  rows: (path, conditions = []) => {
    const entity = api.entities.find((one) => one.path.v2 === path);
    return rowsOf(stockOf(api, path), entity?.key ?? "", conditions);
  },
});

/** The row with the key of a path; refuses what is no key, and a row that is not there. */
export const existing = (api: Served, resource: Resource, given: string): Row => {
  const { key, name, path, properties } = resource;
  if (properties[key]?.kind === "key" && !/^-?\d{1,19}$/.test(given)) {
    throw new Problem(400, `Failed to convert '${key}' with value: '${given}'`);
  }
  const entity = api.entities.find((one) => one.path.v2 === path);
  const found =
    entity === undefined ? stockOf(api, path).rows.find((row) => row[key] === given) : api.store.find(entity, given);
  if (found === undefined) throw missing(name, given);
  return found;
};

/** The rows of an endpoint that belong to a process instance. */
export const belonging = (api: Served, path: string, processInstanceKey: string): readonly Row[] => {
  const entity = api.entities.find((one) => one.path.v2 === path);
  return entity === undefined
    ? stockOf(api, path).rows.filter((row) => row["processInstanceKey"] === processInstanceKey)
    : api.store.belonging(entity, processInstanceKey);
};
