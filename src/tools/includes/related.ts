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
import type { Context } from "../tool.ts";
import { type Include, keyOf, MOST_ROWS } from "./include.ts";

interface Related {
  readonly name: string;
  readonly entity: Entity;
  readonly sort?: readonly Sort[];
}

const OWN = ["processInstanceKey", "processDefinitionId", "processDefinitionKey", "tenantId"];

/** What has more of an entity's rows: its search tool, or the toolset that may be switched on to have it. */
const restOf = (entity: Entity, { missing, toolsets }: Context): string | undefined => {
  const search = searchName(entity);
  if (!entities.includes(entity)) return undefined;
  if (!missing.has(search)) return `${search} has the rest`;
  return toolsets.includes(entity.toolset) ? undefined : `the toolset ${entity.toolset} has the rest`;
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
    const rest = restOf(entity, context);
    const known = `${name}: ${found.items.length} shown of ${found.totalIsExact ? "" : "at least "}${found.total}`;
    const notice = rest === undefined ? `${known}.` : `${known}; ${rest}.`;
    return {
      part: {
        kind: "rows",
        columns,
        rows: found.items,
        ...(rest === undefined ? {} : { rest }),
        ...(entity.searchOnly ? {} : { whole: `${getName(entity)} shows one whole` }),
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
