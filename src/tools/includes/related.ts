import type { Sort } from "../../camunda/engine.ts";
import { elementInstance } from "../../camunda/entities/element-instance.ts";
import { incident } from "../../camunda/entities/incident.ts";
import { variable } from "../../camunda/entities/variable.ts";
import type { Entity } from "../../camunda/entity.ts";
import { search } from "../../camunda/search/search.ts";
import { getName, searchName } from "../names.ts";
import { type Include, keyOf, MOST_ROWS } from "./include.ts";

/** The rows of another entity that belong to a process instance. */
const related = (
  name: string,
  about: string,
  entity: Entity,
  without: readonly string[],
  sort: readonly Sort[],
): Include => ({
  name,
  kind: "rows",
  about,
  async load(subject) {
    const { engine, context } = subject;
    const columns = entity.columns.filter((column) => !without.includes(column));
    const filter = { processInstanceKey: keyOf(subject) };
    const query = { filter, windows: {}, latestOnly: false, sort, limit: MOST_ROWS };
    const found = await search(engine, entity, query, columns, context);
    const more = found.total > found.items.length || !found.totalIsExact;
    const notice = `${name}: ${found.items.length} shown of ${found.totalIsExact ? "" : "at least "}${found.total}; use ${searchName(entity)} for the rest.`;
    return {
      part: {
        kind: "rows",
        columns,
        rows: found.items,
        rest: `${searchName(entity)} has the rest`,
        whole: `${getName(entity)} shows one whole`,
      },
      notices: [...found.notices, ...(more ? [notice] : [])],
    };
  },
});

const OWN = ["processInstanceKey", "processDefinitionId", "processDefinitionKey", "tenantId"];

/** What stops it. */
export const incidents = related("incidents", "what stops it", incident, OWN, []);

/** Where it has been and is. */
export const elements = related("elements", "where it has been and is", elementInstance, OWN, [
  { field: "startDate", order: "ASC" },
]);

/** What it holds. */
export const variables = related("variables", "what it holds", variable, OWN, [{ field: "name", order: "ASC" }]);
