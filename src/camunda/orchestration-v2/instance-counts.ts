import { member } from "../../narrow.ts";
import { type Client, pathOf } from "../client.ts";
import type { Call, Gathered, Row } from "../engine.ts";
import { countIn, textIn } from "../expected.ts";
import { decodeItems } from "./decode.ts";

/** Groups of one answer; what comes after them has fewer instances each. */
const GROUPS = 1000;

const COUNTS = "something else than a list of counts";

const sort = (field: string) => [{ field, order: "DESC" }];

const versionOf = (item: unknown): Row => ({
  processDefinitionKey: textIn(COUNTS, item, "processDefinitionKey"),
  processDefinitionId: textIn(COUNTS, item, "processDefinitionId"),
  processDefinitionVersion: countIn(COUNTS, item, "processDefinitionVersion"),
  tenantId: textIn(COUNTS, item, "tenantId"),
});

const ask = async (client: Client, path: string, body: object, call: Call): Promise<readonly unknown[]> =>
  decodeItems("counts", (await client.search(path, { ...body, page: { from: 0, limit: GROUPS } }, call)).json);

const WITH_ERROR = "activeInstancesWithErrorCount";

/** Running instances that an error of the same words stops, by version of their process. From 8.9 on. */
export const countSameError = async (client: Client, incident: Row, call: Call): Promise<Gathered> => {
  const statistics = (by: string) => pathOf("v2", "incidents", "statistics", `process-instances-by-${by}`);
  const errors = await ask(client, statistics("error"), { sort: sort(WITH_ERROR) }, call);
  const error = errors.find((item) => member(item, "errorMessage") === incident["errorMessage"]);
  if (error === undefined) {
    const notice =
      errors.length < GROUPS
        ? "sameError: no running instance is stopped by this error."
        : `sameError: this error is none of the ${GROUPS} that stop most instances.`;
    return { rows: [], notices: [notice] };
  }
  const body = { filter: { errorHashCode: member(error, "errorHashCode") }, sort: sort(WITH_ERROR) };
  const versions = await ask(client, statistics("definition"), body, call);
  return {
    rows: versions.map((item) => ({ ...versionOf(item), instances: countIn(COUNTS, item, WITH_ERROR) })),
    notices: [],
  };
};

/** Running instances of each version of a process, with and without an incident. From 8.9 on. */
export const countByVersion = async (client: Client, definition: Row, call: Call): Promise<Gathered> => {
  const { processDefinitionId, tenantId } = definition;
  const filter = { processDefinitionId, ...(tenantId === undefined ? {} : { tenantId }) };
  const path = pathOf("v2", "process-definitions", "statistics", "process-instances-by-version");
  const items = await ask(client, path, { filter, sort: sort("processDefinitionVersion") }, call);
  return {
    rows: items.map((item) => ({
      ...versionOf(item),
      withIncident: countIn(COUNTS, item, "activeInstancesWithIncidentCount"),
      withoutIncident: countIn(COUNTS, item, "activeInstancesWithoutIncidentCount"),
    })),
    notices: [],
  };
};
