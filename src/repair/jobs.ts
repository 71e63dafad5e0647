import { rowsOf } from "../analysis/read.ts";
import type { Call, Engine, Row } from "../camunda/engine.ts";
import { job } from "../camunda/entities/job.ts";

/** States in which nobody works on a job any more. */
const OVER: readonly unknown[] = ["COMPLETED", "CANCELED"];

/** Whether a job is over and done with. */
export const isOver = (row: Row): boolean => OVER.includes(row["state"]);

/** A job by its key: the API can find it, not read it. */
export const jobAt = async (engine: Engine, jobKey: string, call: Call): Promise<Row | undefined> =>
  (await rowsOf(engine, job, { filter: { jobKey }, limit: 1 }, call)).rows[0];

/** Tries left; none where that is not told. */
export const retriesOf = (row: Row): number => Number(row["retries"] ?? 0);
