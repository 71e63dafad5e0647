import { hierarchyOf } from "../../camunda/hierarchy.ts";
import type { Include } from "./include.ts";

const COLUMNS = [
  "level",
  "processInstanceKey",
  "processDefinitionId",
  "processDefinitionVersion",
  "state",
  "hasIncident",
  "startDate",
  "endDate",
  "parentProcessInstanceKey",
];

/** Who called it, and whom it called. */
export const callHierarchy: Include = {
  name: "callHierarchy",
  kind: "rows",
  about: "callers and called",
  async load({ engine, row, context }) {
    const { rows, notices } = await hierarchyOf(engine, row, context);
    const rest = "search_process_instances with parentProcessInstanceKey has the rest";
    return { part: { kind: "rows", columns: COLUMNS, rows, rest }, notices };
  },
};
