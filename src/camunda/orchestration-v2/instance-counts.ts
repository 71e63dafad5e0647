import { member } from "../../narrow.ts";
import { type Client, pathOf } from "../client.ts";
import type { Call, Gathered, Row } from "../engine.ts";
import { bad, countIn, numberIn, textIn } from "../expected.ts";
import { decodeItems } from "./decode.ts";

/** Groups of one answer; what comes after them has fewer instances each. */
const GROUPS = 1000;

const COUNTS = "something else than a list of counts";

const sort = (field: string) => [{ field, order: "DESC" }];

const versionOf = (item: unknown): Row => ({
  processDefinitionKey: textIn(COUNTS, item, "processDefinitionKey"),
  processDefinitionId: textIn(COUNTS, item, "processDefinitionId"),
  processDefinitionVersion: numberIn(COUNTS, item, "processDefinitionVersion"),
  tenantId: textIn(COUNTS, item, "tenantId"),
});

/** Groups, the largest first, and whether those are all that there are. */
interface Groups {
  readonly items: readonly unknown[];
  readonly isAll: boolean;
}

const ask = async (client: Client, path: string, body: object, call: Call): Promise<Groups> => {
  const items: unknown[] = [];
  for (;;) {
    const from = items.length;
    const { json } = await client.search(path, { ...body, page: { from, limit: GROUPS - from } }, call);
    const found = decodeItems("counts", json);
    const page = member(json, "page");
    const total = page === undefined ? from + found.length : countIn(COUNTS, page, "totalItems");
    items.push(...found);
    if (items.length === 0 && total > 0) throw bad(`${total} as the number of groups of instances, and none of them`);
    if (items.length >= total) return { items, isAll: member(page, "hasMoreTotalItems") !== true };
    // A gateway or a setting may limit pages: a shorter one is the end only where nothing comes after it.
    if (found.length === 0 || items.length >= GROUPS || call.hurry()) return { items, isAll: false };
  }
};

const NOT_ALL = "The cluster counts more groups of instances than are shown.";

const WITH_ERROR = "activeInstancesWithErrorCount";

/** Running instances that an error of the same words stops, by version of their process. From 8.9 on. */
export const countSameError = async (client: Client, incident: Row, call: Call): Promise<Gathered> => {
  const statistics = (by: string) => pathOf("v2", "incidents", "statistics", `process-instances-by-${by}`);
  const errors = await ask(client, statistics("error"), { sort: sort(WITH_ERROR) }, call);
  const error = errors.items.find((item) => member(item, "errorMessage") === incident["errorMessage"]);
  if (error === undefined) {
    const notice = errors.isAll
      ? "sameError: no running instance is stopped by this error."
      : `sameError: this error is none of the ${errors.items.length} that stop most instances.`;
    return { rows: [], notices: [notice] };
  }
  const body = { filter: { errorHashCode: member(error, "errorHashCode") }, sort: sort(WITH_ERROR) };
  const versions = await ask(client, statistics("definition"), body, call);
  return {
    rows: versions.items.map((item) => ({ ...versionOf(item), instances: countIn(COUNTS, item, WITH_ERROR) })),
    notices: versions.isAll ? [] : [`sameError: ${NOT_ALL}`],
  };
};

/** Running instances of each version of a process, with and without an incident. From 8.9 on. */
export const countByVersion = async (client: Client, definition: Row, call: Call): Promise<Gathered> => {
  const { processDefinitionId, tenantId } = definition;
  const filter = { processDefinitionId, ...(tenantId === undefined ? {} : { tenantId }) };
  const path = pathOf("v2", "process-definitions", "statistics", "process-instances-by-version");
  const { items, isAll } = await ask(client, path, { filter, sort: sort("processDefinitionVersion") }, call);
  return {
    rows: items.map((item) => ({
      ...versionOf(item),
      withIncident: countIn(COUNTS, item, "activeInstancesWithIncidentCount"),
      withoutIncident: countIn(COUNTS, item, "activeInstancesWithoutIncidentCount"),
    })),
    notices: isAll ? [] : [`instancesByVersion: ${NOT_ALL}`],
  };
};
