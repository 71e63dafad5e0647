import { textOf } from "../../analysis/read.ts";
import type { Hit } from "../../analysis/reference/hit.ts";
import type { Row } from "../../camunda/engine.ts";
import { auditLog } from "../../camunda/entities/audit-log.ts";
import { decisionDefinition } from "../../camunda/entities/decision-definition.ts";
import { decisionInstance } from "../../camunda/entities/decision-instance.ts";
import { entities } from "../../camunda/entities/index.ts";
import { processDefinition } from "../../camunda/entities/process-definition.ts";
import { processInstance } from "../../camunda/entities/process-instance.ts";
import type { Entity } from "../../camunda/entity.ts";
import { pick } from "../../members.ts";
import type { RowsPart } from "../answer.ts";
import { getName, searchName } from "../names.ts";
import type { Context } from "../tool.ts";
import type { NextCall } from "./next-calls.ts";

/** A missing key is -1 in some answers: of a decision that nobody asked for from a process. */
const keyIn = (row: Row, field: string): string | undefined => {
  const key = textOf(row, field);
  return key !== undefined && /^[1-9]\d*$/.test(key) ? key : undefined;
};

/** The process instance that a hit is, or lies in. */
export const instanceOf = ({ row }: Hit): string | undefined => keyIn(row, "processInstanceKey");

const wholeCall = (entity: Entity, key: string, why: string): NextCall => ({
  tool: getName(entity),
  arguments: { [entity.key]: key },
  why,
});

/** What is asked about each kind of thing before all else. */
const firstCalls = ({ entity, row }: Hit, key: string): readonly NextCall[] => {
  const incidentKey = keyIn(row, "incidentKey");
  if (incidentKey !== undefined) {
    return [{ tool: "explain_incident", arguments: { incidentKey }, why: "what is behind it" }];
  }
  switch (entity) {
    case processDefinition:
      return [
        { tool: "summarize_incidents", arguments: { processDefinitionKey: key }, why: "what stops its instances" },
      ];
    case decisionDefinition:
      return [
        { tool: searchName(decisionInstance), arguments: { decisionDefinitionKey: key }, why: "what it has decided" },
      ];
    case decisionInstance:
      return [wholeCall(entity, key, "what was put in, and which rules fired")];
    case auditLog: {
      const reference = textOf(row, "entityKey");
      return reference === undefined ? [] : [{ tool: "lookup", arguments: { reference }, why: "what it was done to" }];
    }
    default:
      return [];
  }
};

const instanceCall = ({ entity }: Hit, processInstanceKey: string): NextCall => ({
  tool: "diagnose_process_instance",
  arguments: { processInstanceKey },
  why: entity === processInstance ? "how it is, and why" : "how the instance is that it belongs to",
});

/** The calls that go on from one hit, the most useful first. What only a search shows has nothing more to show than its row. */
export const callsFor = (hit: Hit): readonly NextCall[] => {
  const { entity, row } = hit;
  const key = textOf(row, entity.key) ?? "";
  const instance = instanceOf(hit);
  const hasMore = entities.includes(entity) && !entity.searchOnly && entity !== decisionInstance;
  return [
    ...firstCalls(hit, key),
    ...(instance === undefined ? [] : [instanceCall(hit, instance)]),
    ...(hasMore ? [wholeCall(entity, key, "all of it")] : []),
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

/** Characters of a value, longer than any call: names may be of any length. */
const LONGEST = 200;

/** Several hits, newest first, with the best call for each of those that are offered. */
export const hitsPart = (hits: readonly Hit[], { missing }: Context): RowsPart => ({
  kind: "rows",
  columns: COLUMNS,
  isKept: true,
  longest: LONGEST,
  whole: "the call of its row shows more",
  rows: hits.map((hit) => {
    const { entity, row, variableName } = hit;
    const first = callsFor(hit).find(({ tool }) => !missing.has(tool));
    return {
      ...pick(row, COLUMNS),
      kind: entity.name,
      key: textOf(row, entity.key) ?? "",
      ...(variableName === undefined ? {} : { variable: variableName }),
      call: first === undefined ? "" : `${first.tool} ${JSON.stringify(first.arguments)}`,
    };
  }),
});
