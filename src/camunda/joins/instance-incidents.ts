import type { Call, Restriction, Value } from "../engine.ts";
import { incident } from "../entities/incident.ts";
import { folded } from "../search/query.ts";
import { scan, scannedNotice } from "../search/scan.ts";
import type { Source } from "./source.ts";

const FIELD = "processInstanceKey";

/** Process instances that have, or have not, an open incident of their own: what 8.6 and later say themselves. */
export const byOpenIncident =
  (source: Source) =>
  async (value: Value, call: Call): Promise<Restriction> => {
    const values = new Set<string>();
    const scanned = await scan(source, incident, { filter: { state: "ACTIVE" } }, call, (row) => {
      values.add(String(row[FIELD]));
    });
    const notice = scannedNotice("hasIncident by the open incidents (not those of called instances)", scanned);
    return { field: FIELD, values, isExclusion: value !== true, notices: [notice] };
  };

/** Process instances with an open incident whose message holds this text. */
export const byErrorMessage =
  (source: Source) =>
  async (value: Value, call: Call): Promise<Restriction> => {
    const part = folded(value);
    const values = new Set<string>();
    const scanned = await scan(source, incident, { filter: { state: "ACTIVE" } }, call, (row) => {
      if (folded(row["errorMessage"] ?? "").includes(part)) values.add(String(row[FIELD]));
    });
    return {
      field: FIELD,
      values,
      isExclusion: false,
      notices: [scannedNotice("errorMessage by the open incidents", scanned)],
    };
  };
