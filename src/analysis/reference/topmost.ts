import type { Call, Engine, Row } from "../../camunda/engine.ts";
import { processInstance } from "../../camunda/entities/process-instance.ts";
import { OperateError } from "../../errors.ts";
import { textOf } from "../read.ts";

const PARENT = "parentProcessInstanceKey";

const instanceAt = async (engine: Engine, key: string, call: Call): Promise<Row | undefined> => {
  try {
    return (await engine.get(processInstance, key, call)).row;
  } catch (error) {
    if (error instanceof OperateError && error.code === "NOT_FOUND") return undefined;
    throw error;
  }
};

/** Climbs from instance to instance, each with a request. */
const climb = async (engine: Engine, from: Row, call: Call): Promise<Row> => {
  const seen = new Set<string>();
  let row = from;
  for (let parent = textOf(row, PARENT); parent !== undefined && !seen.has(parent); parent = textOf(row, PARENT)) {
    seen.add(parent);
    const above = await instanceAt(engine, parent, call);
    if (above === undefined) return row;
    row = above;
  }
  return row;
};

/**
 * The topmost instance of the call hierarchy that an instance is in: what a person means by an order is the whole of it. Asked for
 * at once where the API tells its key. One above that is gone ends the way up; undefined where the instance itself is.
 */
export const topOf = async (engine: Engine, key: string, call: Call): Promise<Row | undefined> => {
  const row = await instanceAt(engine, key, call);
  if (row === undefined || row[PARENT] === undefined) return row;
  const root = textOf(row, "rootProcessInstanceKey");
  const top = root === undefined || root === key ? undefined : await instanceAt(engine, root, call);
  return top ?? climb(engine, row, call);
};
