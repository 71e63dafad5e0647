import { json } from "../answer.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Row } from "../world.ts";
import { columnsOf } from "./column.ts";
import { errorHashCode } from "./error-code.ts";
import { unparsable } from "./problem.ts";
import type { Asked, Route } from "./route.ts";
import { surroundings } from "./rows.ts";
import { answerStatistic, type Statistic } from "./statistics.ts";
import { processInstances } from "./tables/processes.ts";

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
  usually: WITH_ERROR,
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
  usually: WITH_ERROR,
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
  usually: WITH_INCIDENT,
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
  usually: WITH_INCIDENT,
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

/** The statistics over all instances. */
export const statisticRoutes: readonly Route[] = [byError, byDefinition, ofProcesses, ofVersions].map((statistic) => ({
  method: "POST",
  path: statistic.path,
  since: "8.9",
  answer: (asked) => json(answerStatistic(asked, statistic)),
}));
