import { textOf } from "../../analysis/read.ts";
import type { Hit } from "../../analysis/reference.ts";
import { incident } from "../../camunda/entities/incident.ts";
import { processInstance } from "../../camunda/entities/process-instance.ts";
import { pick } from "../../members.ts";
import type { RowsPart } from "../answer.ts";
import { getName } from "../names.ts";
import type { NextCall } from "./next-calls.ts";

/** The process instance that a hit is, or lies in. */
export const instanceOf = ({ row }: Hit): string | undefined => textOf(row, "processInstanceKey");

/** The calls that go on from one hit, the most useful first. */
export const callsFor = (hit: Hit): readonly NextCall[] => {
  const { entity, row } = hit;
  const key = textOf(row, entity.key);
  const instance = instanceOf(hit);
  return [
    ...(entity === incident
      ? [{ tool: "explain_incident", arguments: { incidentKey: key }, why: "what is behind it" }]
      : []),
    ...(instance === undefined
      ? []
      : [
          {
            tool: "diagnose_process_instance",
            arguments: { processInstanceKey: instance },
            why: entity === processInstance ? "how it is, and why" : "how the instance is that it belongs to",
          },
        ]),
    { tool: getName(entity), arguments: { [entity.key]: key }, why: "all of it" },
  ];
};

const COLUMNS = [
  "kind",
  "key",
  "processDefinitionId",
  "processDefinitionVersion",
  "state",
  "hasIncident",
  "startDate",
  "variable",
  "call",
];

/** Several hits, newest first, with the call for each. */
export const hitsPart = (hits: readonly Hit[]): RowsPart => ({
  kind: "rows",
  columns: COLUMNS,
  isKept: true,
  rows: hits.map((hit) => {
    const { entity, row, variableName } = hit;
    const [first] = callsFor(hit);
    return {
      ...pick(row, COLUMNS),
      kind: entity.name,
      key: textOf(row, entity.key) ?? "",
      ...(variableName === undefined ? {} : { variable: variableName }),
      call: first === undefined ? "" : `${first.tool} ${JSON.stringify(first.arguments)}`,
    };
  }),
});
