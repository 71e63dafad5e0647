import { OperateError } from "../errors.ts";
import type { Call, Engine, Gathered, Row } from "./engine.ts";
import { processInstance } from "./entities/process-instance.ts";
import { inParallel } from "./parallel.ts";

/** Longest way up, and most instances shown in all. */
const MOST_LEVELS = 50;
const MOST_INSTANCES = 100;

const KEY = "processInstanceKey";
const PARENT = "parentProcessInstanceKey";

const PARENT_GONE =
  "The call hierarchy begins below the top, because the instance that called the first one is not there any more.";
const TOO_DEEP = `The call hierarchy begins below the top; ${MOST_LEVELS} levels up are shown.`;

const isGone = (error: unknown): boolean => error instanceof OperateError && error.code === "NOT_FOUND";

/** The instances that called this one, from the topmost that is there down. */
const ancestors = async (engine: Engine, row: Row, call: Call): Promise<Gathered> => {
  const found: Row[] = [];
  let parent = row[PARENT];
  while (parent !== undefined && found.length < MOST_LEVELS) {
    try {
      const { row: above } = await engine.get(processInstance, String(parent), call);
      found.unshift(above);
      parent = above[PARENT];
    } catch (error) {
      if (isGone(error)) return { rows: found, notices: [PARENT_GONE] };
      throw error;
    }
  }
  return { rows: found, notices: parent === undefined ? [] : [TOO_DEEP] };
};

const calledBy = async (engine: Engine, parent: Row, call: Call): Promise<readonly Row[]> => {
  const filter = { [PARENT]: String(parent[KEY]) };
  return (await engine.page(processInstance, { filter, sort: [], size: MOST_INSTANCES }, call)).rows;
};

/** The instances below this one, each behind the one that called it. */
const descendants = async (
  engine: Engine,
  row: Row,
  level: number,
  left: { count: number },
  call: Call,
): Promise<Row[]> => {
  if (left.count <= 0 || level > MOST_LEVELS) return [];
  const children = await calledBy(engine, row, call);
  left.count -= children.length;
  const below = await inParallel(children, (child) => descendants(engine, child, level + 1, left, call));
  return children.flatMap((child, index) => [{ ...child, level }, ...(below[index] ?? [])]);
};

/**
 * The calling and the called instances of one, in the order of the tree; `level` counts from the topmost shown (0). Found by
 * walking up the parents and down the children.
 */
export const hierarchyOf = async (engine: Engine, row: Row, call: Call): Promise<Gathered> => {
  const above = await ancestors(engine, row, call);
  const left = { count: MOST_INSTANCES };
  const below = await descendants(engine, row, above.rows.length + 1, left, call);
  const rows = [...above.rows, row].map((one, level) => ({ ...one, level }));
  const all = [...rows, ...below].slice(0, MOST_INSTANCES);
  const cut = left.count <= 0 ? [`Of the call hierarchy only the first ${all.length} instances are shown.`] : [];
  return { rows: all, notices: [...above.notices, ...cut] };
};
