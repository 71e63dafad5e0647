import type { Call, Row } from "../engine.ts";
import { processDefinition } from "../entities/process-definition.ts";
import { failureNotices, lookUpEach } from "../look-up.ts";
import { scan, scannedNotice } from "../search/scan.ts";
import { among, type Filtering, type Source, valueIn } from "./source.ts";

/** Definitions never change, so what was read once is kept; this many at most. */
const KEPT = 10_000;
/** Different definitions that are looked up for one page of rows. */
const MOST_LOOKED_UP = 20;

const KEY = "processDefinitionKey";
const ID = "processDefinitionId";

const TOO_MANY = `${ID} is left out in some rows: too many different versions on one page.`;
const NAMELESS = `${ID} is left out in some rows: their process definition is not there, or without an id.`;

/** What is known about process definitions by their keys. */
export interface Definitions {
  /** Rows by their process id: those of all versions of it. */
  readonly byProcess: Filtering;
  /** Adds `processDefinitionId` to rows that have a `processDefinitionKey`. */
  addProcessId(rows: readonly Row[], call: Call): Promise<{ rows: Row[]; notices: string[] }>;
}

const withId = (row: Row, known: ReadonlyMap<string, string>): Row => {
  const id = known.get(String(row[KEY]));
  return id === undefined ? row : { ...row, [ID]: id };
};

export const definitions = (source: Source): Definitions => {
  const ids = new Map<string, string>();
  const keep = (row: Row): void => {
    const { [KEY]: key, [ID]: id } = row;
    if (key === undefined || id === undefined) return;
    const [oldest] = ids.keys();
    if (ids.size >= KEPT && oldest !== undefined) ids.delete(oldest);
    ids.set(String(key), String(id));
  };
  /** The id of one definition; undefined when there is no such definition or it has none. */
  const lookUp = async (key: string, call: Call): Promise<string | undefined> => {
    const request = { filter: { [KEY]: key }, sort: [], size: 1 };
    const { rows } = await source.page(processDefinition, request, call);
    rows.forEach(keep);
    return rows.flatMap((row) => valueIn(row, ID))[0];
  };
  return {
    async byProcess(value, call) {
      const keys: string[] = [];
      const filter = { [ID]: value };
      const scanned = await scan(source, processDefinition, { filter }, call, (row) => {
        keep(row);
        keys.push(...valueIn(row, KEY));
      });
      return among({
        filter: ID,
        field: KEY,
        values: keys,
        isPartial: !scanned.isComplete,
        notices: [scannedNotice(`${ID} by process definitions`, scanned)],
      });
    },
    async addProcessId(rows, call) {
      const keys = [...new Set(rows.flatMap((row) => valueIn(row, KEY)))];
      const known = new Map(keys.flatMap((key) => (ids.has(key) ? [[key, String(ids.get(key))]] : [])));
      const unknown = keys.filter((key) => !known.has(key));
      const asked = unknown.slice(0, MOST_LOOKED_UP);
      const failures = await lookUpEach(asked, call, async (key) => {
        const id = await lookUp(key, call);
        if (id !== undefined) known.set(key, id);
      });
      const isNameless = failures.length === 0 && asked.some((key) => !known.has(key));
      const notices = [
        ...(unknown.length > MOST_LOOKED_UP ? [TOO_MANY] : []),
        ...(isNameless ? [NAMELESS] : []),
        ...failureNotices(ID, failures),
      ];
      return { rows: rows.map((row) => withId(row, known)), notices };
    },
  };
};
