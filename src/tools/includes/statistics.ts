import { type Include, keyOf } from "./include.ts";

/** Where the elements are of which there are no counts. */
const restOf = (key: string): string => `search_element_instances with ${key} and elementId has the rest`;

const COLUMNS = ["elementId", "active", "incidents", "completed", "canceled"];

/** How often each element of one instance was passed. */
export const instanceStatistics: Include = {
  name: "statistics",
  kind: "rows",
  about: "counts per element",
  async load(subject) {
    const { rows, notices } = await subject.engine.instanceStatistics(keyOf(subject), subject.context);
    return { part: { kind: "rows", columns: COLUMNS, rows, rest: restOf("processInstanceKey") }, notices };
  },
};

/** How many tokens stand at each element over all instances of a definition. */
export const definitionStatistics: Include = {
  name: "statistics",
  kind: "rows",
  about: "counts per element over all its instances",
  async load(subject) {
    const { rows, notices } = await subject.engine.definitionStatistics(keyOf(subject), subject.context);
    return { part: { kind: "rows", columns: COLUMNS, rows, rest: restOf("processDefinitionKey") }, notices };
  },
};

const VERSION_COLUMNS = ["processDefinitionKey", "processDefinitionId", "processDefinitionVersion", "tenantId"];

/** What runs in the versions of the process. */
export const instancesByVersion: Include = {
  name: "instancesByVersion",
  kind: "rows",
  since: "8.9",
  async load({ engine, row, context }) {
    const { rows, notices } = await engine.instancesByVersion(row, context);
    return { part: { kind: "rows", columns: [...VERSION_COLUMNS, "withIncident", "withoutIncident"], rows }, notices };
  },
};

/** Who else has the same trouble. */
export const sameError: Include = {
  name: "sameError",
  kind: "rows",
  about: "running instances it stops, by version",
  since: "8.9",
  async load({ engine, row, context }) {
    const { rows, notices } = await engine.sameError(row, context);
    return { part: { kind: "rows", columns: [...VERSION_COLUMNS, "instances"], rows }, notices };
  },
};

/** Which way it went. */
export const sequenceFlows: Include = {
  name: "sequenceFlows",
  kind: "rows",
  async load(subject) {
    const ids = await subject.engine.sequenceFlows(keyOf(subject), subject.context);
    return {
      part: {
        kind: "rows",
        columns: ["sequenceFlowId"],
        rows: ids.map((sequenceFlowId) => ({ sequenceFlowId })),
        rest: "search_element_instances with processInstanceKey has the elements they lead to",
      },
      notices: [],
    };
  },
};
