import type { Call, Engine, Row } from "../camunda/engine.ts";
import { incident } from "../camunda/entities/incident.ts";
import { type Rows, rowsOf } from "./read.ts";

const MOST_READ = 1000;
const MOST_OPEN = 100;

/** Whether an incident still stops something: it is as open in state PENDING or MIGRATED as it is in ACTIVE. */
export const isOpenIncident = (row: Row): boolean => row["state"] !== "RESOLVED";

/**
 * Open incidents of one process instance, the newest first, with their elements; at most 100. Not asked for by state: old
 * clusters do not know all the words.
 */
export const openIncidentsOf = async (engine: Engine, processInstanceKey: string, call: Call): Promise<Rows> => {
  const wanted = {
    filter: { processInstanceKey },
    sort: [{ field: "creationTime", order: "DESC" } as const],
    limit: MOST_READ,
    fields: [],
  };
  const found = await rowsOf(engine, incident, wanted, call);
  const open = found.rows.filter(isOpenIncident);
  const shown = open.slice(0, MOST_OPEN);
  // On the Operate API each element costs a request, so only those that are open are asked for.
  const names = Object.keys(incident.fields);
  const completed = await engine.joins(incident)?.complete(shown, names, call);
  return {
    rows: completed?.rows ?? shown,
    total: open.length + found.total - found.rows.length,
    totalIsExact: found.totalIsExact && found.total === found.rows.length,
    notices: [...found.notices, ...(completed?.notices ?? [])],
  };
};
