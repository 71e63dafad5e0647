import type { Call, Engine, Filter, Row } from "../camunda/engine.ts";
import { elementInstance } from "../camunda/entities/element-instance.ts";
import { incident } from "../camunda/entities/incident.ts";
import { scan } from "../camunda/search/scan.ts";
import { pick } from "../members.ts";
import { textOf } from "./read.ts";
import type { SideLooks } from "./side.ts";

const FIELD = "elementId";

/** Filters of incidents that narrow the element instances as well. */
const SHARED = ["processInstanceKey", "processDefinitionKey", FIELD];

/** Adds the element to an incident that lacks it, where it is known. */
export type WithElement = (row: Row) => Row;

/**
 * The elements of all incidents that a filter is for. Where the API does not tell them, they are found among the elements that have
 * an open incident, read once however many instances there are; bounded by the rows and the time of the call.
 */
export const incidentElements = async (
  engine: Engine,
  filter: Filter,
  side: SideLooks,
  call: Call,
): Promise<WithElement> => {
  if (engine.joins(incident)?.fields.includes(FIELD) !== true) return (row) => row;
  const elements = new Map<string, string>();
  await side.look("the elements of the incidents", () =>
    scan(engine, elementInstance, { filter: { ...pick(filter, SHARED), hasIncident: true } }, call, (row) => {
      const [incidentKey, elementId] = [textOf(row, "incidentKey"), textOf(row, FIELD)];
      if (incidentKey !== undefined && elementId !== undefined) elements.set(incidentKey, elementId);
    }),
  );
  return (row) => {
    const elementId = elements.get(textOf(row, "incidentKey") ?? "");
    return elementId === undefined || row[FIELD] !== undefined ? row : { ...row, elementId };
  };
};
