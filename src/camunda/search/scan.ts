import { OperateError } from "../../errors.ts";
import type { Call, Engine, Filter, Row, Sort } from "../engine.ts";
import type { Entity } from "../entity.ts";
import { pagesOf } from "./pages.ts";

/** How far a scan came. */
export interface Scanned {
  readonly looked: number;
  /** Saw every row that matches the filter. */
  readonly isComplete: boolean;
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
  for await (const { page, isLast } of pagesOf(
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
    if (isLast) break;
    if (looked >= call.maxScanRows || call.hurry()) {
      return { looked, isComplete: page.totalIsExact && looked >= page.total };
    }
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
    if (!scanned.isComplete) return { looked, isComplete: false };
  }
  return { looked, isComplete: true };
};

/** Refuses to leave rows out by what was seen only in part: rows that should be left out would be shown. */
export const checkExclusion = (what: string, { looked, isComplete }: Scanned, narrower: string): void => {
  if (isComplete) return;
  throw new OperateError(
    "TOO_LARGE",
    `${what}: looked at ${looked} rows and stopped before the end, so which rows to leave out is not known`,
    {
      next: `${narrower}raise OPERATE_MCP_MAX_SCAN_ROWS or OPERATE_MCP_TIMEOUT_MS`,
    },
  );
};

/** A sentence about a scan of another entity. */
export const scannedNotice = (what: string, { looked, isComplete }: Scanned): string =>
  `${what}: looked at ${looked} rows${isComplete ? ", all there are" : " and stopped before the end, so some may be missing"}.`;
