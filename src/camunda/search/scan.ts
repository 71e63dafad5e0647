import { OperateError } from "../../errors.ts";
import type { Call, Engine, Filter, Row, Sort } from "../engine.ts";
import type { Entity } from "../entity.ts";
import { pagesOf } from "./pages.ts";

/** How far a scan came. */
export interface Scanned {
  readonly looked: number;
  /** Saw every row that matches the filter. */
  readonly isComplete: boolean;
  /** Read to the end, and the cluster counts more than it has given. */
  readonly isShort?: boolean;
}

/** What a scan reads with: the part of an engine that gives pages. */
export type Pages = Pick<Engine, "page" | "maxPageSize">;

/**
 * Shows every row that matches a filter to `each`, one page in memory at a time, until the end, the largest number of rows or the
 * time of the call.
 */
export const scan = async (
  engine: Pages,
  entity: Entity,
  request: { readonly filter: Filter; readonly sort?: readonly Sort[] },
  call: Call,
  each: (row: Row) => void,
): Promise<Scanned> => {
  let looked = 0;
  const { filter, sort = [] } = request;
  for await (const { page, isLast, isShort, isAll } of pagesOf(
    engine,
    entity,
    { filter, sort },
    () => Math.min(engine.maxPageSize, call.maxScanRows - looked),
    call,
  )) {
    for (const row of page.rows) {
      looked += 1;
      each(row);
    }
    if (isShort) return { looked, isComplete: false, isShort };
    if (isLast) break;
    if (looked >= call.maxScanRows || call.hurry()) return { looked, isComplete: isAll };
    call.progress(page.rows.length, page.totalIsExact ? page.total - looked : undefined);
  }
  return { looked, isComplete: true };
};

/** The same for several filters, one after the other, within one limit. */
export const scanEach = async (
  engine: Pages,
  entity: Entity,
  filters: readonly Filter[],
  call: Call,
  each: (row: Row) => void,
): Promise<Scanned> => {
  let looked = 0;
  for (const filter of filters) {
    const maxScanRows = call.maxScanRows - looked;
    if (maxScanRows <= 0) return { looked, isComplete: false };
    const scanned = await scan(engine, entity, { filter }, { ...call, maxScanRows }, each);
    looked += scanned.looked;
    if (!scanned.isComplete) return { ...scanned, looked };
  }
  return { looked, isComplete: true };
};

/** Refuses to leave rows out by what was seen only in part: rows that should be left out would be shown. */
export const checkExclusion = (
  what: string,
  { looked, isComplete, isShort = false }: Scanned,
  narrower: string,
): void => {
  if (isComplete) return;
  if (isShort) {
    throw new OperateError(
      "BAD_RESPONSE",
      `${what}: the cluster gives ${looked} rows and counts more, so which rows to leave out is not known`,
      { next: "call again; if it stays so, look for a gateway that changes answers on the way" },
    );
  }
  throw new OperateError(
    "TOO_LARGE",
    `${what}: looked at ${looked} rows and stopped before the end, so which rows to leave out is not known`,
    {
      next: `${narrower}raise OPERATE_MCP_MAX_SCAN_ROWS or OPERATE_MCP_TIMEOUT_MS`,
    },
  );
};

const endOf = ({ isComplete, isShort = false }: Scanned): string => {
  if (isShort) return "; the cluster counts more and gives no more, so some may be missing";
  return isComplete ? ", all there are" : " and stopped before the end, so some may be missing";
};

/** A sentence about a scan of another entity. */
export const scannedNotice = (what: string, scanned: Scanned): string =>
  `${what}: looked at ${scanned.looked} rows${endOf(scanned)}.`;
