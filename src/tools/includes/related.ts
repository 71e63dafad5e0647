import type { Sort } from "../../camunda/engine.ts";
import { auditLog } from "../../camunda/entities/audit-log.ts";
import { elementInstance } from "../../camunda/entities/element-instance.ts";
import { incident } from "../../camunda/entities/incident.ts";
import { entities } from "../../camunda/entities/index.ts";
import { job } from "../../camunda/entities/job.ts";
import { messageSubscription } from "../../camunda/entities/message-subscription.ts";
import { userTask } from "../../camunda/entities/user-task.ts";
import { variable } from "../../camunda/entities/variable.ts";
import { waitState } from "../../camunda/entities/wait-state.ts";
import type { Entity } from "../../camunda/entity.ts";
import { search } from "../../camunda/search/search.ts";
import { getName, searchName } from "../names.ts";
import { type Include, keyOf, MOST_ROWS } from "./include.ts";

interface Related {
  readonly name: string;
  readonly entity: Entity;
  readonly sort?: readonly Sort[];
}

const OWN = ["processInstanceKey", "processDefinitionId", "processDefinitionKey", "tenantId"];

/** The tools that show more of an entity; a tool of a toolset that may be off is named with it. */
const toolsFor = (entity: Entity): { readonly search?: string; readonly get?: string } => {
  if (!entities.includes(entity)) return {};
  const search = entity.toolset === "data" ? searchName(entity) : `${searchName(entity)} (toolset ${entity.toolset})`;
  return entity.searchOnly ? { search } : { search, get: getName(entity) };
};

/** The rows of another entity that belong to a process instance. */
const related = ({ name, entity, sort = [] }: Related): Include => ({
  name,
  kind: "rows",
  ...(entity.path.v1 === undefined ? { since: entity.since.v2 ?? "8.8" } : {}),
  async load(subject) {
    const { engine, context } = subject;
    const columns = entity.columns.filter((column) => !OWN.includes(column));
    const filter = { processInstanceKey: keyOf(subject) };
    const query = { filter, windows: {}, latestOnly: false, sort, limit: MOST_ROWS };
    const found = await search(engine, entity, query, columns, context);
    const more = found.total > found.items.length || !found.totalIsExact;
    const tools = toolsFor(entity);
    const rest = tools.search === undefined ? "" : `; use ${tools.search} for the rest`;
    const notice = `${name}: ${found.items.length} shown of ${found.totalIsExact ? "" : "at least "}${found.total}${rest}.`;
    return {
      part: {
        kind: "rows",
        columns,
        rows: found.items,
        ...(tools.search === undefined ? {} : { rest: `${tools.search} has the rest` }),
        ...(tools.get === undefined ? {} : { whole: `${tools.get} shows one whole` }),
      },
      notices: [...found.notices, ...(more ? [notice] : [])],
    };
  },
});

const ascending = (field: string): readonly Sort[] => [{ field, order: "ASC" }];

/** What belongs to a process instance, each under its own name. */
export const relatedToInstance: readonly Include[] = [
  { name: "incidents", entity: incident },
  { name: "elements", entity: elementInstance, sort: ascending("startDate") },
  { name: "variables", entity: variable, sort: ascending("name") },
].map(related);

/** What belongs to a process instance and only the Orchestration Cluster API tells. */
export const knownSinceOrchestration: readonly Include[] = [
  { name: "jobs", entity: job },
  { name: "userTasks", entity: userTask },
  { name: "messageSubscriptions", entity: messageSubscription },
  { name: "auditLog", entity: auditLog, sort: ascending("timestamp") },
  { name: "waitStates", entity: waitState, sort: ascending("elementId") },
].map(related);
