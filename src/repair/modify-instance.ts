import { isCut, modelReader, rowsOf } from "../analysis/read.ts";
import type { Model } from "../bpmn/model.ts";
import type { Activation, Move } from "../camunda/change.ts";
import type { Call, Engine, Row } from "../camunda/engine.ts";
import { elementInstance } from "../camunda/entities/element-instance.ts";
import { processInstance } from "../camunda/entities/process-instance.ts";
import { inParallel } from "../camunda/parallel.ts";
import { OperateError } from "../errors.ts";
import { INSTANCE_COLUMNS, RUNNING } from "./cancel-instances.ts";
import { counted, type Exhibit, inNumber, type Operation, type Refused, type Sight, type Target } from "./plan.ts";
import { checkNumber, noSuch, rowAt } from "./targets.ts";

/** Tokens that are meant: one by its key, or all at an element. */
export interface Tokens {
  readonly elementInstanceKey?: string | undefined;
  readonly elementId?: string | undefined;
}

/** What is to be done to the tokens of one instance. */
export interface Modification {
  readonly processInstanceKey: string;
  readonly activate: readonly Activation[];
  readonly move: readonly { readonly from: Tokens; readonly targetElementId: string }[];
  readonly terminate: readonly Tokens[];
}

const MOST_ELEMENTS = 1000;

/** Kinds of elements at which no token can be put. */
const NOT_ACTIVATED: readonly string[] = ["START_EVENT", "BOUNDARY_EVENT"];

const keyOf = (row: Row): string => String(row[elementInstance.key]);

const wrong = (message: string, next?: string): OperateError =>
  new OperateError("INVALID_ARGUMENT", message, next === undefined ? {} : { next });

/** Where tokens stand, and whether those are all the places. */
interface Active {
  readonly rows: readonly Row[];
  readonly isAll: boolean;
}

const activeIn = async (engine: Engine, processInstanceKey: string, call: Call): Promise<Active> => {
  const wanted = { filter: { processInstanceKey, state: "ACTIVE" }, limit: MOST_ELEMENTS, fields: [] };
  const found = await rowsOf(engine, elementInstance, wanted, call);
  return { rows: found.rows.filter(({ type }) => type !== "PROCESS"), isAll: !isCut(found) };
};

/** The active passages that are meant, at least one. */
const meant = ({ elementInstanceKey, elementId }: Tokens, active: Active, what: string): readonly string[] => {
  if ((elementInstanceKey === undefined) === (elementId === undefined)) {
    throw wrong(`${what}: give either a key of an element instance or the id of an element`);
  }
  if (elementInstanceKey === undefined && !active.isAll) {
    throw wrong(
      `${what}: not all active elements of this instance can be read, so nobody knows all tokens that are meant by elementId`,
      "give the keys of element instances; search_element_instances with elementId and state ACTIVE shows them",
    );
  }
  const found = active.rows.filter((row) =>
    elementInstanceKey === undefined ? row["elementId"] === elementId : keyOf(row) === elementInstanceKey,
  );
  if (found.length > 0) return found.map(keyOf);
  throw wrong(
    `${what}: no token of this instance is there`,
    "diagnose_process_instance shows where the tokens stand, search_element_instances with state ACTIVE their keys",
  );
};

const checkTarget = (elementId: string, model: Model): void => {
  const element = model.elements.find(({ id }) => id === elementId);
  if (element === undefined) {
    throw wrong(
      "the model of this instance has no element with the id to activate",
      "get_process_definition with include outline shows the ids",
    );
  }
  if (NOT_ACTIVATED.includes(element.type)) throw wrong(`no token can be put at a ${element.type}`);
};

const count = (ids: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
};

const idsOf = (rows: readonly Row[]): readonly string[] => rows.map(({ elementId }) => String(elementId));

/** Ids of the elements that lie inside one, on every level. */
const inside = (id: string, { elements }: Model): readonly string[] =>
  elements
    .filter(({ parent }) => parent === id)
    .flatMap((element) => [element.id, ...inside(element.id, { elements, processes: [], flows: [] })]);

/** The tokens that end: those that are ended, and what runs inside an element of which no passage is left. */
const ending = (keys: ReadonlySet<string>, active: readonly Row[], model: Model): readonly Row[] => {
  const ended = active.filter((row) => keys.has(keyOf(row)));
  const gone = [...new Set(idsOf(ended))].filter((id) =>
    active.every((row) => row["elementId"] !== id || keys.has(keyOf(row))),
  );
  const within = new Set(gone.flatMap((id) => inside(id, model)));
  return active.filter((row) => keys.has(keyOf(row)) || within.has(String(row["elementId"])));
};

const picture = (columns: Readonly<Record<string, ReadonlyMap<string, number>>>): Exhibit => {
  const ids = [...new Set(Object.values(columns).flatMap((counts) => [...counts.keys()]))].sort();
  return {
    columns: ["elementId", ...Object.keys(columns)],
    rows: ids.map((elementId) => ({
      elementId,
      ...Object.fromEntries(Object.entries(columns).map(([name, counts]) => [name, counts.get(elementId) ?? 0])),
    })),
  };
};

/** Passages through an element so far, so that a new one is known when it is seen. */
const passages = async (engine: Engine, processInstanceKey: string, elementId: string, call: Call) => {
  const wanted = {
    filter: { processInstanceKey, elementId },
    sort: [{ field: elementInstance.key, order: "DESC" } as const],
    limit: MOST_ELEMENTS,
    fields: [],
  };
  return (await rowsOf(engine, elementInstance, wanted, call)).rows.map(keyOf);
};

const none = (refused: Refused): Operation => ({
  plan: { targets: [], refused: [refused], effects: [], columns: INSTANCE_COLUMNS, exhibits: {}, notices: [] },
  changes: () => [],
  look: async () => ({ outcome: "pending" }),
});

/** Puts tokens where they are wanted and ends others, in one running instance. */
export const modifyInstance = async (
  engine: Engine,
  wanted: Modification,
  maxItems: number,
  call: Call,
): Promise<Operation> => {
  await engine.checkAbility("modifyInstance", call);
  if (wanted.move.length > 0) await engine.checkAbility("moveTokens", call);
  const { processInstanceKey, activate } = wanted;
  if (activate.length + wanted.move.length + wanted.terminate.length === 0) {
    throw wrong("nothing is asked for", "give activate, move or terminate");
  }
  const row = await rowAt(engine, processInstance, processInstanceKey, call);
  if (row === undefined) return none(noSuch(processInstance, processInstanceKey));
  if (!RUNNING.includes(row["state"])) {
    return none({
      key: processInstanceKey,
      code: "INVALID_ARGUMENT",
      reason: "it has ended: only running instances have tokens",
    });
  }
  const [standing, model] = await Promise.all([
    activeIn(engine, processInstanceKey, call),
    modelReader(engine, call)(String(row["processDefinitionKey"])),
  ]);
  const move: readonly Move[] = wanted.move.flatMap(({ from, targetElementId }) =>
    meant(from, standing, "move").map((sourceElementInstanceKey) => ({ sourceElementInstanceKey, targetElementId })),
  );
  const terminate = [...new Set(wanted.terminate.flatMap((one) => meant(one, standing, "terminate")))];
  checkNumber(elementInstance, move.length + terminate.length + activate.length, maxItems);
  const sources = move.map(({ sourceElementInstanceKey }) => sourceElementInstanceKey);
  if (new Set([...sources, ...terminate]).size < sources.length + terminate.length) {
    throw wrong("the same token is to be moved or ended twice");
  }
  const starts = [...activate.map(({ elementId }) => elementId), ...move.map(({ targetElementId }) => targetElementId)];
  for (const id of starts) checkTarget(id, model);

  const active = standing.rows;
  const ended = ending(new Set([...sources, ...terminate]), active, model);
  const endedKeys = new Set(ended.map(keyOf));
  const before = count(idsOf(active));
  const planned = count([...idsOf(active.filter((one) => !endedKeys.has(keyOf(one)))), ...starts]);
  const ids = [...count(starts)];
  const earlier = await inParallel(ids, async ([id]) => new Set(await passages(engine, processInstanceKey, id, call)));

  const look = async (_: Target, looking: Engine, on: Call): Promise<Sight> => {
    const now = await activeIn(looking, processInstanceKey, on);
    const isEnded = endedKeys.size === 0 || (now.isAll && !now.rows.some((one) => endedKeys.has(keyOf(one))));
    const isStarted = await inParallel(ids, async ([id, times]) => {
      const known = earlier[ids.findIndex(([one]) => one === id)];
      const fresh = (await passages(looking, processInstanceKey, id, on)).filter((one) => known?.has(one) !== true);
      return fresh.length >= times;
    });
    if (isEnded && isStarted.every(Boolean)) return { outcome: "done" };
    return { outcome: "pending", because: "the tokens are not to be seen where they should be yet" };
  };

  const isLast = standing.isAll && planned.size === 0;
  const parent = row["parentProcessInstanceKey"];
  if (isLast && parent !== undefined) {
    return none({
      key: processInstanceKey,
      code: "INVALID_ARGUMENT",
      reason: `no token would be left, and it was called by ${parent}: it can only be ended from there, by ending the call activity or cancelling the topmost instance`,
    });
  }
  const calls = ended.filter(({ type }) => type === "CALL_ACTIVITY").length;
  return {
    plan: {
      targets: [{ key: processInstanceKey, row, seen: active.map(keyOf).sort() }],
      refused: [],
      effects: [
        ...(activate.length === 0
          ? []
          : [
              `${counted(activate.length, "token")} will be put at ${inNumber(activate.length, "an element", "elements")}`,
            ]),
        ...(move.length === 0 ? [] : [`${counted(move.length, "token")} will be moved`]),
        ...(ended.length === move.length ? [] : [`${counted(ended.length - move.length, "token")} will be ended`]),
        ...(calls === 0
          ? []
          : [
              `what ${counted(calls, "call activity", "call activities")} among them called ends as terminated with ${inNumber(calls, "it", "them")}`,
            ]),
        ...(isLast ? ["no token is left then, so the instance will end as terminated"] : []),
      ],
      names: [...new Set([...idsOf(ended), ...starts])],
      columns: INSTANCE_COLUMNS,
      exhibits: { tokens: picture({ before, planned }) },
      notices: [
        ...(standing.isAll ? [] : ["Not all active elements of the instance can be read: there are more tokens."]),
        ...(starts.length === 0
          ? []
          : ["Sub-processes around an activated element are activated with it where none is active."]),
      ],
    },
    changes: () => [{ act: "modifyInstance", processInstanceKey, activate, move, terminate }],
    look,
    after: async (looking, on) => ({
      tokens: picture({ before, planned, after: count(idsOf((await activeIn(looking, processInstanceKey, on)).rows)) }),
    }),
  };
};
