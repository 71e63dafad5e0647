import { json } from "../answer.ts";
import type { Json } from "../json.ts";
import type { Served } from "../served.ts";
import type { Row } from "../world.ts";
import { elementStatistics } from "./element-statistics.ts";
import { asTest, readFilter } from "./filter.ts";
import { readBody } from "./query.ts";
import type { Resource } from "./resource.ts";
import type { Route } from "./route.ts";
import { existing, stockOf, surroundings } from "./rows.ts";
import { rowsOf } from "./search.ts";
import { processDefinitions, processInstances } from "./tables/processes.ts";

const ABOUT_DEFINITIONS = [
  "processDefinitionId",
  "processDefinitionName",
  "processDefinitionVersion",
  "processDefinitionVersionTag",
  "processDefinitionKey",
];

/** The filter of the statistics of a definition: that of instances, without what the definition itself says. */
const instancesOfDefinition: Resource = {
  ...processInstances,
  properties: Object.fromEntries(
    Object.entries(processInstances.properties).filter(([name]) => !ABOUT_DEFINITIONS.includes(name)),
  ),
};

/** What can be read below one process definition. */
export const definitionRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/v2/process-definitions/{processDefinitionKey}/statistics/element-instances",
    since: "8.8",
    answer: ({ api, request, key }) => {
      const { filter } = readBody(request.text, ["filter"]);
      return json({ items: statistics(api, existing(api, processDefinitions, key), filter) });
    },
  },
];

/** The elements of the instances that a filter lets through; of the running ones unless it asks for a state. */
const statistics = (api: Served, definition: Row, filter: Json | undefined): Json => {
  const own = { field: "processDefinitionKey", ...wanting(String(definition["processDefinitionKey"])) };
  const meets = asTest(readFilter(filter, instancesOfDefinition, surroundings(api)));
  const keys = new Set<unknown>();
  for (const row of rowsOf(stockOf(api, "process-instances"), "processInstanceKey", [own])) {
    if (meets(row)) keys.add(row["processInstanceKey"]);
  }
  const passages = rowsOf(stockOf(api, "element-instances"), "elementInstanceKey", [own]);
  return elementStatistics(only(passages, (row) => keys.has(row["processInstanceKey"])));
};

const wanting = (key: string) => ({
  wanted: [BigInt(key)],
  accepts: ({ processDefinitionKey }: Row) => processDefinitionKey === key,
});

const only = function* (rows: Iterable<Row>, passes: (row: Row) => boolean): Generator<Row> {
  for (const row of rows) if (passes(row)) yield row;
};
