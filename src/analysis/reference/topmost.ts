import type { Call, Engine, Row } from "../../camunda/engine.ts";
import { processInstance } from "../../camunda/entities/process-instance.ts";
import { OperateError } from "../../errors.ts";
import { textOf } from "../read.ts";

const instanceAt = async (engine: Engine, key: string, call: Call): Promise<Row | undefined> => {
  try {
    return (await engine.get(processInstance, key, call)).row;
  } catch (error) {
    if (error instanceof OperateError && error.code === "NOT_FOUND") return undefined;
    throw error;
  }
};

/**
 * The topmost instance of the call hierarchy that an instance is in: what a person means by an order is the whole of it. One above
 * that is gone ends the way up; undefined where the instance itself is.
 */
export const topOf = async (engine: Engine, key: string, call: Call): Promise<Row | undefined> => {
  const seen = new Set<string>();
  let row = await instanceAt(engine, key, call);
  for (let parent = textOf(row, "parentProcessInstanceKey"); parent !== undefined; ) {
    if (seen.has(parent)) return row;
    seen.add(parent);
    const above = await instanceAt(engine, parent, call);
    if (above === undefined) return row;
    row = above;
    parent = textOf(row, "parentProcessInstanceKey");
  }
  return row;
};
