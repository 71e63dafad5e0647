import type { Gathered } from "../../camunda/engine.ts";
import { type Include, keyOf, type Subject } from "./include.ts";

/** Where the elements are of which there are no counts. */
const restOf = (key: string): string => `search_element_instances with ${key} and elementId has the rest`;

const COLUMNS = ["elementId", "active", "incidents", "completed", "canceled"];

/** Rows that the engine gathers about the one that was asked for. */
const gathered = (
  declared: Omit<Include, "kind" | "load">,
  columns: readonly string[],
  gather: (subject: Subject) => Promise<Gathered>,
  rest?: string,
): Include => ({
  ...declared,
  kind: "rows",
  async load(subject) {
    const { rows, notices } = await gather(subject);
    return { part: { kind: "rows", columns, rows, ...(rest === undefined ? {} : { rest }) }, notices };
  },
});

/** How often each element of one instance was passed. */
export const instanceStatistics = gathered(
  { name: "statistics", about: "counts per element" },
  COLUMNS,
  (subject) => subject.engine.instanceStatistics(keyOf(subject), subject.context),
  restOf("processInstanceKey"),
);

/** How many tokens stand at each element over all instances of a definition. */
export const definitionStatistics = gathered(
  { name: "statistics", about: "counts per element over all its instances" },
  COLUMNS,
  (subject) => subject.engine.definitionStatistics(keyOf(subject), subject.context),
  restOf("processDefinitionKey"),
);

const VERSION_COLUMNS = ["processDefinitionKey", "processDefinitionId", "processDefinitionVersion", "tenantId"];

/** What runs in the versions of the process. */
export const instancesByVersion = gathered(
  { name: "instancesByVersion", since: "8.9" },
  [...VERSION_COLUMNS, "withIncident", "withoutIncident"],
  ({ engine, row, context }) => engine.instancesByVersion(row, context),
);

/** Who else has the same trouble. */
export const sameError = gathered(
  { name: "sameError", about: "running instances it stops, by version", since: "8.9" },
  [...VERSION_COLUMNS, "instances"],
  ({ engine, row, context }) => engine.sameError(row, context),
);

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
