import { elementFacts } from "../../bpmn/element-facts.ts";
import type { Model } from "../../bpmn/model.ts";
import type { Call, Engine, Row, Value } from "../../camunda/engine.ts";
import { decisionInstance } from "../../camunda/entities/decision-instance.ts";
import { elementInstance } from "../../camunda/entities/element-instance.ts";
import { incident } from "../../camunda/entities/incident.ts";
import { processInstance } from "../../camunda/entities/process-instance.ts";
import { variable } from "../../camunda/entities/variable.ts";
import { OperateError } from "../../errors.ts";
import { defined } from "../../members.ts";
import { expressionsAt, namesIn } from "../expressions.ts";
import { isCut, modelReader, rowsOf, textOf } from "../read.ts";
import { type SideLooks, sideLooks } from "../side.ts";
import { type Difference, decisionsThatDiffer, variablesThatDiffer } from "./values.ts";

const MOST = 1000;

/** What is compared of one instance. */
interface Side {
  readonly instance: Row;
  /** Absent, as everything below, where it could not be looked at. */
  readonly passages: readonly Row[] | undefined;
  readonly variables: readonly Row[] | undefined;
  readonly decisions: readonly Row[] | undefined;
  readonly incidents: readonly Row[] | undefined;
  readonly isCut: boolean;
}

/** The first passages of elements that the other one has not passed; either is absent where that instance has none. */
export interface Divergence {
  readonly good?: Row;
  readonly bad?: Row;
  readonly lastInCommon?: Row;
}

/** How two instances of a process differ. */
export interface Comparison {
  readonly good: Row;
  readonly bad: Row;
  readonly divergence: Divergence | undefined;
  /** Whether the elements of both are known, so that no divergence means the same way. */
  readonly isWayKnown: boolean;
  /** Those first that the model asks for where the ways part, then those of another type. */
  readonly variables: readonly Difference[] | undefined;
  /** Absent, as the variables, where they could not be compared. */
  readonly decisions: readonly Difference[] | undefined;
  readonly goodIncidents: readonly Row[];
  readonly badIncidents: readonly Row[];
  readonly durations: readonly Row[];
  readonly notices: readonly string[];
}

const readSide = async (engine: Engine, instance: Row, looks: SideLooks, call: Call): Promise<Side> => {
  const processInstanceKey = String(instance["processInstanceKey"]);
  const filter = { processInstanceKey };
  const [passages, variables, decisions, incidents] = await Promise.all([
    looks.look("the element instances", () =>
      rowsOf(engine, elementInstance, { filter, sort: [{ field: "startDate", order: "ASC" }], limit: MOST }, call),
    ),
    looks.look("the variables", () =>
      rowsOf(engine, variable, { filter: { ...filter, scopeKey: processInstanceKey }, limit: MOST }, call),
    ),
    looks.look("the decisions", () => rowsOf(engine, decisionInstance, { filter, limit: MOST }, call)),
    looks.look("the incidents", () => rowsOf(engine, incident, { filter, limit: MOST }, call)),
  ]);
  return {
    instance,
    passages: passages?.rows.filter((row) => row["type"] !== "PROCESS"),
    variables: variables?.rows,
    decisions: decisions?.rows,
    incidents: incidents?.rows,
    isCut: [passages, variables, decisions, incidents].some((one) => one !== undefined && isCut(one)),
  };
};

const firstPassages = (rows: readonly Row[]): readonly Row[] => {
  const seen = new Map<unknown, Row>();
  for (const row of rows) if (!seen.has(row["elementId"])) seen.set(row["elementId"], row);
  return [...seen.values()];
};

/** The first element that only one of the two has passed. The order of starts tells nothing where tokens run side by side. */
const alone = (rows: readonly Row[], others: readonly Row[]): { row?: Row; before?: Row } => {
  const passed = new Set(others.map(({ elementId }) => elementId));
  const index = rows.findIndex(({ elementId }) => !passed.has(elementId));
  return index === -1 ? {} : defined({ row: rows[index], before: rows[index - 1] });
};

const divergenceOf = (good: readonly Row[], bad: readonly Row[]): Divergence | undefined => {
  const [ours, theirs] = [firstPassages(good), firstPassages(bad)];
  const [one, other] = [alone(ours, theirs), alone(theirs, ours)];
  if (one.row === undefined && other.row === undefined) return undefined;
  return defined({ good: one.row, bad: other.row, lastInCommon: other.before ?? one.before });
};

/** Names in the expressions of the elements around the point where the ways part. */
const namesAround = ({ good, bad, lastInCommon }: Divergence, model: Model): ReadonlySet<string> =>
  namesIn(
    [lastInCommon, good, bad]
      .flatMap((row) => textOf(row, "elementId") ?? [])
      .map((elementId) => expressionsAt(elementFacts(model, elementId)))
      .join(" "),
  );

const timeIn = (rows: readonly Row[], elementId: unknown, now: number): number =>
  rows
    .filter((row) => row["elementId"] === elementId && row["startDate"] !== undefined)
    .map((row) => {
      const end = row["endDate"];
      return (end === undefined ? now : Date.parse(String(end))) - Date.parse(String(row["startDate"]));
    })
    .reduce((sum, length) => sum + length, 0);

const durationsOf = (good: readonly Row[], bad: readonly Row[], now: number): readonly Row[] => {
  const rows = firstPassages([...good, ...bad]).map(({ elementId = "" }) => ({
    elementId,
    good: timeIn(good, elementId, now),
    bad: timeIn(bad, elementId, now),
  }));
  const isFar = (row: { good: number; bad: number }): number =>
    Number(Math.max(row.good, row.bad) > 2 * Math.min(row.good, row.bad));
  const hasPassed = (side: readonly Row[], elementId: Value): boolean =>
    side.some((row) => row["elementId"] === elementId);
  return rows
    .sort((one, other) => isFar(other) - isFar(one))
    .map(({ elementId, good: ours, bad: theirs }) => ({
      elementId,
      ...(hasPassed(good, elementId) ? { good: ours } : {}),
      ...(hasPassed(bad, elementId) ? { bad: theirs } : {}),
    }));
};

/** Compares an instance that went wrong with one that went well, as of `now`. */
export const compare = async (
  engine: Engine,
  keys: { good: string; bad: string },
  now: number,
  call: Call,
): Promise<Comparison> => {
  const [good, bad] = await Promise.all([
    engine.get(processInstance, keys.good, call),
    engine.get(processInstance, keys.bad, call),
  ]);
  if (good.row["processDefinitionId"] !== bad.row["processDefinitionId"])
    throw new OperateError("INVALID_ARGUMENT", "the two instances run different processes", {
      next: "search_process_instances for two instances with the same processDefinitionId",
    });
  const looks = sideLooks(call);
  const [ours, theirs] = await Promise.all([
    readSide(engine, good.row, looks, call),
    readSide(engine, bad.row, looks, call),
  ]);
  const isCut = ours.isCut || theirs.isCut;
  const [passed = [], passedThere = []] = [ours.passages, theirs.passages];
  // The oldest API has elements without ids, which cannot be told apart.
  const isWayKnown =
    ours.passages !== undefined &&
    theirs.passages !== undefined &&
    [...passed, ...passedThere].every(({ elementId }) => elementId !== undefined);
  const divergence = isWayKnown ? divergenceOf(passed, passedThere) : undefined;
  const key = textOf(bad.row, "processDefinitionKey");
  const model =
    divergence === undefined || key === undefined
      ? undefined
      : await looks.look("the BPMN model", () => modelReader(engine, call)(key));
  const names = divergence === undefined || model === undefined ? new Set<string>() : namesAround(divergence, model);
  return {
    ...{ good: good.row, bad: bad.row, goodIncidents: ours.incidents ?? [], badIncidents: theirs.incidents ?? [] },
    ...{ divergence, isWayKnown },
    variables:
      ours.variables === undefined || theirs.variables === undefined
        ? undefined
        : variablesThatDiffer(ours.variables, theirs.variables, names),
    decisions:
      ours.decisions === undefined || theirs.decisions === undefined
        ? undefined
        : decisionsThatDiffer(ours.decisions, theirs.decisions),
    durations: isWayKnown ? durationsOf(passed, passedThere, now) : [],
    notices: [...looks.notices(), ...(isCut ? [`Only ${MOST} rows of each kind were compared.`] : [])],
  };
};
