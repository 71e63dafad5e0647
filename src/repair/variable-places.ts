import { CONTAINERS } from "../analysis/containers.ts";
import { isCut, rowsOf, textOf } from "../analysis/read.ts";
import type { Call, Engine, Row } from "../camunda/engine.ts";
import { elementInstance } from "../camunda/entities/element-instance.ts";
import { innerElement } from "../camunda/entities/inner-element.ts";
import { variable } from "../camunda/entities/variable.ts";
import { inParallel } from "../camunda/parallel.ts";
import { OperateError } from "../errors.ts";
import { rowAt } from "./targets.ts";

/** Where variables are to be set: in one scope, or from there outwards to where each is found. */
export interface From {
  readonly scopeKey: string;
  readonly processInstanceKey: string;
  readonly local: boolean;
}

/** Where one variable is set, and what is there. */
export interface Place {
  readonly scopeKey: string;
  /** The variable that is overwritten, its value whole. */
  readonly old: Row | undefined;
  /** Scopes further out in which one of this name stays as it is, and is no longer seen from here. */
  readonly hides: readonly string[];
  /** Scopes further in that see one of their own. */
  readonly isHiddenIn: readonly string[];
}

/** Scopes that are asked what is in them; each costs a request. */
const MOST_ASKED = 100;

const scopeOf = (row: Row): string => String(row["scopeKey"]);

/** The variables of one name in an instance, in whatever scope. */
const held = async (engine: Engine, processInstanceKey: string, name: string, call: Call): Promise<readonly Row[]> =>
  (await rowsOf(engine, variable, { filter: { processInstanceKey, name }, limit: 1000 }, call)).rows;

/** A list shows only the beginning of a long value. */
const whole = async (engine: Engine, row: Row | undefined, call: Call): Promise<Row | undefined> =>
  row?.["isTruncated"] === true ? rowAt(engine, variable, String(row[variable.key]), call) : row;

/** The variable of a name in one scope, its value whole. */
export const variableAt = async (
  engine: Engine,
  processInstanceKey: string,
  at: { readonly scopeKey: string; readonly name: string },
  call: Call,
): Promise<Row | undefined> => {
  const { rows } = await rowsOf(engine, variable, { filter: { processInstanceKey, ...at }, limit: 1 }, call);
  return whole(engine, rows[0], call);
};

const tooManyRuns = (): OperateError =>
  new OperateError(
    "INVALID_ARGUMENT",
    "so many sub-processes run at once here that the scopes around this one are not known",
    {
      next: "give the scope that holds the variable as scopeKey (search_variables shows it), with local true",
    },
  );

/** Scopes from the inside out, the instance last. None names the one around it, so those that may be it are asked. */
const scopesFrom = async (
  engine: Engine,
  { scopeKey, processInstanceKey }: From,
  active: readonly Row[],
  call: Call,
): Promise<readonly string[]> => {
  const containers = active
    .filter((row) => row["type"] !== "PROCESS" && CONTAINERS.has(String(row["type"])))
    .map((row) => String(row[elementInstance.key]));
  if (containers.length > MOST_ASKED) throw tooManyRuns();
  const chain = [scopeKey];
  for (let inner: string | undefined = scopeKey; inner !== undefined; ) {
    const elementInstanceKey: string = inner;
    const others = containers.filter((key) => !chain.includes(key));
    const found = await inParallel(others, async (elementInstanceScopeKey) => {
      const filter = { elementInstanceScopeKey, elementInstanceKey };
      return (await rowsOf(engine, innerElement, { filter, limit: 1 }, call)).rows.length > 0;
    });
    inner = others.find((_, index) => found[index]);
    if (inner !== undefined) chain.push(inner);
  }
  return [...chain, processInstanceKey];
};

/** Where each of these names is set. */
export const placesOf = async (
  engine: Engine,
  from: From,
  names: readonly string[],
  call: Call,
): Promise<readonly Place[]> => {
  const { scopeKey, processInstanceKey, local } = from;
  const isInstance = scopeKey === processInstanceKey;
  const known = await inParallel(names, (name) => held(engine, processInstanceKey, name, call));
  const isElsewhere = (row: Row): boolean => ![scopeKey, processInstanceKey].includes(scopeOf(row));
  const wanted = { filter: { processInstanceKey, state: "ACTIVE" }, limit: 1000, fields: [] };
  const active = known.flat().some(isElsewhere) ? await rowsOf(engine, elementInstance, wanted, call) : undefined;
  if (active !== undefined && isCut(active)) throw tooManyRuns();
  const chain = isInstance
    ? [scopeKey]
    : active === undefined
      ? [scopeKey, processInstanceKey]
      : await scopesFrom(engine, from, active.rows, call);
  const running = new Set(active?.rows.map((row) => textOf(row, elementInstance.key)));
  return inParallel(known, async (rows): Promise<Place> => {
    const holding = chain.filter((scope) => rows.some((row) => scopeOf(row) === scope));
    const place = local ? scopeKey : (holding[0] ?? processInstanceKey);
    return {
      scopeKey: place,
      old: await whole(
        engine,
        rows.find((row) => scopeOf(row) === place),
        call,
      ),
      hides: holding[0] === place || holding.length === 0 ? [] : holding,
      isHiddenIn: isInstance ? rows.map(scopeOf).filter((scope) => running.has(scope)) : [],
    };
  });
};
