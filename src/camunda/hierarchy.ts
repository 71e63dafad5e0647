import { OperateError } from "../errors.ts";
import type { Call, Engine, Filter, Gathered, Row } from "./engine.ts";
import { processInstance } from "./entities/process-instance.ts";
import { inParallel } from "./parallel.ts";
import { scan } from "./search/scan.ts";

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

/** What a walk down has still to keep to, and what it has left out. */
interface Walk {
  /** Instances that may still be found. */
  left: number;
  isTooDeep: boolean;
  isCut: boolean;
  readonly calledBy: (parent: Row) => Promise<Called>;
}

/** The instances that one has called, and whether there are more. */
interface Called {
  readonly rows: readonly Row[];
  readonly isCut: boolean;
}

const newWalk = (calledBy: Walk["calledBy"]): Walk => ({
  left: MOST_INSTANCES,
  isTooDeep: false,
  isCut: false,
  calledBy,
});

/** The instances below this one, each behind the one that called it. */
const descendants = async (row: Row, level: number, walk: Walk): Promise<Row[]> => {
  if (level > MOST_LEVELS) walk.isTooDeep = true;
  if (walk.left <= 0 || level > MOST_LEVELS) return [];
  const { rows: children, isCut } = await walk.calledBy(row);
  walk.left -= children.length;
  if (isCut || walk.left <= 0) walk.isCut = true;
  const below = await inParallel(children, (child) => descendants(child, level + 1, walk));
  return children.flatMap((child, index) => [{ ...child, level }, ...(below[index] ?? [])]);
};

const leftOut = ({ isCut, isTooDeep }: Walk, shown: number): readonly string[] => [
  ...(isCut ? [`Of the call hierarchy only the first ${shown} instances are shown.`] : []),
  ...(isTooDeep ? [`The call hierarchy was followed ${MOST_LEVELS} levels down, and not further.`] : []),
];

const childrenOf = async (engine: Engine, parent: Row, filter: Filter, call: Call): Promise<Called> => {
  const rows: Row[] = [];
  const wanted = { filter: { [PARENT]: String(parent[KEY]), ...filter } };
  const quiet = { ...call, maxScanRows: MOST_INSTANCES, progress: () => undefined };
  const { isComplete } = await scan(engine, processInstance, wanted, quiet, (row) => {
    rows.push(row);
  });
  return { rows, isCut: !isComplete };
};

/**
 * The calling and the called instances of one, in the order of the tree; `level` counts from the topmost shown (0). Found by
 * walking up the parents and down the children.
 */
export const hierarchyOf = async (engine: Engine, row: Row, call: Call): Promise<Gathered> => {
  const above = await ancestors(engine, row, call);
  const walk = newWalk((parent) => childrenOf(engine, parent, {}, call));
  const below = await descendants(row, above.rows.length + 1, walk);
  const rows = [...above.rows, row].map((one, level) => ({ ...one, level }));
  const all = [...rows, ...below].slice(0, MOST_INSTANCES);
  return { rows: all, notices: [...above.notices, ...leftOut(walk, all.length)] };
};

/** Whether a process instance is not over. */
export const isOpenInstance = (row: Row): boolean => row["state"] === "ACTIVE" || row["state"] === "SUSPENDED";

/** Of more than one page, those with an incident first, where the API tells; then those that are open. */
const OPEN_FIRST: readonly Filter[] = [{ hasIncident: true }, { state: "ACTIVE" }];

/** Of more instances than fit on a page, so many are looked at, so that what they have called can be as well. */
const MOST_OF_MANY = MOST_INSTANCES / 2;

const openCalledBy = async (engine: Engine, parent: Row, call: Call): Promise<Called> => {
  const { rows, isCut } = await childrenOf(engine, parent, {}, call);
  if (!isCut) return { rows: rows.filter(isOpenInstance), isCut };
  const pages = await inParallel(OPEN_FIRST, async (filter) => {
    try {
      return (await childrenOf(engine, parent, filter, call)).rows;
    } catch (error) {
      if (error instanceof OperateError && error.code === "UNSUPPORTED") return [];
      throw error;
    }
  });
  const found = [...pages.flat(), ...rows].filter(isOpenInstance);
  const open = [...new Map(found.map((row) => [row[KEY], row])).values()];
  return { rows: open.slice(0, MOST_OF_MANY), isCut: open.length > MOST_OF_MANY };
};

/**
 * The instances that are not over among those that this one, and they in turn, have called, in the order of the tree; `level`
 * counts from this one (0), which is not among them. Nobody is asked whom an instance has called that may not call.
 */
export const openBelow = async (
  engine: Engine,
  row: Row,
  mayCall: (row: Row) => Promise<boolean>,
  call: Call,
): Promise<Gathered> => {
  const walk = newWalk(async (parent) =>
    (await mayCall(parent)) ? openCalledBy(engine, parent, call) : { rows: [], isCut: false },
  );
  const below = await descendants(row, 1, walk);
  const rows = below.slice(0, MOST_INSTANCES);
  return { rows, notices: leftOut(walk, rows.length) };
};

/** Key of the topmost instance of the call hierarchy that is there; the cluster's word, or found by walking up the parents. */
export const rootOf = async (
  engine: Engine,
  row: Row,
  call: Call,
): Promise<{ readonly key: string; readonly notices: readonly string[] }> => {
  const { rootProcessInstanceKey: told } = row;
  if (told !== undefined) return { key: String(told), notices: [] };
  const { rows, notices } = await ancestors(engine, row, call);
  return { key: String((rows[0] ?? row)[KEY]), notices };
};
