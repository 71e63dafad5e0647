import { json } from "../answer.ts";
import type { Json, JsonObject } from "../json.ts";
import { COUNTED } from "../source.ts";
import type { Row } from "../world.ts";
import { columnsOf } from "./column.ts";
import { errorHashCode } from "./error-code.ts";
import { readObject } from "./operators.ts";
import { invalid, unparsable } from "./problem.ts";
import { readBody, readOrders, readPage } from "./query.ts";
import type { Asked, Route } from "./route.ts";
import { surroundings } from "./rows.ts";
import { processInstances } from "./tables/processes.ts";

/** A statistic that is asked for with a page and a sort: its groups, counted anew at each question. */
interface Statistic {
  readonly path: string;
  /** Members of the filter; the first one has to be there. */
  readonly filter?: readonly string[];
  readonly sort: readonly string[];
  readonly groups: (asked: Asked, filter: JsonObject) => readonly JsonObject[];
}

const WITH_ERROR = "activeInstancesWithErrorCount";
const WITH_INCIDENT = "activeInstancesWithIncidentCount";
const WITHOUT_INCIDENT = "activeInstancesWithoutIncidentCount";

/** Process instances that run, as this version sees it. */
const running = function* ({ api }: Asked): Generator<Row> {
  const state = columnsOf(processInstances, api.version).get("state");
  for (const row of surroundings(api).rows("process-instances")) if (state?.indexed(row) === "ACTIVE") yield row;
};

/** The open incidents of instances that run, with those instances. */
const stuck = (asked: Asked): readonly { readonly incident: Row; readonly instance: Row }[] => {
  const instances = new Map([...running(asked)].map((row) => [row["processInstanceKey"], row]));
  return [...surroundings(asked.api).rows("incidents")].flatMap((incident) => {
    const instance = instances.get(incident["processInstanceKey"]);
    return instance === undefined || incident["state"] !== "ACTIVE" ? [] : [{ incident, instance }];
  });
};

/** Things in groups, in the order in which the groups begin. */
const grouped = <Thing>(things: Iterable<Thing>, by: (thing: Thing) => string): readonly [Thing, ...Thing[]][] => {
  const groups = new Map<string, [Thing, ...Thing[]]>();
  for (const thing of things) {
    const group = groups.get(by(thing));
    if (group === undefined) groups.set(by(thing), [thing]);
    else group.push(thing);
  }
  return [...groups.values()];
};

const instancesIn = (group: readonly { readonly instance: Row }[]): number =>
  new Set(group.map(({ instance }) => instance)).size;

const byError: Statistic = {
  path: "/v2/incidents/statistics/process-instances-by-error",
  sort: ["errorMessage", WITH_ERROR],
  groups: (asked) =>
    grouped(stuck(asked), ({ incident }) => String(incident["errorMessage"])).map((group) => {
      const errorMessage = String(group[0].incident["errorMessage"]);
      return { errorHashCode: errorHashCode(errorMessage), errorMessage, [WITH_ERROR]: instancesIn(group) };
    }),
};

const byDefinition: Statistic = {
  path: "/v2/incidents/statistics/process-instances-by-definition",
  filter: ["errorHashCode"],
  sort: [WITH_ERROR, "processDefinitionKey", "tenantId"],
  groups: (asked, { errorHashCode: code = null }) => {
    if (typeof code !== "number") return unparsable("errorHashCode");
    const found = stuck(asked).filter(({ incident }) => errorHashCode(String(incident["errorMessage"])) === code);
    return grouped(found, ({ instance }) => String(instance["processDefinitionKey"])).map((group) => ({
      ...definitionOf(group[0].instance),
      processDefinitionName: nameOf(group[0].instance),
      processDefinitionVersion: group[0].instance["processDefinitionVersion"] ?? -1,
      [WITH_ERROR]: instancesIn(group),
    }));
  },
};

const text = (value: Row[string], none: string): string => (value === undefined ? none : String(value));

const definitionOf = (instance: Row): JsonObject => ({
  processDefinitionId: text(instance["processDefinitionId"], "unknown"),
  processDefinitionKey: text(instance["processDefinitionKey"], "-1"),
  tenantId: text(instance["tenantId"], "<default>"),
});

const nameOf = (instance: Row): string =>
  text(instance["processDefinitionName"], text(instance["processDefinitionId"], "unknown"));

const counts = (group: readonly Row[]): JsonObject => {
  const withIncident = group.filter(({ hasIncident }) => hasIncident === true).length;
  return { [WITH_INCIDENT]: withIncident, [WITHOUT_INCIDENT]: group.length - withIncident };
};

const ofProcesses: Statistic = {
  path: "/v2/process-definitions/statistics/process-instances",
  sort: ["processDefinitionId", WITH_INCIDENT, WITHOUT_INCIDENT],
  groups: (asked) =>
    grouped(running(asked), (row) => `${row["processDefinitionId"]} ${row["tenantId"]}`).map((group) => {
      const { processDefinitionId = null, tenantId = null } = definitionOf(group[0]);
      return {
        processDefinitionId,
        tenantId,
        latestProcessDefinitionName: latestName(asked, processDefinitionId, tenantId),
        hasMultipleVersions: new Set(group.map((row) => row["processDefinitionKey"])).size > 1,
        ...counts(group),
      };
    }),
};

const latestName = ({ api }: Asked, id: Json, tenant: Json): string | null => {
  const [latest] = [...surroundings(api).rows("process-definitions")]
    .filter((row) => row["processDefinitionId"] === id && row["tenantId"] === tenant)
    .sort((one, other) => Number(other["version"]) - Number(one["version"]));
  return latest?.["name"] === undefined ? null : String(latest["name"]);
};

const ofVersions: Statistic = {
  path: "/v2/process-definitions/statistics/process-instances-by-version",
  filter: ["processDefinitionId", "tenantId"],
  sort: [
    "processDefinitionId",
    "processDefinitionKey",
    "processDefinitionName",
    "processDefinitionVersion",
    WITH_INCIDENT,
    WITHOUT_INCIDENT,
  ],
  groups: (asked, { processDefinitionId = null, tenantId = null }) => {
    const own = [...running(asked)].filter(
      (row) =>
        row["processDefinitionId"] === processDefinitionId && (tenantId === null || row["tenantId"] === tenantId),
    );
    return grouped(own, (row) => String(row["processDefinitionKey"])).map((group) => ({
      ...definitionOf(group[0]),
      processDefinitionName: nameOf(group[0]),
      processDefinitionVersion: group[0]["processDefinitionVersion"] ?? -1,
      ...counts(group),
    }));
  },
};

const answerStatistic = (asked: Asked, { filter = [], sort, groups }: Statistic): JsonObject => {
  const body = readBody(asked.request.text, ["sort", "page", ...(filter.length > 0 ? ["filter"] : [])]);
  const given = readObject("filter", body["filter"] ?? {});
  const other = Object.keys(given).find((name) => !filter.includes(name));
  if (other !== undefined) return unparsable(other);
  const [required] = filter;
  if (required !== undefined && (given[required] ?? null) === null) return invalid(`No ${required} provided.`);
  const orders = readOrders(
    body["sort"],
    sort.map((name) => ({ name })),
  );
  const { limit, from = 0 } = readPage(body["page"], ["limit", "from"]);
  const all = groups(asked, given).toSorted((one, other) => compared(one, other, orders));
  return {
    items: all.slice(from, from + limit),
    page: {
      totalItems: Math.min(all.length, COUNTED),
      hasMoreTotalItems: all.length > COUNTED,
      startCursor: null,
      endCursor: null,
    },
  };
};

/** In the order that was asked for; the most affected first where nothing was. */
const compared = (one: JsonObject, other: JsonObject, orders: ReturnType<typeof readOrders>): number => {
  const counted = WITH_ERROR in one ? WITH_ERROR : WITH_INCIDENT;
  const levels = orders.length > 0 ? orders : [{ field: { name: counted }, descending: true }];
  for (const { field, descending } of levels) {
    const [left, right] = [one[field.name] ?? null, other[field.name] ?? null];
    if (left === right || left === null || right === null) continue;
    return left < right === descending ? 1 : -1;
  }
  return 0;
};

/** The statistics over all instances. */
export const statisticRoutes: readonly Route[] = [byError, byDefinition, ofProcesses, ofVersions].map((statistic) => ({
  method: "POST",
  path: statistic.path,
  since: "8.9",
  answer: (asked) => json(answerStatistic(asked, statistic)),
}));
