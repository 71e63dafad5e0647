import type { Call, Engine, Filter } from "../camunda/engine.ts";
import { incident } from "../camunda/entities/incident.ts";
import { processDefinition } from "../camunda/entities/process-definition.ts";
import { inParallel } from "../camunda/parallel.ts";
import type { Found } from "../camunda/search/search.ts";
import { isCut, rowsOf, textOf, type Wanted } from "./read.ts";

/** Fewer pages than this are read sooner than taken apart. */
const FEWEST_PAGES = 10;
/** Each costs a request to count. */
const MOST_DEFINITIONS = 200;

/** Filters that leave incidents of many versions and that each API counts by itself. */
const WIDE = ["state", "errorType", "tenantId"];

/** The beginning of the list that is to be taken apart. */
type Beginning = Pick<Found, "items" | "total" | "totalIsExact">;

interface Share {
  readonly filter: Filter;
  readonly total: number;
  readonly totalIsExact: boolean;
}

/**
 * Whether the shares are the list: they add up to it. Where the API stops counting before the end, as the Operate API does at 10,000, they
 * are as far as can be seen: no incident at the beginning is in none of them. (A version with running instances cannot be deleted.)
 */
const isSame = (shares: readonly Share[], { items, total, totalIsExact }: Beginning): boolean => {
  const sum = shares.reduce((before, share) => before + share.total, 0);
  if (totalIsExact) return sum === total && shares.every((share) => share.totalIsExact);
  const known = new Set(shares.map(({ filter }) => filter["processDefinitionKey"]));
  return sum >= total && items.every((row) => known.has(row["processDefinitionKey"] ?? ""));
};

/**
 * Takes so many incidents apart by version of their process: filters that together match the same ones, each once, so that several
 * can be read at the same time. The largest come first. Undefined where that does not pay, where not all would be read in the end,
 * or where the parts are not the whole.
 */
export const incidentShares = async (
  engine: Engine,
  wanted: Pick<Wanted, "filter" | "windows">,
  beginning: Beginning,
  call: Call,
): Promise<readonly Filter[] | undefined> => {
  const isWide = Object.keys(wanted.filter).every((field) => WIDE.includes(field));
  const isTimed = Object.keys(wanted.windows ?? {}).length > 0;
  if (!isWide || isTimed || beginning.total < FEWEST_PAGES * engine.maxPageSize) return undefined;
  const quiet = { ...call, progress: () => undefined };
  const all = { filter: {}, limit: MOST_DEFINITIONS, fields: [] };
  const definitions = await rowsOf(engine, processDefinition, all, quiet);
  if (isCut(definitions)) return undefined;
  const filters = definitions.rows.map((row) => ({
    ...wanted.filter,
    processDefinitionKey: textOf(row, "processDefinitionKey") ?? "",
  }));
  const counted = await inParallel(filters, async (filter): Promise<Share> => {
    const one = await rowsOf(engine, incident, { ...wanted, filter, limit: 1, fields: [] }, quiet);
    return { filter, total: one.total, totalIsExact: one.totalIsExact };
  });
  const shares = counted.filter(({ total }) => total > 0).sort((a, b) => b.total - a.total);
  const sum = shares.reduce((before, { total }) => before + total, 0);
  return sum <= call.maxScanRows && isSame(shares, beginning) ? shares.map(({ filter }) => filter) : undefined;
};
