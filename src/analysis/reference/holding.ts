import type { Call, Engine, Filter, Row, Value } from "../../camunda/engine.ts";
import { variable } from "../../camunda/entities/variable.ts";
import { pagesOf } from "../../camunda/search/pages.ts";
import { textOf } from "../read.ts";

/** Variables that one search for a value looks at. */
const MOST_VARIABLES = 20_000;
const FIRST_PAGE = 100;
const LONGEST_PART = 100;

const NEWEST = [{ field: "variableKey", order: "DESC" }] as const;

/** Variables that hold a value, the newest of each process instance, and how far was looked. */
export interface Holding {
  readonly rows: readonly Row[];
  /** Variables that were looked at. */
  readonly looked: number;
  /** Those are all there are. */
  readonly isAll: boolean;
}

/** Nothing was looked for. */
export const NONE_HOLDING: Holding = { rows: [], looked: 0, isAll: true };

/** Reads variables, newest first, until enough instances hold one that fits, or the end, the most rows or the time of the call. */
const reading = async (
  engine: Engine,
  { filter, fits, enough }: { filter: Filter; fits: (row: Row) => boolean; enough: number },
  call: Call,
): Promise<Holding> => {
  const most = Math.min(MOST_VARIABLES, call.maxScanRows);
  // Few have the same value, but all variables are many.
  const first = Object.keys(filter).length > 0 ? FIRST_PAGE : most;
  const holders = new Map<string, Row>();
  let looked = 0;
  const size = (page: number): number => Math.min(engine.maxPageSize, most - looked, page === 0 ? first : most);
  for await (const { page, isLast, isShort, isAll } of pagesOf(
    engine,
    variable,
    { filter, sort: NEWEST },
    size,
    call,
  )) {
    looked += page.rows.length;
    for (const row of page.rows.filter(fits)) {
      const key = textOf(row, "processInstanceKey");
      if (key !== undefined && !holders.has(key)) holders.set(key, row);
    }
    if (isLast) return { rows: [...holders.values()], looked, isAll: !isShort };
    call.progress(page.rows.length, page.totalIsExact ? page.total - looked : undefined);
    if (looked >= most || holders.size >= enough || call.hurry()) {
      return { rows: [...holders.values()], looked, isAll };
    }
  }
  return { rows: [...holders.values()], looked, isAll: true };
};

/** Variables whose value is this JSON text. */
export const holding = (engine: Engine, value: Value, enough: number, call: Call): Promise<Holding> =>
  reading(engine, { filter: { value }, fits: () => true, enough }, call);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Variables whose short value has one of the texts in it as a word of its own. */
export const holdingInside = (
  engine: Engine,
  texts: readonly string[],
  enough: number,
  call: Call,
): Promise<Holding> => {
  // The digits behind a decimal point are no word.
  const [before, after] = ["(?<![\\p{L}\\p{N}]|\\p{N}[.,])", "(?![\\p{L}\\p{N}]|[.,]\\p{N})"];
  const word = new RegExp(`${before}(?:${texts.map(escaped).join("|")})${after}`, "iu");
  const fits = ({ value }: Row): boolean => String(value ?? "").length <= LONGEST_PART && word.test(String(value));
  return reading(engine, { filter: {}, fits, enough }, call);
};
