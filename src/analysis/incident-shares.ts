import type { Call, Engine, Filter } from "../camunda/engine.ts";
import { incident } from "../camunda/entities/incident.ts";
import { processDefinition } from "../camunda/entities/process-definition.ts";
import { inParallel } from "../camunda/parallel.ts";
import { type Rows, rowsOf, textOf, type Wanted } from "./read.ts";

/** Fewer pages than this are read sooner than taken apart. */
const FEWEST_PAGES = 20;
const MOST_DEFINITIONS = 1000;

/** Fields that leave the incidents of one version of a process, or of one instance. */
const NARROW = ["processDefinitionKey", "processInstanceKey", "incidentKey", "jobKey"];

const totalOf = async (engine: Engine, wanted: Wanted, call: Call): Promise<Rows> =>
  rowsOf(engine, incident, { ...wanted, limit: 1, fields: [] }, call);

/**
 * Takes so many incidents apart by version of their process: filters that together match the same ones, each once, so that several
 * can be read at the same time. The largest come first. Undefined where that does not pay, or where the parts do not add up: rows of
 * a version that is deleted are in none of them.
 */
export const incidentShares = async (
  engine: Engine,
  wanted: Pick<Wanted, "filter" | "windows">,
  { total, totalIsExact }: Pick<Rows, "total" | "totalIsExact">,
  call: Call,
): Promise<readonly Filter[] | undefined> => {
  const pages = Math.floor(total / engine.maxPageSize);
  const isNarrow = NARROW.some((field) => wanted.filter[field] !== undefined);
  if (!totalIsExact || isNarrow || pages < FEWEST_PAGES || total > call.maxScanRows) return undefined;
  const quiet = { ...call, progress: () => undefined };
  const definitions = await rowsOf(
    engine,
    processDefinition,
    { filter: {}, limit: MOST_DEFINITIONS, fields: [] },
    quiet,
  );
  // Each costs a request to count.
  if (!definitions.totalIsExact || definitions.total > Math.min(pages, definitions.rows.length)) return undefined;
  const filters = definitions.rows.map((row) => ({
    ...wanted.filter,
    processDefinitionKey: textOf(row, "processDefinitionKey") ?? "",
  }));
  const shares = await inParallel(filters, async (filter) => ({
    filter,
    ...(await totalOf(engine, { ...wanted, filter }, quiet)),
  }));
  const sum = shares.reduce((before, share) => before + share.total, 0);
  if (sum !== total || shares.some((share) => !share.totalIsExact)) return undefined;
  return shares
    .filter((share) => share.total > 0)
    .sort((a, b) => b.total - a.total)
    .map(({ filter }) => filter);
};
