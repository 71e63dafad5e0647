import { CONTAINERS } from "../analysis/containers.ts";
import { isCut, type Rows, rowsOf, textOf } from "../analysis/read.ts";
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
const MOST_READ = 1000;

const NOTHING: Rows = { rows: [], total: 0, totalIsExact: true, notices: [] };

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
  { scopeKey, processInstanceKey, local }: From,
  active: Rows,
  call: Call,
): Promise<readonly string[]> => {
  const containers = active.rows
    .filter((row) => row["type"] !== "PROCESS" && CONTAINERS.has(String(row["type"])))
    .map((row) => String(row[elementInstance.key]));
  const chain = [scopeKey];
  if (isCut(active) || containers.length > MOST_ASKED) {
    // What is set in one scope is known all the same.
    if (!local) throw tooManyRuns();
    return [...chain, processInstanceKey];
  }
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
  const all = await inParallel(names, async (name) => {
    const wanted = { filter: { processInstanceKey, name }, limit: MOST_READ };
    return (await rowsOf(engine, variable, wanted, call)).rows.map(({ scopeKey: scope }) => String(scope));
  });
  const isElsewhere = all.flat().some((scope) => scope !== scopeKey && scope !== processInstanceKey);
  const wanted = { filter: { processInstanceKey, state: "ACTIVE" }, limit: MOST_READ, fields: [] };
  const active = isElsewhere ? await rowsOf(engine, elementInstance, wanted, call) : NOTHING;
  const chain = isInstance ? [scopeKey] : await scopesFrom(engine, from, active, call);
  const running = new Set(active.rows.map((row) => textOf(row, elementInstance.key)));
  return inParallel(names, async (name): Promise<Place> => {
    // Asked for one by one: of a name that is in very many scopes not all are read.
    const held = await inParallel(chain, (scope) =>
      variableAt(engine, processInstanceKey, { scopeKey: scope, name }, call),
    );
    const holding = chain.filter((_, index) => held[index] !== undefined);
    const place = local ? scopeKey : (holding[0] ?? processInstanceKey);
    return {
      scopeKey: place,
      old: held[chain.indexOf(place)],
      hides: holding[0] === place ? [] : holding,
      isHiddenIn: isInstance ? (all[names.indexOf(name)] ?? []).filter((scope) => running.has(scope)) : [],
    };
  });
};
