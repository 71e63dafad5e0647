import { json } from "../answer.ts";
import type { Condition } from "../collection.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Served } from "../served.ts";
import { reaches } from "../v1/quirks.ts";
import type { Row } from "../world.ts";
import { elementStatistics } from "./element-statistics.ts";
import type { Test } from "./resource.ts";
import { answerSearch } from "./resource-routes.ts";
import type { Route } from "./route.ts";
import { belonging, existing, surroundings } from "./rows.ts";
import { waitStates } from "./tables/inspection.ts";
import { elementInstances, incidents, processInstances } from "./tables/processes.ts";

const instance = "/v2/process-instances/{processInstanceKey}";

/** What can be read below one process or element instance. */
export const instanceRoutes: readonly Route[] = [
  {
    method: "GET",
    path: `${instance}/statistics/element-instances`,
    since: "8.8",
    answer: ({ api, key }) => {
      const row = existing(api, processInstances, key);
      return json({ items: elementStatistics(belonging(api, "element-instances", keyOf(row))) });
    },
  },
  {
    method: "GET",
    path: `${instance}/sequence-flows`,
    since: "8.8",
    answer: ({ api, key }) => json({ items: sequenceFlows(api, existing(api, processInstances, key)) }),
  },
  {
    method: "GET",
    path: `${instance}/call-hierarchy`,
    since: "8.8",
    answer: ({ api, key }) => json(hierarchy(api, existing(api, processInstances, key))),
  },
  {
    method: "GET",
    path: `${instance}/statistics/wait-states`,
    since: "8.10",
    answer: ({ api, key }) => json({ items: waiting(api, existing(api, processInstances, key)) }),
  },
  {
    method: "POST",
    path: `${instance}/incidents/search`,
    since: "8.8",
    answer: (asked) => {
      const { api } = asked;
      const instances = keysBelow(api, new Set([keyOf(existing(api, processInstances, asked.key))]));
      return json(
        answerSearch(asked, incidents, {
          among: incidentsOf(api, instances),
          filterable: reaches(api.version, "8.9"),
        }),
      );
    },
  },
  {
    method: "POST",
    path: "/v2/element-instances/{elementInstanceKey}/incidents/search",
    since: "8.9",
    answer: (asked) => {
      const among = incidentsAt(asked.api, existing(asked.api, elementInstances, asked.key));
      return json(answerSearch(asked, incidents, { among }));
    },
  },
];

const keyOf = (row: Row): string => String(row["processInstanceKey"]);

const sequenceFlows = (api: Served, row: Row): Json => {
  const key = keyOf(row);
  const root = reaches(api.version, "8.9") ? { rootProcessInstanceKey: row["rootProcessInstanceKey"] ?? null } : {};
  return api.store.sequenceFlows(key).map((elementId) => ({
    sequenceFlowId: `${key}_${elementId}`,
    processInstanceKey: key,
    processDefinitionKey: row["processDefinitionKey"] ?? "-1",
    processDefinitionId: row["processDefinitionId"] ?? "unknown",
    elementId,
    tenantId: row["tenantId"] ?? "<default>",
    ...root,
  }));
};

/** How many instances of each element wait for something. */
const waiting = (api: Served, row: Row): readonly JsonObject[] => {
  const elements = new Map<string, Set<unknown>>();
  for (const { elementId, elementInstanceKey } of belonging(api, waitStates.path, keyOf(row))) {
    const found = elements.get(String(elementId)) ?? new Set();
    elements.set(String(elementId), found.add(elementInstanceKey));
  }
  return [...elements].map(([elementId, found]) => ({ elementId, waitingCount: found.size }));
};

/** From the topmost instance down to this one. */
const hierarchy = (api: Served, row: Row): readonly JsonObject[] => {
  const parent = row["parentProcessInstanceKey"];
  const entity = api.entities.find(({ path }) => path.v2 === "process-instances");
  const above = entity && parent !== undefined ? api.store.find(entity, String(parent)) : undefined;
  const entry = {
    processInstanceKey: keyOf(row),
    processDefinitionKey: row["processDefinitionKey"] ?? "-1",
    processDefinitionName: row["processDefinitionName"] ?? row["processDefinitionId"] ?? "unknown",
  };
  return above === undefined || above === row ? [entry] : [...hierarchy(api, above), entry];
};

/** A condition that a key of a row is one of these. */
const isOneOf = (field: string, keys: ReadonlySet<string>): Condition => ({
  field,
  wanted: [...keys].map(BigInt),
  accepts: (row) => keys.has(String(row[field])),
});

const setOf = (rows: Iterable<Row>, field: string): ReadonlySet<string> =>
  new Set(Array.from(rows, (row) => String(row[field])));

/** The keys of some instances and of all that they called, on every level. */
const keysBelow = (api: Served, keys: ReadonlySet<string>): readonly string[] => {
  if (keys.size === 0) return [];
  const called = surroundings(api).rows("process-instances", [isOneOf("parentProcessInstanceKey", keys)]);
  return [...keys, ...keysBelow(api, setOf(called, "processInstanceKey"))];
};

/** A condition that an incident is one of some instances. */
const incidentsOf = (api: Served, instances: readonly string[], isMeant: Test = () => true): Condition => {
  const found = instances.flatMap((key) => belonging(api, "incidents", key)).filter(isMeant);
  return isOneOf("incidentKey", setOf(found, "incidentKey"));
};

/** A condition that an incident is at an element instance, at one inside it, or in what those called. */
const incidentsAt = (api: Served, element: Row): Condition => {
  const elements = new Set([String(element["elementInstanceKey"])]);
  for (const row of belonging(api, "element-instances", keyOf(element))) {
    if (elements.has(String(row["elementInstanceScopeKey"]))) elements.add(String(row["elementInstanceKey"]));
  }
  const called = surroundings(api).rows("process-instances", [isOneOf("parentElementInstanceKey", elements)]);
  const instances = [keyOf(element), ...keysBelow(api, setOf(called, "processInstanceKey"))];
  return incidentsOf(
    api,
    instances,
    (row) => keyOf(row) !== keyOf(element) || elements.has(String(row["elementInstanceKey"])),
  );
};
