import type { Call, Filter, Restriction, Row, Value } from "../engine.ts";
import { incident } from "../entities/incident.ts";
import { folded } from "../search/query.ts";
import { checkExclusion, scan, scanEach, scannedNotice } from "../search/scan.ts";
import type { Definitions } from "./definitions.ts";
import { among, type Filtering, type Source, valueIn } from "./source.ts";

const FIELD = "processInstanceKey";
const OPEN = { state: "ACTIVE" };

/** Versions of one process whose incidents are looked at version by version. */
const MOST_VERSIONS = 20;

/** Filters that incidents and process instances share. */
const SHARED = ["processInstanceKey", "processDefinitionKey"];

const shared = (beside: Filter): Filter =>
  Object.fromEntries(Object.entries(beside).filter(([name]) => SHARED.includes(name)));

/** What incidents are asked for, so that no more of them are looked at than the other filters of the search need. */
const narrowed = async (known: Definitions, beside: Filter, call: Call): Promise<Filter[]> => {
  const filter = { ...OPEN, ...shared(beside) };
  const process = beside["processDefinitionId"];
  if (process === undefined || Object.keys(shared(beside)).length > 0) return [filter];
  const { values, isPartial } = await known.byProcess(process, call, {});
  if (isPartial || values.size > MOST_VERSIONS) return [filter];
  return [...values].map((processDefinitionKey) => ({ ...filter, processDefinitionKey }));
};

const HAS_INCIDENT = "hasIncident by the open incidents (not those of called instances)";

/** Process instances that have, or have not, an open incident of their own: what 8.6 and later say themselves. */
export const byOpenIncident =
  (source: Source, known: Definitions): Filtering =>
  async (value, call, beside) => {
    const values = new Set<string>();
    const collect = (row: Row): void => {
      for (const key of valueIn(row, FIELD)) values.add(key);
    };
    const scanned = await scanEach(source, incident, await narrowed(known, beside, call), call, collect);
    const isExclusion = value !== true;
    if (isExclusion) checkExclusion(HAS_INCIDENT, scanned, "give processDefinitionId or processInstanceKey, or ");
    return {
      filter: "hasIncident",
      field: FIELD,
      values,
      isExclusion,
      isPartial: !scanned.isComplete,
      notices: [scannedNotice(HAS_INCIDENT, scanned)],
    };
  };

/** Process instances with an open incident whose message holds this text. */
export const byErrorMessage =
  (source: Source) =>
  async (value: Value, call: Call): Promise<Restriction> => {
    const part = folded(value);
    const values = new Set<string>();
    const scanned = await scan(source, incident, { filter: OPEN }, call, (row) => {
      if (!folded(row["errorMessage"] ?? "").includes(part)) return;
      for (const key of valueIn(row, FIELD)) values.add(key);
    });
    return among({
      filter: "errorMessage",
      field: FIELD,
      values,
      isPartial: !scanned.isComplete,
      notices: [scannedNotice("errorMessage by the open incidents", scanned)],
    });
  };
