import type { Call, Engine, Row } from "../../camunda/engine.ts";
import { auditLog } from "../../camunda/entities/audit-log.ts";
import { decisionInstance } from "../../camunda/entities/decision-instance.ts";
import { elementInstance } from "../../camunda/entities/element-instance.ts";
import { incident } from "../../camunda/entities/incident.ts";
import type { Entity } from "../../camunda/entity.ts";
import { isCut, rowsOf, textOf } from "../read.ts";
import type { SideLooks } from "../side.ts";

/** Something that happened in a process instance. */
export interface Event {
  readonly event: "element" | "incident" | "decision" | "operation";
  readonly processInstanceKey: string;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly end?: number;
  readonly row: Row;
}

const MOST = 1000;

interface Source {
  readonly event: Event["event"];
  readonly entity: Entity;
  readonly start: string;
}

const SOURCES: readonly Source[] = [
  { event: "element", entity: elementInstance, start: "startDate" },
  { event: "incident", entity: incident, start: "creationTime" },
  { event: "decision", entity: decisionInstance, start: "evaluationDate" },
  { event: "operation", entity: auditLog, start: "timestamp" },
];

/** Milliseconds of a date field; undefined where the row lacks it. */
export const timeOf = (row: Row, field: string): number | undefined => {
  const text = textOf(row, field);
  return text === undefined ? undefined : Date.parse(text);
};

const eventsOfSource = async (
  engine: Engine,
  { event, entity, start }: Source,
  processInstanceKey: string,
  call: Call,
): Promise<{ events: Event[]; notices: readonly string[] }> => {
  const wanted = {
    filter: { processInstanceKey },
    sort: [{ field: start, order: "ASC" as const }],
    limit: MOST,
  };
  const found = await rowsOf(engine, entity, wanted, call);
  const { rows } = found;
  const events = rows.flatMap((row) => {
    const began = timeOf(row, start);
    const end = timeOf(row, "endDate");
    if (began === undefined || row["type"] === "PROCESS") return [];
    return [{ event, processInstanceKey, start: began, ...(end === undefined ? {} : { end }), row }];
  });
  const cut = isCut(found) ? [`Only the first ${rows.length} ${entity.plural} of an instance were read.`] : [];
  return { events, notices: cut };
};

/** All that happened in one process instance, in order of time. */
export const eventsOf = async (
  engine: Engine,
  processInstanceKey: string,
  looks: SideLooks,
  call: Call,
): Promise<{ events: readonly Event[]; hasElements: boolean; notices: readonly string[] }> => {
  const found = await Promise.all(
    SOURCES.map((source) =>
      looks.look(`the ${source.entity.plural}`, () => eventsOfSource(engine, source, processInstanceKey, call)),
    ),
  );
  const events = found.flatMap((one) => one?.events ?? []).sort((one, other) => one.start - other.start);
  const hasElements = found[0] !== undefined;
  return { events, hasElements, notices: found.flatMap((one) => one?.notices ?? []) };
};
