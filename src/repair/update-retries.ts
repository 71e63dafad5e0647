import type { Call, Engine } from "../camunda/engine.ts";
import { job } from "../camunda/entities/job.ts";
import { inParallel } from "../camunda/parallel.ts";
import { isOver, jobAt, retriesOf } from "./jobs.ts";
import { counted, type Operation, type Refused, type Sight, type Target } from "./plan.ts";
import { checkNumber, noSuch } from "./targets.ts";

const COLUMNS = ["jobKey", "type", "state", "retries", "processInstanceKey", "elementId", "errorMessage"];

const look =
  (retries: number) =>
  async ({ key, seen }: Target, engine: Engine, call: Call): Promise<Sight> => {
    const row = await jobAt(engine, key, call);
    if (row === undefined || isOver(row))
      return { outcome: "done", because: "a worker has finished the job meanwhile" };
    const now = retriesOf(row);
    if (now === retries) return { outcome: "done", facts: { retries: now } };
    // A worker may have taken it at once and failed; that is not to be mistaken for the change.
    const isMade = retries > Number(seen) ? now > Number(seen) : now < retries;
    if (isMade) return { outcome: "done", because: "a worker has tried it since", facts: { retries: now } };
    return { outcome: "pending", facts: { retries: now } };
  };

/** Gives jobs other numbers of retries. */
export const updateRetries = async (
  engine: Engine,
  jobKeys: readonly string[],
  { retries, maxItems }: { readonly retries: number; readonly maxItems: number },
  call: Call,
): Promise<Operation> => {
  await engine.checkAbility("updateRetries", call);
  const keys = [...new Set(jobKeys)];
  checkNumber(job, keys.length, maxItems);
  const rows = await inParallel(keys, (one) => jobAt(engine, one, call));
  const targets: Target[] = [];
  const refused: Refused[] = [];
  for (const [index, key] of keys.entries()) {
    const row = rows[index];
    if (row === undefined) refused.push(noSuch(job, key));
    else if (isOver(row)) refused.push({ key, code: "INVALID_ARGUMENT", reason: "nobody works on it any more" });
    else targets.push({ key, row, seen: retriesOf(row) });
  }
  const out = targets.filter(({ seen }) => Number(seen) < 1).length;
  return {
    plan: {
      targets,
      refused,
      effects: [`${counted(targets.length, "job")} will have ${counted(retries, "retry", "retries")}`],
      columns: COLUMNS,
      exhibits: {},
      notices:
        out === 0
          ? []
          : [
              `${counted(out, "job")} of them ran out of retries: no worker takes one before its incident is resolved too; resolve_incidents does both.`,
            ],
    },
    changes: ({ key: jobKey }) => [{ act: "updateRetries", jobKey, retries }],
    look: look(retries),
  };
};
