import type { Call, Restriction, Row, Value } from "../engine.ts";
import { elementInstance } from "../entities/element-instance.ts";
import { failureNotices, lookUpEach } from "../look-up.ts";
import { scan, scannedNotice } from "../search/scan.ts";
import { among, type Source, valueIn } from "./source.ts";

/** Process instances whose elements are looked up for one page of incidents. */
const MOST_INSTANCES = 20;

const LEFT_OUT = "elementId is left out in some rows: the incidents on this page are of too many instances.";

const KEPT_BACK = "elementId is left out in some rows: the cluster counts more element instances than it gives.";

const OPEN_ONLY =
  "elementId is left out in some rows: this API knows the element of an incident only while it is open.";

const openOnly = (filter: string): string =>
  `${filter}: on the Operate API the element of an incident is known only while the incident is open, so only open incidents are found.`;

/** Incidents on the element with this id: the elements know their incidents, not the other way round. */
export const byElementId =
  (source: Source) =>
  async (value: Value, call: Call): Promise<Restriction> => {
    const keys: string[] = [];
    const scanned = await scan(
      source,
      elementInstance,
      { filter: { elementId: value, hasIncident: true } },
      call,
      (row) => {
        keys.push(...valueIn(row, "incidentKey"));
      },
    );
    return among({
      filter: "elementId",
      field: "incidentKey",
      values: keys,
      isPartial: !scanned.isComplete,
      notices: [scannedNotice("elementId by element instances", scanned), openOnly("elementId")],
    });
  };

/** The incident of one element instance. */
export const byElementInstance =
  (source: Source) =>
  async (value: Value, call: Call): Promise<Restriction> => {
    const { rows } = await source.page(
      elementInstance,
      { filter: { elementInstanceKey: value }, sort: [], size: 1 },
      call,
    );
    return among({
      filter: "elementInstanceKey",
      field: "incidentKey",
      values: rows.flatMap((row) => valueIn(row, "incidentKey")),
      isPartial: false,
      notices: [openOnly("elementInstanceKey")],
    });
  };

/** Adds `elementId` and `elementInstanceKey` to incidents. */
export const addElements =
  (source: Source) =>
  async (rows: readonly Row[], call: Call): Promise<{ rows: Row[]; notices: string[] }> => {
    const instances = [...new Set(rows.flatMap((row) => row["processInstanceKey"] ?? []))].map(String);
    const elements = new Map<string, Row>();
    let isCut = instances.length > MOST_INSTANCES;
    let isKeptBack = false;
    const failures = await lookUpEach(instances.slice(0, MOST_INSTANCES), call, async (processInstanceKey) => {
      const filter = { processInstanceKey, hasIncident: true };
      const { isComplete, isShort = false } = await scan(source, elementInstance, { filter }, call, (row) => {
        for (const key of valueIn(row, "incidentKey")) elements.set(key, row);
      });
      isCut ||= !isComplete && !isShort;
      isKeptBack ||= isShort;
    });
    const completed = rows.map((row) => {
      const { elementId, elementInstanceKey } = elements.get(String(row["incidentKey"])) ?? {};
      return {
        ...row,
        ...(elementId === undefined ? {} : { elementId }),
        ...(elementInstanceKey === undefined ? {} : { elementInstanceKey }),
      };
    });
    const isMissing = completed.some((row) => !Object.hasOwn(row, "elementId"));
    const other = isKeptBack ? KEPT_BACK : OPEN_ONLY;
    const own = isCut ? [LEFT_OUT] : isMissing && failures.length === 0 ? [other] : [];
    return { rows: completed, notices: [...own, ...failureNotices("elementId", failures)] };
  };
