import type { Row } from "../../camunda/engine.ts";
import { openBelow } from "../../camunda/hierarchy.ts";
import { inParallel } from "../../camunda/parallel.ts";
import { textOf } from "../read.ts";
import { type Gathering, type Standing, standingOf } from "./standing.ts";

/** Instances whose tokens are looked at. */
const MOST_INSTANCES = 20;

const PARENT = "parentProcessInstanceKey";

const keyOf = (row: Row): string => textOf(row, "processInstanceKey") ?? "";

/** An instance and what it has called, as far as it could be looked at. */
export interface Tree {
  /** It and all open instances below it, in the order of the tree; `level` counts from it (0). */
  readonly rows: readonly Row[];
  readonly standings: readonly Standing[];
  readonly notices: readonly string[];
}

/** A process whose model has no call activity calls nobody; where the model cannot be read, it may. */
const mayCall =
  ({ modelOf }: Gathering) =>
  async (row: Row): Promise<boolean> =>
    (await modelOf(row))?.elements.some(({ type }) => type === "CALL_ACTIVITY") ?? true;

/** Whether an open incident stops an instance or one that it has called, where the cluster tells, else one of its own. */
const isStopped = async (row: Row, { incidentsOf }: Gathering): Promise<boolean> =>
  row["hasIncident"] === undefined
    ? ((await incidentsOf(keyOf(row)))?.rows.length ?? 0) > 0
    : row["hasIncident"] === true;

/**
 * The instances to look at, where there are too many: those with an incident that has not come up from one below, then others with
 * an incident, then the rest.
 */
const chosen = async (below: readonly Row[], most: number, gathering: Gathering): Promise<readonly Row[]> => {
  if (below.length <= most) return below;
  const stopped = new Set<Row>();
  await inParallel(below, async (row) => {
    if (await isStopped(row, gathering)) stopped.add(row);
  });
  const callers = new Set([...stopped].map((row) => row[PARENT]));
  const rank = (row: Row): number => (stopped.has(row) ? (callers.has(keyOf(row)) ? 1 : 0) : 2);
  const first = new Set([...below].sort((one, other) => rank(one) - rank(other)).slice(0, most));
  return below.filter((row) => first.has(row));
};

/** Looks at an open instance and at what it has called, those with an incident first. */
export const lookAtTree = async (instance: Row, gathering: Gathering): Promise<Tree> => {
  const { engine, call, side } = gathering;
  const found = await side.look("called instances", () => openBelow(engine, instance, mayCall(gathering), call));
  const below = found?.rows ?? [];
  const rows = [{ ...instance, level: 0 }, ...below];
  const look = (row: Row): Promise<Standing> =>
    standingOf(
      row,
      below.filter((one) => one[PARENT] === row["processInstanceKey"]),
      gathering,
    );
  // Alone, so that what the connected API does not have is found out once.
  const own = await look({ ...instance, level: 0 });
  const looked = await chosen(below, MOST_INSTANCES - 1, gathering);
  const standings = [own, ...(await inParallel(looked, look))];
  const notices = [
    ...(found?.notices ?? []),
    ...(rows.length > standings.length
      ? [`Looked at ${standings.length} of ${rows.length} open instances of the call hierarchy.`]
      : []),
  ];
  return { rows, standings, notices };
};
