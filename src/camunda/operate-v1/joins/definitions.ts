import type { Call, Row } from "../../engine.ts";
import { processDefinition } from "../../entities/process-definition.ts";
import { inParallel } from "../../parallel.ts";
import { scan, scannedNotice } from "../../search/scan.ts";
import { among, type Filtering, type Source, valueIn } from "./source.ts";

/** Definitions never change, so what was read once is kept; this many at most. */
const KEPT = 10_000;
/** Different definitions that are looked up for one page of rows. */
const MOST_LOOKED_UP = 20;

/** What is known about process definitions by their keys. */
export interface Definitions {
  /** Rows by their process id: those of all versions of it. */
  readonly byProcess: Filtering;
  /** Adds `processDefinitionId` to rows that have a `processDefinitionKey`. */
  addProcessId(rows: readonly Row[], call: Call): Promise<{ rows: Row[]; notices: string[] }>;
}

export const definitions = (source: Source): Definitions => {
  const ids = new Map<string, string>();
  const keep = (row: Row): void => {
    if (ids.size < KEPT) ids.set(String(row["processDefinitionKey"]), String(row["processDefinitionId"]));
  };
  const lookUp = async (keys: readonly string[], call: Call): Promise<void> => {
    await inParallel(keys, async (key) => {
      const { rows } = await source.page(
        processDefinition,
        { filter: { processDefinitionKey: key }, sort: [], size: 1 },
        call,
      );
      rows.forEach(keep);
    });
  };
  return {
    async byProcess(value, call) {
      const keys: string[] = [];
      const filter = { processDefinitionId: value };
      const scanned = await scan(source, processDefinition, { filter }, call, (row) => {
        keep(row);
        keys.push(...valueIn(row, "processDefinitionKey"));
      });
      return among({
        filter: "processDefinitionId",
        field: "processDefinitionKey",
        values: keys,
        isPartial: !scanned.isComplete,
        notices: [scannedNotice("processDefinitionId by process definitions", scanned)],
      });
    },
    async addProcessId(rows, call) {
      const keyOf = (row: Row): string => String(row["processDefinitionKey"] ?? "");
      const unknown = [...new Set(rows.map(keyOf))].filter((key) => key !== "" && !ids.has(key));
      await lookUp(unknown.slice(0, MOST_LOOKED_UP), call);
      const isAll = unknown.length <= MOST_LOOKED_UP;
      return {
        rows: rows.map((row) => {
          const id = ids.get(keyOf(row));
          return id === undefined ? row : { ...row, processDefinitionId: id };
        }),
        notices: isAll
          ? []
          : ["processDefinitionId is left out in some rows: too many different versions on one page."],
      };
    },
  };
};
